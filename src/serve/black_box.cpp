#include "src/serve/black_box.hpp"

#include <algorithm>

namespace rackseed::serve {
namespace {

constexpr std::uint16_t kIpHeader = 20;
constexpr std::uint16_t kUdpHeader = 8;
constexpr std::uint32_t kRawIp = 101;  // LINKTYPE_RAW
constexpr std::uint32_t kSnapLength = 65535;

std::uint16_t internet_checksum(Bytes header) {
  std::uint32_t sum = 0;
  for (ByteReader words(header); words.left() >= 2;) sum += words.u16be();
  while (sum > 0xffffU) sum = (sum & 0xffffU) + (sum >> 16U);
  return static_cast<std::uint16_t>(~sum);
}

Octets ip_header(const Frame& frame, std::uint16_t checksum) {
  constexpr std::uint8_t kHops = 64;
  constexpr std::uint8_t kUdp = 17;
  ByteWriter header;
  const auto total = static_cast<std::uint16_t>(kIpHeader + kUdpHeader + frame.payload.size());
  header.u8(0x45).u8(0).u16be(total).u16be(0).u16be(0).u8(kHops).u8(kUdp).u16be(checksum);
  header.u32be(frame.source.bits()).u32be(frame.destination.bits());
  return header.take();
}

Octets datagram_of(const Frame& frame) {
  ByteWriter packet;
  packet.bytes(ip_header(frame, internet_checksum(ip_header(frame, 0))));
  packet.u16be(frame.source_port).u16be(frame.destination_port);
  packet.u16be(static_cast<std::uint16_t>(kUdpHeader + frame.payload.size())).u16be(0);
  packet.bytes(frame.payload);
  return packet.take();
}

}  // namespace

void BlackBox::record(Mac client, Frame frame) {
  auto found = clients_.find(client);
  if (found == clients_.end()) {
    if (clients_.size() >= limits_.clients) forget(by_age_.front());
    found = clients_.emplace(client, Client{}).first;
    found->second.age = by_age_.insert(by_age_.end(), client);
  }
  by_age_.splice(by_age_.end(), by_age_, found->second.age);
  if (frame.payload.size() > limits_.octets) frame.payload.resize(limits_.octets);
  auto& frames = found->second.frames;
  frames.push_back(std::move(frame));
  if (frames.size() > limits_.frames) frames.pop_front();
  auto& change = found->second.change;
  if (!change) change = changed_.insert(changed_.end(), client);
}

void BlackBox::forget(Mac client) {
  const auto found = clients_.find(client);
  if (found->second.change) changed_.erase(*found->second.change);
  by_age_.erase(found->second.age);
  clients_.erase(found);
}

Octets BlackBox::capture(Mac client) const {
  const auto found = clients_.find(client);
  if (found == clients_.end()) return {};
  ByteWriter file;
  file.u32be(0xa1b2c3d4).u16be(2).u16be(4).u32be(0).u32be(0).u32be(kSnapLength).u32be(kRawIp);
  for (const Frame& frame : found->second.frames) {
    const Octets datagram = datagram_of(frame);
    const auto since = frame.time.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    const auto rest = std::chrono::floor<std::chrono::microseconds>(since - seconds);
    const auto size = static_cast<std::uint32_t>(datagram.size());
    file.u32be(static_cast<std::uint32_t>(seconds.count()));
    file.u32be(static_cast<std::uint32_t>(rest.count()));
    file.u32be(size).u32be(size).bytes(datagram);
  }
  return file.take();
}

std::vector<Mac> BlackBox::take_changed(std::size_t most) {
  std::vector<Mac> taken;
  while (!changed_.empty() && taken.size() < most) {
    taken.push_back(changed_.front());
    changed_.pop_front();
    clients_.at(taken.back()).change.reset();
  }
  return taken;
}

}  // namespace rackseed::serve
