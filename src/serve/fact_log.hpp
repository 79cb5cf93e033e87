#pragma once

#include <rackseed/task_group.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "inventory/writer.hpp"
#include "src/serve/fact.hpp"

namespace rackseed::serve {

/// How much may be written into the log and the store: a burst, then one fact an interval.
struct FactRate {
  int burst = 60;
  std::chrono::milliseconds interval{1000};
};

/// Decides which facts under a key are kept. What is left out is counted, and told with the next.
class FactLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  explicit FactLimiter(FactRate rate, std::size_t most_keys = 4096)
      : rate_(rate), most_keys_(most_keys) {}

  /// How many were left out since the last one that was kept; -1: leave this one out too.
  int admit(const std::string& key, Clock::time_point now);

 private:
  struct Account {
    double tokens = 0;
    Clock::time_point filled{};
    int left_out = 0;
  };
  FactRate rate_;
  std::size_t most_keys_;
  std::unordered_map<std::string, Account> accounts_{};
};

/// Takes facts, at once and without waiting; writes them to the log and, a batch at a time, into
/// the store. Each client has a limit for each kind of fact, so that what it repeats hides nothing
/// else; strangers, who may have as many addresses as they like, have one together too. On the
/// control loop only.
class FactLog {
 public:
  /// Writes one line. Must not throw.
  using Write = std::function<void(const Fact&, const std::string& line)>;

  FactLog(const boost::asio::any_io_executor& executor, inventory::Writer& writer, Write write);

  void add(Fact fact);
  /// Saves what was added, until it is cancelled.
  boost::asio::awaitable<void> run();
  /// Saves what is left; for the end. Errors: kUnavailable.
  boost::asio::awaitable<Result<void>> flush();

 private:
  int admit(const Fact& fact);

  inventory::Writer& writer_;
  Write write_;
  FactLimiter of_nodes_{FactRate{}, 65536};
  FactLimiter of_strangers_{FactRate{.burst = 8, .interval = std::chrono::seconds(30)}};
  FactLimiter of_all_strangers_{FactRate{.burst = 256, .interval = std::chrono::milliseconds(200)}};
  std::vector<inventory::Event> waiting_{};
  boost::asio::steady_timer wake_;
};

}  // namespace rackseed::serve
