#include "dhcp/arp.hpp"

#include "dhcp/frame.hpp"

namespace rackseed::dhcp {
namespace {

constexpr std::uint16_t kEtherTypeArp = 0x0806;
constexpr std::uint16_t kEthernet = 1;
constexpr std::uint16_t kIpv4 = 0x0800;
constexpr std::uint16_t kRequest = 1;
constexpr std::uint16_t kReply = 2;
constexpr Mac kEveryone({0xff, 0xff, 0xff, 0xff, 0xff, 0xff});

}  // namespace

Octets encode_arp_probe(Mac from, Ipv4 address) {
  ByteWriter out;
  out.bytes(kEveryone.octets()).bytes(from.octets()).u16be(kEtherTypeArp);
  out.u16be(kEthernet).u16be(kIpv4).u8(6).u8(4).u16be(kRequest);
  out.bytes(from.octets()).u32be(0);
  out.bytes(Mac().octets()).u32be(address.bits());
  return out.take();
}

std::optional<ArpPacket> decode_arp(Bytes frame) {
  ByteReader in(frame);
  in.bytes(12);
  if (in.u16be() != kEtherTypeArp || in.u16be() != kEthernet || in.u16be() != kIpv4) return {};
  if (in.u8() != 6 || in.u8() != 4) return {};
  const std::uint16_t operation = in.u16be();
  if (operation != kRequest && operation != kReply) return {};
  ArpPacket packet{.is_reply = operation == kReply};
  packet.sender_mac = take_mac(in);
  packet.sender = Ipv4(in.u32be());
  static_cast<void>(take_mac(in));
  packet.target = Ipv4(in.u32be());
  if (in.failed()) return {};
  return packet;
}

bool claims(const ArpPacket& packet, Ipv4 address, Mac own) {
  if (packet.sender_mac == own) return false;
  const bool probes = packet.sender == Ipv4() && !packet.is_reply;
  return packet.sender == address || (probes && packet.target == address);
}

}  // namespace rackseed::dhcp
