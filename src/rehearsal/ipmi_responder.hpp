#pragma once

#include "redfish/ipmi/rmcp.hpp"
#include "src/rehearsal/service.hpp"

#include <chrono>
#include <cstdint>

namespace rackseed::rehearsal {

/// The IPMI side of a virtual BMC without its network (IPMI 2.0 section 13): a datagram in, a
/// datagram out.
class IpmiResponder {
 public:
  /// service: outlives us; its state is ours too.
  IpmiResponder(Service& service, redfish::FillRandom random);

  /// Empty: silence. peer: tells one socket of a console from another. now: on the clock of
  /// service.
  [[nodiscard]] Octets answer(Bytes datagram, std::uint64_t peer, std::chrono::milliseconds now);

 private:
  [[nodiscard]] Octets answer_packet(Bytes datagram);
  [[nodiscard]] Octets answer_outside(const redfish::SessionPacket& packet);
  [[nodiscard]] Octets answer_inside(Bytes datagram, std::uint32_t number);
  [[nodiscard]] Octets seal(const IpmiSession& session, const Octets& message) const;

  Service& service_;
  redfish::FillRandom random_;
};

}  // namespace rackseed::rehearsal
