#include "dhcp/probe_waiters.hpp"

#include <rackseed/task_group.hpp>

namespace rackseed::dhcp {
namespace {

/// Ends with the coroutine that waits, however that ends.
template <class Map>
class Entry {
 public:
  Entry(Map& map, const typename Map::value_type& value) : map_(map), at_(map.insert(value)) {}
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  Entry(Entry&&) = delete;
  Entry& operator=(Entry&&) = delete;
  ~Entry() { map_.erase(at_); }

 private:
  Map& map_;
  typename Map::iterator at_;
};

}  // namespace

boost::asio::awaitable<bool> ProbeWaiters::wait(Key key, std::chrono::milliseconds limit) {
  Waiter waiter{.timer = {co_await boost::asio::this_coro::executor, limit}};
  const Entry entry(waiting_, {key, &waiter});
  static_cast<void>(co_await waiter.timer.async_wait(kAwait));
  co_return waiter.is_answered;
}

void ProbeWaiters::answered(Key key) {
  const auto [begin, end] = waiting_.equal_range(key);
  for (auto at = begin; at != end; ++at) {
    at->second->is_answered = true;
    at->second->timer.cancel();
  }
}

}  // namespace rackseed::dhcp
