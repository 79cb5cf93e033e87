#include "dhcp/frame.hpp"

#include <tins/ethernetII.h>
#include <tins/ip.h>
#include <tins/rawpdu.h>
#include <tins/udp.h>

namespace rackseed::dhcp {
namespace {

Tins::IPv4Address address(Ipv4 address) {
  return Tins::IPv4Address(Tins::Endian::host_to_be(address.bits()));
}
Tins::HWAddress<6> hardware(Mac mac) { return {mac.octets().data()}; }

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

}  // namespace rackseed::dhcp
