#include "redfish/discovery/discovery_search.hpp"

#include "redfish/discovery/announcement.hpp"
#include "redfish/discovery/mdns.hpp"
#include "redfish/discovery/ssdp.hpp"

#include <rackseed/task_group.hpp>

#include <utility>

namespace rackseed::redfish {

namespace asio = boost::asio;

DiscoverySearch::DiscoverySearch(const asio::any_io_executor& executor,
                                 std::vector<DiscoveryInterface> interfaces,
                                 OnCandidate on_candidate, const DiscoveryGroups& groups)
    : interfaces_(std::move(interfaces)),
      on_candidate_(std::move(on_candidate)),
      ssdp_(executor, groups.ssdp),
      mdns_(executor, groups.mdns) {}

asio::awaitable<void> DiscoverySearch::run(std::chrono::milliseconds limit) {
  using asio::experimental::awaitable_operators::operator&&;
  if (!ssdp_.open() || !mdns_.open()) co_return;  // without ports left nothing else works, either
  static_cast<void>(co_await within(limit, hear() && ask(limit / 4), "a search"));
}

asio::awaitable<void> DiscoverySearch::hear() {
  using asio::experimental::awaitable_operators::operator&&;
  const std::function<void(const Datagram&)> heard = [this](const Datagram& datagram) {
    take(datagram);
  };
  co_await (ssdp_.hear(heard) && mdns_.hear(heard));
}

asio::awaitable<void> DiscoverySearch::ask(std::chrono::milliseconds again_after) {
  ask_everywhere();
  asio::steady_timer timer(co_await asio::this_coro::executor, again_after);
  const auto [stopped] = co_await timer.async_wait(kAwait);
  if (!stopped) ask_everywhere();
}

/// An interface that is down, or has no multicast, is no failure: the scan goes on without it.
void DiscoverySearch::ask_everywhere() {
  constexpr int kMostDelay = 1;  // second
  const std::string search = encode_ssdp_search(kMostDelay);
  const auto questions = encode_mdns_search();
  for (const DiscoveryInterface& interface : interfaces_) {
    static_cast<void>(ssdp_.send(bytes_of(search), interface));
    static_cast<void>(mdns_.send(questions, interface));
  }
}

void DiscoverySearch::take(const Datagram& datagram) const {
  for (Candidate& candidate : read_announcement(datagram.payload, datagram.source))
    on_candidate_(std::move(candidate));
}

}  // namespace rackseed::redfish
