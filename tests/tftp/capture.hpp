#pragma once

#include <rackseed/bytes.hpp>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace rackseed::tftp {

/// The UDP payloads of a capture that went to one port (pcap, little endian, Ethernet, IPv4).
inline std::vector<std::vector<std::uint8_t>> datagrams_to_port(const std::string& path,
                                                                std::uint16_t port) {
  constexpr std::size_t kFileHeader = 24;
  constexpr std::size_t kEthernetAndIp = 14 + 20;
  constexpr std::uint32_t kUdp = 17;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  ByteReader in(bytes_of(text));
  in.bytes(kFileHeader);
  std::vector<std::vector<std::uint8_t>> found;
  while (!in.empty()) {
    in.u64be();  // time
    std::uint32_t size = 0;
    for (unsigned i = 0; i < 4; ++i) size |= std::uint32_t{in.u8()} << 8 * i;
    in.u32be();  // size on the wire
    const Bytes frame = in.bytes(size);
    if (frame.size() < kEthernetAndIp + 8 || frame[12] != 8 || frame[23] != kUdp) continue;
    ByteReader udp(frame.subspan(kEthernetAndIp));
    udp.u16be();
    const bool wanted = udp.u16be() == port;
    const std::size_t payload = std::size_t{udp.u16be()} - 8;
    udp.u16be();
    const Bytes datagram = udp.bytes(payload);
    if (wanted && !udp.failed()) found.emplace_back(datagram.begin(), datagram.end());
  }
  return found;
}

}  // namespace rackseed::tftp
