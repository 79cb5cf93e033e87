#pragma once

#include "tests/plan/golden.hpp"

#include "dhcp/codec.hpp"

#include <rackseed/bytes.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::dhcp::tests {

/// What real firmware said in a lab (tests/golden/captures), and what dnsmasq answered.
inline constexpr std::array<std::string_view, 6> kCaptures{
    "bios-ipxe-rom",        "bios-ipxe-rom-e1000e", "bios-pxelinux-di",
    "secureboot-shim-grub", "uefi-http-boot",       "uefi-pxe-virtio-snponly"};

/// The UDP payloads of a capture from or to port 67, in order. A frame is as the lab's: Ethernet,
/// IPv4 without options.
inline std::vector<Octets> dhcp_payloads(std::string_view capture) {
  const std::string file =
      rackseed::tests::read_source("tests/golden/captures/" + std::string(capture) + ".pcap");
  ByteReader in(bytes_of(file));
  in.bytes(24);
  const auto u32le = [&] { return __builtin_bswap32(in.u32be()); };
  std::vector<Octets> payloads;
  while (!in.empty()) {
    in.bytes(8);  // time
    const std::uint32_t kept = u32le();
    in.bytes(4);  // length on the wire
    ByteReader frame(in.bytes(kept));
    frame.bytes(14);
    frame.bytes(20);
    const std::uint16_t source = frame.u16be();
    const std::uint16_t target = frame.u16be();
    frame.bytes(4);
    const Bytes payload = frame.rest();
    if (source == 67 || target == 67) payloads.emplace_back(payload.begin(), payload.end());
  }
  EXPECT_FALSE(in.failed()) << capture;
  return payloads;
}

inline Message decoded(Bytes payload) {
  auto message = decode(payload);
  EXPECT_TRUE(message) << message.error().detail;
  return message ? *message : Message();
}

/// One message of a capture.
inline Message captured(std::string_view capture, std::size_t index) {
  return decoded(dhcp_payloads(capture).at(index));
}

}  // namespace rackseed::dhcp::tests
