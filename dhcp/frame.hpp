#pragma once

#include "dhcp/destination.hpp"
#include "dhcp/options.hpp"

#include <rackseed/bytes.hpp>
#include <rackseed/net.hpp>

#include <optional>

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

/// Takes six octets from the front of a packet.
[[nodiscard]] Mac take_mac(ByteReader& in);

/// A UDP datagram and the frame around it.
struct UdpFrame {
  Mac sender_mac{};
  Mac target_mac{};
  Ipv4 sender{};
  Ipv4 target{};
  std::uint16_t sender_port = 0;
  std::uint16_t target_port = 0;
  Bytes payload{};  ///< points into the frame
};

/// Reads an Ethernet frame; nothing when it is no whole UDP datagram over IPv4. Checksums are not
/// looked at: those of frames that never left this machine may still be missing.
[[nodiscard]] std::optional<UdpFrame> decode_udp_frame(Bytes frame);

}  // namespace rackseed::dhcp
