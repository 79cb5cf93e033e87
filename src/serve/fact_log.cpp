#include "src/serve/fact_log.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds kGather{100};  // so that a storm is few transactions
constexpr std::chrono::seconds kPauseAfterFailure{2};
constexpr std::size_t kMostWaiting = 50'000;  // while the store cannot be written

inventory::Event event_of(const Fact& fact, int left_out) {
  Value data = fact.data.is_null() ? Value(Value::Map{}) : fact.data;
  data.set("text", fact.text);
  if (!fact.client.empty()) data.set("client", fact.client);
  if (left_out > 0) data.set("left_out", left_out);
  const auto now = std::chrono::system_clock::now();
  return {.time = std::chrono::floor<std::chrono::seconds>(now),
          .bmc = fact.bmc,
          .kind = std::string(to_string(fact.kind)),
          .data = to_json(data)};
}

std::string line_of(const Fact& fact, int left_out) {
  const std::string who = fact.node.empty() ? std::string() : fact.node + ": ";
  const std::string more = left_out > 0 ? fmt::format(" ({} more were left out)", left_out) : "";
  return who + fact.text + more;
}

}  // namespace

int FactLimiter::admit(const std::string& key, Clock::time_point now) {
  if (accounts_.size() >= most_keys_ && !accounts_.contains(key)) accounts_.clear();
  const auto [entry, is_new] = accounts_.try_emplace(key);
  Account& account = entry->second;
  const std::chrono::duration<double> elapsed = now - account.filled;
  account.tokens = is_new ? rate_.burst
                          : std::min(static_cast<double>(rate_.burst),
                                     account.tokens + elapsed / rate_.interval);
  account.filled = now;
  if (account.tokens < 1) {
    ++account.left_out;
    return -1;
  }
  account.tokens -= 1;
  return std::exchange(account.left_out, 0);
}

FactLog::FactLog(const asio::any_io_executor& executor, inventory::Writer& writer, Write write)
    : writer_(writer), write_(std::move(write)), wake_(executor) {}

int FactLog::admit(const Fact& fact) {
  if (fact.client.empty()) return 0;  // of the seed itself
  const auto now = FactLimiter::Clock::now();
  const std::string kind(to_string(fact.kind));
  const std::string key = kind + ' ' + fact.client;
  if (fact.bmc) return of_nodes_.admit(key, now);
  const int of_client = of_strangers_.admit(key, now);
  const int of_all = of_client < 0 ? -1 : of_all_strangers_.admit(kind, now);
  return of_all < 0 ? -1 : of_client + of_all;
}

void FactLog::add(Fact fact) {
  const int left_out = admit(fact);
  if (left_out < 0) return;
  write_(fact, line_of(fact, left_out));
  if (waiting_.size() >= kMostWaiting) return;  // the log has it
  waiting_.push_back(event_of(fact, left_out));
  if (waiting_.size() == 1) wake_.cancel();
}

asio::awaitable<void> FactLog::run() {
  asio::steady_timer gather(wake_.get_executor());
  std::string told;
  for (;;) {
    if (waiting_.empty()) {
      wake_.expires_at(asio::steady_timer::time_point::max());
      static_cast<void>(co_await wake_.async_wait(kAwait));
    }
    gather.expires_after(kGather);
    if (const auto [stopped] = co_await gather.async_wait(kAwait); stopped) co_return;
    const auto saved = co_await flush();
    const std::string why = saved ? std::string() : saved.error().detail;
    if (!why.empty() && why != told)
      write_({}, "facts are kept in memory until they can be saved: " + why);
    told = why;
    if (saved) continue;
    gather.expires_after(kPauseAfterFailure);
    if (const auto [stopped] = co_await gather.async_wait(kAwait); stopped) co_return;
  }
}

asio::awaitable<Result<void>> FactLog::flush() {
  if (waiting_.empty()) co_return Result<void>();
  const std::size_t count = waiting_.size();
  auto saved = co_await writer_.append(waiting_);
  if (saved)
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  co_return saved;
}

}  // namespace rackseed::serve
