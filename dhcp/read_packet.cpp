#include "dhcp/wire.hpp"

#include <fmt/format.h>
#include <tins/dhcp.h>
#include <tins/exceptions.h>

#include <algorithm>

namespace rackseed::dhcp {
namespace {

constexpr std::uint8_t kPad = 0;
constexpr std::uint8_t kOverload = 52;
constexpr std::uint8_t kEnd = 255;
constexpr std::uint8_t kEthernet = 1;
constexpr std::uint32_t kMagicCookie = 0x63825363;  // RFC 2131 section 3

// Offsets of RFC 2131 section 2.
constexpr std::size_t kServerNameOffset = 44;
constexpr std::size_t kFileOffset = kServerNameOffset + kServerNameFieldBytes;
constexpr std::size_t kCookieOffset = kFileOffset + kFileFieldBytes;

Error malformed(std::string_view what) {
  return Error{Errc::kMalformed, fmt::format("dhcp: {}", what)};
}

/// An area of options without what follows its end.
struct Area {
  Bytes options{};
  std::uint8_t overload = 0;  ///< 0: none; 1 file, 2 server name, 3 both
};

Result<Area> read_area(Bytes bytes, std::string_view name) {
  ByteReader in(bytes);
  Area area;
  for (;;) {
    const std::size_t start = bytes.size() - in.left();
    const std::uint8_t code = in.u8();
    if (in.failed()) return malformed(fmt::format("the {} have no end (255)", name));
    if (code == kPad) continue;
    if (code == kEnd) {
      area.options = bytes.first(start);
      return area;
    }
    const std::uint8_t size = in.u8();
    const Bytes value = in.bytes(size);
    if (in.failed()) return malformed(fmt::format("option {} is truncated in the {}", code, name));
    if (code != kOverload) continue;
    if (size != 1 || value[0] < 1 || value[0] > 3 || area.overload != 0)
      return malformed("option 52 is not one of 1, 2, 3");
    area.overload = value[0];
  }
}

/// Appends the options of a field that option 52 names.
Result<void> append_area(Octets& packet, Bytes field, std::string_view name) {
  const auto area = read_area(field, name);
  if (!area) return area.error();
  if (area->overload != 0) return malformed("option 52 stands in a field that it names");
  packet.insert(packet.end(), area->options.begin(), area->options.end());
  return {};
}

/// Header and options, with those of the overloaded fields behind them (RFC 3396 section 5).
Result<Octets> aggregate(Bytes datagram, const Area& area) {
  const auto size = kLeastPacketBytes + area.options.size();
  Octets packet(datagram.begin(), datagram.begin() + static_cast<std::ptrdiff_t>(size));
  if ((area.overload & 1U) != 0) {
    const auto done =
        append_area(packet, datagram.subspan(kFileOffset, kFileFieldBytes), "options in file");
    if (!done) return done.error();
  }
  if ((area.overload & 2U) != 0) {
    const auto done = append_area(
        packet, datagram.subspan(kServerNameOffset, kServerNameFieldBytes), "options in sname");
    if (!done) return done.error();
  }
  packet.push_back(kEnd);
  return packet;
}

Ipv4 address(const Tins::IPv4Address& address) {
  return Ipv4(Tins::Endian::be_to_host(static_cast<std::uint32_t>(address)));
}

std::string field_text(const std::uint8_t* field, std::size_t size) {
  return {field, std::find(field, field + size, 0)};
}

Header read_header(const Tins::DHCP& packet, std::uint8_t overload) {
  constexpr std::uint16_t kBroadcastFlag = 0x8000;
  std::array<std::uint8_t, 6> mac{};
  const auto chaddr = packet.chaddr();
  std::copy_n(chaddr.begin(), mac.size(), mac.begin());
  Header header{.is_reply = packet.opcode() == Tins::BootP::BOOTREPLY,
                .hops = packet.hops(),
                .transaction = packet.xid(),
                .seconds = packet.secs(),
                .broadcast = (packet.padding() & kBroadcastFlag) != 0,
                .client = address(packet.ciaddr()),
                .yours = address(packet.yiaddr()),
                .next_server = address(packet.siaddr()),
                .relay = address(packet.giaddr()),
                .mac = Mac(mac)};
  if ((overload & 2U) == 0) header.server_name = field_text(packet.sname(), kServerNameFieldBytes);
  if ((overload & 1U) == 0) header.boot_file = field_text(packet.file(), kFileFieldBytes);
  return header;
}

std::vector<RawOption> join_options(const Tins::DHCP& packet) {
  std::vector<RawOption> joined;
  for (const auto& part : packet.options()) {
    const std::uint8_t code = part.option();
    if (code == kPad || code == kEnd || code == kOverload) continue;
    auto found = std::ranges::find(joined, code, &RawOption::code);
    if (found == joined.end()) found = joined.insert(joined.end(), RawOption{.code = code});
    found->value.insert(found->value.end(), part.data_ptr(), part.data_ptr() + part.data_size());
  }
  return joined;
}

Result<void> check_fixed_part(Bytes datagram) {
  if (datagram.size() < kLeastPacketBytes || datagram.size() > kMostPacketBytes)
    return malformed(fmt::format("{} bytes are no packet", datagram.size()));
  ByteReader in(datagram);
  const std::uint8_t op = in.u8();
  const std::uint8_t hardware = in.u8();
  const std::uint8_t address_bytes = in.u8();
  if (op != Tins::BootP::BOOTREQUEST && op != Tins::BootP::BOOTREPLY)
    return malformed(fmt::format("op {} is neither request nor reply", op));
  if (hardware != kEthernet || address_bytes != 6)
    return Error{Errc::kUnsupported,
                 fmt::format("dhcp: hardware type {} with addresses of {} bytes is not Ethernet",
                             hardware, address_bytes)};
  if (ByteReader(datagram.subspan(kCookieOffset)).u32be() != kMagicCookie)
    return malformed("no magic cookie: plain BOOTP");
  return {};
}

}  // namespace

Result<WirePacket> read_packet(Bytes datagram) {
  if (const auto fixed = check_fixed_part(datagram); !fixed) return fixed.error();
  const auto area = read_area(datagram.subspan(kLeastPacketBytes), "options");
  if (!area) return area.error();
  const auto whole = aggregate(datagram, *area);
  if (!whole) return whole.error();
  try {
    const Tins::DHCP packet(whole->data(), static_cast<std::uint32_t>(whole->size()));
    return WirePacket{.header = read_header(packet, area->overload),
                      .options = join_options(packet)};
  } catch (const Tins::exception_base& refused) {  // not after the checks above
    return malformed(refused.what());
  }
}

}  // namespace rackseed::dhcp
