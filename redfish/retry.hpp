#pragma once

#include "redfish/transport/transport.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace rackseed::redfish {

struct RetrySettings {
  int tries = 5;            ///< in all
  int tries_after_500 = 3;  ///< where it names no time: some resources are broken for good
  std::chrono::milliseconds first_wait = std::chrono::seconds(1);  ///< doubles every time
  std::chrono::milliseconds longest_wait = std::chrono::seconds(20);
  std::chrono::milliseconds patience =
      std::chrono::seconds(90);  ///< of one question, waits and all
  /// So long after its last answer a silent BMC may still be restarting (an iRMC took 187 s).
  std::chrono::milliseconds restart_limit = std::chrono::minutes(5);
};

/// What is known when an answer came, or none did.
struct Exchange {
  std::string_view method{};
  int number = 1;                       ///< the first is 1
  std::chrono::milliseconds elapsed{};  ///< since the first began
  /// Since the BMC answered anything; nothing: it never did.
  std::optional<std::chrono::milliseconds> since_answer{};
  double jitter = 0;  ///< 0 to 1: where between half and the whole of a wait it falls
};

struct Take {};  ///< the answer, or the error, as it is
struct AskLater {
  std::chrono::milliseconds wait{};
  std::string because{};
};
struct GiveUp {
  BmcErrc code = BmcErrc::kUnreachable;
};
using RetryDecision = std::variant<Take, AskLater, GiveUp>;

/// A GET is asked again after 500, 502, 503, 504 and 429, as Retry-After says but within bounds,
/// and when a BMC that has answered before fell silent. What acts is never asked again: the BMC may
/// have done it already. The silence of a BMC that answered a while ago is kRestarting, not
/// kUnreachable.
[[nodiscard]] RetryDecision decide_retry(const Exchange& exchange,
                                         const BmcResult<HttpResponse>& outcome,
                                         const RetrySettings& settings);

/// Seconds (RFC 9110 section 10.2.3); nothing for a date, which a BMC's clock makes worthless.
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(std::string_view text);

}  // namespace rackseed::redfish
