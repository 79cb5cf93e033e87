#pragma once

#include "redfish/discovery/candidate.hpp"
#include "redfish/discovery/multicast_socket.hpp"

#include <functional>
#include <vector>

namespace rackseed::redfish {

using OnCandidate = std::function<void(Candidate)>;

/// Where BMCs are heard and asked; other ports are for tests.
struct DiscoveryGroups {
  MulticastGroup ssdp = kSsdpGroup;
  MulticastGroup mdns = kMdnsGroup;
};

/// Hears BMCs that announce themselves, by SSDP's NOTIFY and by mDNS, on the networks of the given
/// interfaces, as long as it runs. It sends nothing. For `rackseed serve`: open(), then spawn
/// run(). An interface that comes later needs another listener.
class DiscoveryListener : boost::noncopyable {
 public:
  /// on_candidate: a BMC announces itself again and again; it must not throw.
  DiscoveryListener(const boost::asio::any_io_executor& executor,
                    std::vector<DiscoveryInterface> interfaces, OnCandidate on_candidate,
                    const DiscoveryGroups& groups = {});

  /// Joins the groups on each interface. Errors: kUnavailable.
  Result<void> open();
  /// Until it is cancelled.
  boost::asio::awaitable<void> run();

  [[nodiscard]] std::uint16_t ssdp_port() const { return ssdp_.port(); }
  [[nodiscard]] std::uint16_t mdns_port() const { return mdns_.port(); }

 private:
  void take(const Datagram& datagram) const;

  std::vector<DiscoveryInterface> interfaces_;
  OnCandidate on_candidate_;
  MulticastSocket ssdp_;
  MulticastSocket mdns_;
};

}  // namespace rackseed::redfish
