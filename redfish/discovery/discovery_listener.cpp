#include "redfish/discovery/discovery_listener.hpp"

#include "redfish/discovery/announcement.hpp"

#include <rackseed/task_group.hpp>

#include <utility>

namespace rackseed::redfish {

namespace asio = boost::asio;

DiscoveryListener::DiscoveryListener(const asio::any_io_executor& executor,
                                     std::vector<DiscoveryInterface> interfaces,
                                     OnCandidate on_candidate, const DiscoveryGroups& groups)
    : interfaces_(std::move(interfaces)),
      on_candidate_(std::move(on_candidate)),
      ssdp_(executor, groups.ssdp),
      mdns_(executor, groups.mdns) {}

Result<void> DiscoveryListener::open() {
  if (auto joined = ssdp_.join(interfaces_); !joined) return joined;
  return mdns_.join(interfaces_);
}

asio::awaitable<void> DiscoveryListener::run() {
  using asio::experimental::awaitable_operators::operator&&;
  const std::function<void(const Datagram&)> heard = [this](const Datagram& datagram) {
    take(datagram);
  };
  co_await (ssdp_.hear(heard) && mdns_.hear(heard));
}

void DiscoveryListener::take(const Datagram& datagram) const {
  for (Candidate& candidate : read_announcement(datagram.payload, datagram.source))
    if (is_connected(candidate.address, interfaces_)) on_candidate_(std::move(candidate));
}

}  // namespace rackseed::redfish
