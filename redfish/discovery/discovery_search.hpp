#pragma once

#include "redfish/discovery/discovery_listener.hpp"

#include <chrono>

namespace rackseed::redfish {

/// Asks all BMCs on the networks of the given interfaces to announce themselves, by SSDP and mDNS.
class DiscoverySearch : boost::noncopyable {
 public:
  DiscoverySearch(const boost::asio::any_io_executor& executor,
                  std::vector<DiscoveryInterface> interfaces, OnCandidate on_candidate,
                  const DiscoveryGroups& groups = {});

  /// Asks at once and, as datagrams get lost, once more; answers are taken until the limit.
  boost::asio::awaitable<void> run(std::chrono::milliseconds limit);

 private:
  boost::asio::awaitable<void> hear();
  boost::asio::awaitable<void> ask(std::chrono::milliseconds again_after);
  void ask_everywhere();
  void take(const Datagram& datagram) const;

  std::vector<DiscoveryInterface> interfaces_;
  OnCandidate on_candidate_;
  MulticastSocket ssdp_;
  MulticastSocket mdns_;
};

}  // namespace rackseed::redfish
