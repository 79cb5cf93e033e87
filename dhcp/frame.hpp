#pragma once

#include "dhcp/destination.hpp"
#include "dhcp/options.hpp"

#include <rackseed/bytes.hpp>
#include <rackseed/net.hpp>

namespace rackseed::dhcp {

/// From where a frame leaves.
struct FrameSource {
  Mac mac{};  ///< of the interface
  Ipv4 address{};
  std::uint16_t port = kServerPort;
};

/// An Ethernet frame with the IPv4 and UDP headers around a reply, for a packet socket: of kinds
/// kLinkUnicast and kBroadcast. Never fragmented, so the payload is at most 1472 bytes.
[[nodiscard]] Octets encode_frame(Bytes payload, const FrameSource& from, const Destination& to);

}  // namespace rackseed::dhcp
