#pragma once

#include <rackseed/net.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <utility>

namespace rackseed::dhcp {

/// Who waits for a sign of life of which address. Used on one thread.
class ProbeWaiters {
 public:
  /// A question; number tells those about the same address apart where the wire can (ICMP).
  using Key = std::pair<Ipv4, std::uint16_t>;

  ProbeWaiters() = default;
  ProbeWaiters(const ProbeWaiters&) = delete;
  ProbeWaiters& operator=(const ProbeWaiters&) = delete;
  ProbeWaiters(ProbeWaiters&&) = delete;
  ProbeWaiters& operator=(ProbeWaiters&&) = delete;
  ~ProbeWaiters() = default;

  /// Waits for an answer: true, or false when the time is over or the wait was cancelled. The
  /// object outlives the wait.
  boost::asio::awaitable<bool> wait(Key key, std::chrono::milliseconds limit);
  /// Tells all that wait for it.
  void answered(Key key);

  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }

 private:
  struct Waiter {
    boost::asio::steady_timer timer;
    bool is_answered = false;
  };

  std::multimap<Key, Waiter*> waiting_;
};

}  // namespace rackseed::dhcp
