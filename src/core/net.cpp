#include <rackseed/net.hpp>

#include <fmt/core.h>

#include <charconv>

namespace rackseed {
namespace {

/// Reads a decimal number without sign or leading zero that ends where the text ends.
std::optional<unsigned> parse_decimal(std::string_view text, unsigned most) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text.front() == '0')) return {};
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return {};
  return value;
}

std::optional<std::uint8_t> parse_octet_hex(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return static_cast<std::uint8_t>(value);
}

}  // namespace

std::optional<Ipv4> Ipv4::parse(std::string_view text) {
  std::uint32_t bits = 0;
  for (int octet = 0; octet < 4; ++octet) {
    const auto dot = text.find('.');
    if ((dot == std::string_view::npos) != (octet == 3)) return {};
    const auto value = parse_decimal(text.substr(0, dot), 255);
    if (!value) return {};
    bits = bits << 8U | *value;
    text.remove_prefix(octet == 3 ? text.size() : dot + 1);
  }
  return Ipv4(bits);
}

std::string Ipv4::text() const {
  return fmt::format("{}.{}.{}.{}", bits_ >> 24U, bits_ >> 16U & 255U, bits_ >> 8U & 255U,
                     bits_ & 255U);
}

std::optional<Prefix> Prefix::parse(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  const auto address = Ipv4::parse(text.substr(0, slash));
  const auto length = parse_decimal(text.substr(slash + 1), 32);
  if (!address || !length) return {};
  return Prefix(*address, static_cast<int>(*length));
}

std::int64_t Prefix::host_count() const {
  const std::int64_t all = std::int64_t{1} << (32 - length_);
  return length_ >= 31 ? all : all - 2;
}

std::optional<Ipv4> Prefix::host(std::int64_t number) const {
  const std::int64_t bits = std::int64_t{network().bits()} + number;
  if (bits < 0 || bits > std::int64_t{0xffffffff}) return {};
  const Ipv4 address(static_cast<std::uint32_t>(bits));
  if (!is_host(address)) return {};
  return address;
}

std::string Prefix::text() const { return fmt::format("{}/{}", address_.text(), length_); }

std::optional<Mac> Mac::parse(std::string_view text) {
  if (text.size() != 17) return {};
  const char separator = text[2];
  if (separator != ':' && separator != '-') return {};
  std::array<std::uint8_t, 6> octets{};
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i > 0 && text[3 * i - 1] != separator) return {};
    const auto octet = parse_octet_hex(text.substr(3 * i, 2));
    if (!octet) return {};
    octets.at(i) = *octet;
  }
  return Mac(octets);
}

std::string Mac::text(char separator) const {
  return fmt::format("{1:02x}{0}{2:02x}{0}{3:02x}{0}{4:02x}{0}{5:02x}{0}{6:02x}", separator,
                     octets_[0], octets_[1], octets_[2], octets_[3], octets_[4], octets_[5]);
}

}  // namespace rackseed
