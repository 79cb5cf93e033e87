#include "dhcp/wire.hpp"

#include <fmt/format.h>
#include <tins/dhcp.h>

#include <algorithm>

namespace rackseed::dhcp {
namespace {

constexpr std::uint8_t kOverload = 52;
constexpr std::uint8_t kTftpServer = 66;
constexpr std::uint8_t kBootFile = 67;
constexpr std::uint8_t kRelayInfo = 82;
constexpr std::uint8_t kEnd = 255;
constexpr std::size_t kMostValueBytes = 255;
constexpr std::size_t kOverloadBytes = 3;  // of option 52 itself

/// The bits of option 52.
constexpr std::uint8_t kInFile = 1;
constexpr std::uint8_t kInServerName = 2;

std::size_t wire_bytes(const RawOption& option) {
  const std::size_t parts =
      std::max<std::size_t>(1, (option.value.size() + kMostValueBytes - 1) / kMostValueBytes);
  return option.value.size() + 2 * parts;
}

/// Calls put(code, bytes) for each part of an option that may have to be split (RFC 3396).
template <class Put>
void for_each_part(const RawOption& option, Put put) {
  Bytes rest = option.value;
  do {
    const Bytes part = rest.first(std::min(rest.size(), kMostValueBytes));
    put(option.code, part);
    rest = rest.subspan(part.size());
  } while (!rest.empty());
}

/// Options for one area, as long as there is room.
class Area {
 public:
  explicit Area(std::size_t room) : room_(room) {}
  bool take(const RawOption& option) {
    const std::size_t bytes = wire_bytes(option);
    if (bytes > room_) return false;
    room_ -= bytes;
    options_.push_back(&option);
    return true;
  }
  [[nodiscard]] const std::vector<const RawOption*>& options() const { return options_; }

 private:
  std::size_t room_;
  std::vector<const RawOption*> options_{};
};

struct Layout {
  std::uint8_t overload = 0;
  Area main{0};
  Area file{0};
  Area server_name{0};
};

/// Places the options in order; the relay's stays in the main area, where it is last.
std::optional<Layout> place(const WirePacket& packet, std::size_t most_bytes,
                            std::uint8_t overload) {
  std::size_t reserved = kLeastPacketBytes + 1 + (overload != 0 ? kOverloadBytes : 0);
  const auto relay = std::ranges::find(packet.options, kRelayInfo, &RawOption::code);
  if (relay != packet.options.end()) reserved += wire_bytes(*relay);
  if (reserved > most_bytes) return {};
  Layout layout{
      .overload = overload,
      .main = Area(most_bytes - reserved),
      .file = Area((overload & kInFile) != 0 ? kFileFieldBytes - 1 : 0),
      .server_name = Area((overload & kInServerName) != 0 ? kServerNameFieldBytes - 1 : 0)};
  for (const RawOption& option : packet.options) {
    if (option.code == kRelayInfo) continue;
    if (!layout.main.take(option) && !layout.file.take(option) && !layout.server_name.take(option))
      return {};
  }
  return layout;
}

bool says(const WirePacket& packet, std::uint8_t code, const std::string& text) {
  const auto option = std::ranges::find(packet.options, code, &RawOption::code);
  return option != packet.options.end() && text_of(option->value) == text;
}

std::optional<Layout> find_layout(const WirePacket& packet, std::size_t most_bytes) {
  const Header& header = packet.header;
  std::uint8_t allowed = 0;
  if (header.server_name.empty() || says(packet, kTftpServer, header.server_name))
    allowed |= kInServerName;
  if (header.boot_file.empty() || says(packet, kBootFile, header.boot_file)) allowed |= kInFile;
  constexpr std::array<std::uint8_t, 4> kChoices{0, kInServerName, kInFile,
                                                 kInFile | kInServerName};
  for (const std::uint8_t overload : kChoices)
    if ((overload & allowed) == overload)
      if (auto layout = place(packet, most_bytes, overload)) return layout;
  return {};
}

Octets encode_area(const Area& area, std::size_t field_bytes) {
  ByteWriter out;
  for (const RawOption* option : area.options())
    for_each_part(*option, [&](std::uint8_t code, Bytes part) {
      out.u8(code).u8(static_cast<std::uint8_t>(part.size())).bytes(part);
    });
  Octets field = out.u8(kEnd).take();
  field.resize(field_bytes);
  return field;
}

Octets encode_text(const std::string& text, std::size_t field_bytes) {
  Octets field(text.begin(), text.end());
  field.resize(field_bytes);
  return field;
}

Tins::IPv4Address address(Ipv4 address) {
  return Tins::IPv4Address(Tins::Endian::host_to_be(address.bits()));
}

void write_header(Tins::DHCP& packet, const Header& header) {
  constexpr std::uint16_t kBroadcastFlag = 0x8000;
  packet.opcode(header.is_reply ? Tins::BootP::BOOTREPLY : Tins::BootP::BOOTREQUEST);
  packet.hops(header.hops);
  packet.xid(header.transaction);
  packet.secs(header.seconds);
  packet.padding(header.broadcast ? kBroadcastFlag : 0);
  packet.ciaddr(address(header.client));
  packet.yiaddr(address(header.yours));
  packet.siaddr(address(header.next_server));
  packet.giaddr(address(header.relay));
  packet.chaddr(Tins::HWAddress<6>(header.mac.octets().data()));
}

void write_fields(Tins::DHCP& packet, const Header& header, const Layout& layout) {
  const bool holds_file = (layout.overload & kInFile) == 0;
  const bool holds_name = (layout.overload & kInServerName) == 0;
  packet.file((holds_file ? encode_text(header.boot_file, kFileFieldBytes)
                          : encode_area(layout.file, kFileFieldBytes))
                  .data());
  packet.sname((holds_name ? encode_text(header.server_name, kServerNameFieldBytes)
                           : encode_area(layout.server_name, kServerNameFieldBytes))
                   .data());
}

void add(Tins::DHCP& packet, const RawOption& option) {
  for_each_part(option, [&](std::uint8_t code, Bytes part) {
    packet.add_option(Tins::DHCP::option(code, part.begin(), part.end()));
  });
}

}  // namespace

Result<Octets> write_packet(const WirePacket& packet, std::size_t most_bytes) {
  const Header& header = packet.header;
  if (header.boot_file.size() > kFileFieldBytes ||
      header.server_name.size() > kServerNameFieldBytes)
    return Error{Errc::kMalformed, "dhcp: a text is longer than its field"};
  const auto layout = find_layout(packet, most_bytes);
  if (!layout)
    return Error{Errc::kUnsupported,
                 fmt::format("dhcp: the options do not fit in the {} bytes that the client accepts",
                             most_bytes)};
  Tins::DHCP out;
  write_header(out, header);
  write_fields(out, header, *layout);
  for (const RawOption* option : layout->main.options()) add(out, *option);
  if (layout->overload != 0) add(out, {.code = kOverload, .value = {layout->overload}});
  for (const RawOption& option : packet.options)
    if (option.code == kRelayInfo) add(out, option);
  Octets bytes = out.serialize();
  bytes.push_back(kEnd);  // libtins would write one byte more
  bytes.resize(std::max(bytes.size(), kPaddedPacketBytes));
  return bytes;
}

}  // namespace rackseed::dhcp
