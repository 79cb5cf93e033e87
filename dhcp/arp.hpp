#pragma once

#include "dhcp/options.hpp"

#include <rackseed/bytes.hpp>
#include <rackseed/net.hpp>

#include <optional>

namespace rackseed::dhcp {

/// What an ARP packet says (RFC 826).
struct ArpPacket {
  bool is_reply = false;
  Mac sender_mac{};
  Ipv4 sender{};  ///< 0: a probe (RFC 5227)
  Ipv4 target{};
  bool operator==(const ArpPacket&) const = default;
};

/// An Ethernet frame that asks who has an address, without claiming one itself (RFC 5227 section
/// 2.1.1).
[[nodiscard]] Octets encode_arp_probe(Mac from, Ipv4 address);

/// Reads an Ethernet frame; nothing when it is no ARP for IPv4.
[[nodiscard]] std::optional<ArpPacket> decode_arp(Bytes frame);

/// True when the packet shows that another host than `own` has the address, or is about to take it.
[[nodiscard]] bool claims(const ArpPacket& packet, Ipv4 address, Mac own);

}  // namespace rackseed::dhcp
