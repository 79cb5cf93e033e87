#include "src/serve/socket_table.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>

namespace rackseed::serve {
namespace {

constexpr std::size_t kIpv4Digits = 8;
constexpr std::size_t kIpv6Digits = 32;

/// Cuts off everything up to a separator, which is taken too.
std::string_view take_until(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::string_view take_field(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return take_until(line, ' ');
}

template <class Number>
std::optional<Number> parse(std::string_view text, int base) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

/// The kernel prints the four octets as one number of this machine.
std::optional<Ipv4> parse_ipv4(std::string_view hex) {
  const auto number = parse<std::uint32_t>(hex, 16);
  if (!number) return {};
  return Ipv4(ntohl(*number));
}

/// Of the local end: an IPv4 address, or an IPv6 one that takes IPv4 packets as well ("::", which
/// may be for IPv6 only without that the table shows it, and ::ffff:a.b.c.d).
std::optional<Ipv4> parse_address(std::string_view hex) {
  constexpr std::string_view kNothing = "000000000000000000000000";
  if (hex.size() == kIpv4Digits) return parse_ipv4(hex);
  if (hex.size() != kIpv6Digits) return {};
  const auto prefix = hex.substr(0, kNothing.size());
  const auto last = parse_ipv4(hex.substr(kNothing.size()));
  if (prefix == kNothing) return last == Ipv4() ? last : std::nullopt;
  const auto marker = parse_ipv4(prefix.substr(2 * kIpv4Digits));
  const bool is_mapped = marker == Ipv4(0xffff) && prefix.starts_with("0000000000000000");
  return is_mapped ? last : std::nullopt;
}

struct Row {
  Ipv4 address{};
  std::uint16_t port = 0;
  std::uint8_t state = 0;
  std::uint64_t inode = 0;
};

std::optional<Row> parse_row(std::string_view line) {
  constexpr std::size_t kInode = 9;
  std::array<std::string_view, kInode + 1> fields;
  for (auto& field : fields) field = take_field(line);
  auto local = fields[1];
  const auto address = parse_address(take_until(local, ':'));
  const auto port = parse<std::uint16_t>(local, 16);
  const auto state = parse<std::uint8_t>(fields[3], 16);
  const auto inode = parse<std::uint64_t>(fields[kInode], 10);
  if (!address || !port || !state || !inode) return {};
  return Row{.address = *address, .port = *port, .state = *state, .inode = *inode};
}

bool stands_in_the_way(const Row& row, const PortWish& wish) {
  constexpr std::uint8_t kListens = 10;
  if (row.port != wish.port) return false;
  if (wish.transport == Transport::kTcp && row.state != kListens) return false;
  return row.address == Ipv4() || wish.address == Ipv4() || row.address == wish.address;
}

/// A name goes into a command that a person may copy.
bool is_plain(std::string_view name) {
  constexpr std::string_view kMarks = "@._:-\\";
  return !name.empty() && name.front() != '-' && std::ranges::all_of(name, [&](unsigned char c) {
    return std::isalnum(c) != 0 || kMarks.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

}  // namespace

std::vector<std::uint64_t> find_inodes(std::string_view table, const PortWish& wish) {
  std::vector<std::uint64_t> inodes;
  while (!table.empty()) {
    const auto row = parse_row(take_until(table, '\n'));
    if (row && stands_in_the_way(*row, wish)) inodes.push_back(row->inode);
  }
  return inodes;
}

std::optional<std::uint64_t> parse_socket_link(std::string_view link) {
  constexpr std::string_view kBegin = "socket:[";
  if (!link.starts_with(kBegin) || !link.ends_with(']')) return {};
  link.remove_prefix(kBegin.size());
  link.remove_suffix(1);
  return parse<std::uint64_t>(link, 10);
}

std::string_view find_unit(std::string_view cgroups) {
  constexpr std::string_view kSystem = "/system.slice/";
  constexpr std::string_view kService = ".service";
  while (!cgroups.empty()) {
    auto line = take_until(cgroups, '\n');
    const auto begin = line.find(kSystem);
    if (begin == std::string_view::npos || begin == 0 || line[begin - 1] != ':') continue;
    line.remove_prefix(begin + kSystem.size());
    while (!line.empty()) {
      auto part = take_until(line, '/');
      if (!part.ends_with(kService)) continue;
      part.remove_suffix(kService.size());
      return is_plain(part) ? part : std::string_view();
    }
  }
  return {};
}

}  // namespace rackseed::serve
