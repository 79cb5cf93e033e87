#include "dhcp/icmp.hpp"

namespace rackseed::dhcp {
namespace {

constexpr std::uint8_t kEchoReply = 0;
constexpr std::uint8_t kEchoRequest = 8;

/// RFC 1071: 0 over a message that holds its right checksum.
std::uint16_t checksum(Bytes message) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < message.size(); ++i)
    sum += i % 2 == 0 ? std::uint32_t{message[i]} << 8U : message[i];
  while (sum > 0xffff) sum = (sum & 0xffffU) + (sum >> 16U);
  return static_cast<std::uint16_t>(~sum);
}

Octets encode(const Echo& echo, std::uint16_t sum) {
  ByteWriter out;
  out.u8(kEchoRequest).u8(0).u16be(sum).u16be(echo.identifier).u16be(echo.sequence);
  return out.take();
}

}  // namespace

Octets encode_echo_request(const Echo& echo) { return encode(echo, checksum(encode(echo, 0))); }

std::optional<Echo> decode_echo_reply(Bytes message) {
  ByteReader in(message);
  if (in.u8() != kEchoReply || in.u8() != 0) return {};
  in.u16be();
  Echo echo;
  echo.identifier = in.u16be();
  echo.sequence = in.u16be();
  if (in.failed() || checksum(message) != 0) return {};
  return echo;
}

Bytes without_ipv4_header(Bytes datagram) {
  constexpr std::size_t kLeastHeader = 20;
  if (datagram.empty() || datagram[0] >> 4U != 4) return {};
  const std::size_t header = (datagram[0] & 0xfU) * std::size_t{4};
  if (header < kLeastHeader || header > datagram.size()) return {};
  return datagram.subspan(header);
}

}  // namespace rackseed::dhcp
