#include "dhcp/frame.hpp"

#include <tins/ethernetII.h>
#include <tins/ip.h>
#include <tins/rawpdu.h>
#include <tins/udp.h>

#include <array>

namespace rackseed::dhcp {
namespace {

Tins::IPv4Address address(Ipv4 address) {
  return Tins::IPv4Address(Tins::Endian::host_to_be(address.bits()));
}
Tins::HWAddress<6> hardware(Mac mac) { return {mac.octets().data()}; }

/// Reads an IPv4 header and returns what it carries when that is UDP, whole; else nothing.
Bytes take_ipv4(ByteReader& in, UdpFrame& to) {
  constexpr std::uint8_t kUdp = 17;
  constexpr std::size_t kLeastHeader = 20;
  constexpr std::uint16_t kFragment = 0x3fff;  // an offset, or more to come
  const std::uint8_t version_and_words = in.u8();
  const std::size_t header = (version_and_words & 0xfU) * std::size_t{4};
  in.u8();
  const std::size_t total = in.u16be();
  in.u16be();
  const bool is_fragment = (in.u16be() & kFragment) != 0;
  in.u8();
  const bool is_udp = in.u8() == kUdp;
  in.u16be();
  to.sender = Ipv4(in.u32be());
  to.target = Ipv4(in.u32be());
  if (version_and_words >> 4U != 4 || header < kLeastHeader || total < header || is_fragment ||
      !is_udp)
    return {};
  in.bytes(header - kLeastHeader);
  return in.bytes(total - header);  // the rest of the frame is padding
}

}  // namespace

Octets encode_frame(Bytes payload, const FrameSource& from, const Destination& to) {
  constexpr std::uint8_t kHops = 64;
  constexpr Mac kEverybody({0xff, 0xff, 0xff, 0xff, 0xff, 0xff});
  const Mac mac = to.delivery == Delivery::kLinkUnicast ? to.mac : kEverybody;
  Tins::IP ip(address(to.address), address(from.address));
  ip.ttl(kHops);
  ip.id(0);
  Tins::EthernetII frame = Tins::EthernetII(hardware(mac), hardware(from.mac)) / ip /
                           Tins::UDP(to.port, from.port) /
                           Tins::RawPDU(payload.data(), static_cast<std::uint32_t>(payload.size()));
  return frame.serialize();
}

Mac take_mac(ByteReader& in) {
  std::array<std::uint8_t, 6> octets{};
  for (auto& octet : octets) octet = in.u8();
  return Mac(octets);
}

std::optional<UdpFrame> decode_udp_frame(Bytes frame) {
  constexpr std::uint16_t kEtherTypeIpv4 = 0x0800;
  constexpr std::size_t kUdpHeader = 8;
  UdpFrame read;
  ByteReader in(frame);
  read.target_mac = take_mac(in);
  read.sender_mac = take_mac(in);
  if (in.u16be() != kEtherTypeIpv4) return {};
  ByteReader udp(take_ipv4(in, read));
  read.sender_port = udp.u16be();
  read.target_port = udp.u16be();
  const std::size_t length = udp.u16be();
  udp.u16be();
  if (length < kUdpHeader) return {};
  read.payload = udp.bytes(length - kUdpHeader);
  if (in.failed() || udp.failed()) return {};
  return read;
}

}  // namespace rackseed::dhcp
