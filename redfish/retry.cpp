#include "redfish/retry.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace rackseed::redfish {
namespace {

using std::chrono::milliseconds;

constexpr int kMostDoublings = 16;

bool is_transient(int status) {
  return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

bool is_read(std::string_view method) { return method == "GET" || method == "HEAD"; }

milliseconds backoff(const Exchange& exchange, const RetrySettings& settings) {
  const auto doublings = std::clamp(exchange.number - 1, 0, kMostDoublings);
  const auto whole = std::min(settings.first_wait * (1 << doublings), settings.longest_wait);
  const double share = 0.5 + 0.5 * std::clamp(exchange.jitter, 0.0, 1.0);
  return milliseconds(static_cast<std::int64_t>(static_cast<double>(whole.count()) * share));
}

bool has_patience(const Exchange& exchange, milliseconds wait, const RetrySettings& settings) {
  return exchange.elapsed + wait <= settings.patience;
}

RetryDecision after_answer(const Exchange& exchange, const HttpResponse& answer,
                           const RetrySettings& settings) {
  if (!is_read(exchange.method) || !is_transient(answer.status)) return Take{};
  auto wait = backoff(exchange, settings);
  const auto told = parse_retry_after(answer.field("retry-after"));
  if (told) wait = std::clamp<milliseconds>(*told, wait, settings.longest_wait);
  const int tries = answer.status == 500 && !told ? settings.tries_after_500 : settings.tries;
  if (exchange.number >= tries || !has_patience(exchange, wait, settings)) return Take{};
  return AskLater{wait, fmt::format("status {}", answer.status)};
}

RetryDecision after_silence(const Exchange& exchange, const BmcError& error,
                            const RetrySettings& settings) {
  if (error.code != BmcErrc::kUnreachable && error.code != BmcErrc::kTimedOut) return Take{};
  const bool may_restart = exchange.since_answer && *exchange.since_answer < settings.restart_limit;
  if (!may_restart) return Take{};
  const auto wait = backoff(exchange, settings);
  const bool again = is_read(exchange.method) && error.code == BmcErrc::kUnreachable;
  if (!again || exchange.number >= settings.tries || !has_patience(exchange, wait, settings))
    return error.code == BmcErrc::kUnreachable ? RetryDecision(GiveUp{BmcErrc::kRestarting})
                                               : Take{};
  return AskLater{wait, "no answer from a BMC that answered before"};
}

}  // namespace

RetryDecision decide_retry(const Exchange& exchange, const BmcResult<HttpResponse>& outcome,
                           const RetrySettings& settings) {
  return outcome ? after_answer(exchange, *outcome, settings)
                 : after_silence(exchange, outcome.error(), settings);
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view text) {
  std::uint32_t seconds = 0;
  const auto* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, seconds);
  if (text.empty() || stopped != end || error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc::result_out_of_range) return std::chrono::seconds::max() / 1000;
  return std::chrono::seconds(seconds);
}

}  // namespace rackseed::redfish
