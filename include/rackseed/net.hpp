#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rackseed {

/// An IPv4 address; arithmetic is on the 32-bit number in host byte order.
class Ipv4 {
 public:
  constexpr Ipv4() = default;
  constexpr explicit Ipv4(std::uint32_t bits) : bits_(bits) {}

  /// Reads exactly four decimal octets ("010" and "1.2.3" are refused: they mean different things
  /// to different readers).
  [[nodiscard]] static std::optional<Ipv4> parse(std::string_view text);

  [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }
  [[nodiscard]] constexpr int last_octet() const { return static_cast<int>(bits_ & 0xffU); }
  [[nodiscard]] std::string text() const;

  constexpr auto operator<=>(const Ipv4&) const = default;

 private:
  std::uint32_t bits_ = 0;
};

/// An IPv4 prefix, kept as it was written: "10.1.20.1/24" has host bits, network() has none.
class Prefix {
 public:
  constexpr Prefix() = default;
  /// length: 0..32
  constexpr Prefix(Ipv4 address, int length) : address_(address), length_(length) {}

  [[nodiscard]] static std::optional<Prefix> parse(std::string_view text);

  [[nodiscard]] constexpr Ipv4 address() const { return address_; }
  [[nodiscard]] constexpr int length() const { return length_; }
  [[nodiscard]] constexpr Ipv4 network() const { return Ipv4(address_.bits() & mask()); }
  [[nodiscard]] constexpr Ipv4 broadcast() const { return Ipv4(network().bits() | ~mask()); }
  [[nodiscard]] constexpr bool has_host_bits() const { return address_ != network(); }
  [[nodiscard]] constexpr bool contains(Ipv4 address) const {
    return (address.bits() & mask()) == network().bits();
  }
  [[nodiscard]] constexpr bool overlaps(const Prefix& other) const {
    return contains(other.network()) || other.contains(network());
  }
  /// True for an address that a host may have: neither the network's nor the broadcast address.
  /// A /31 (RFC 3021) and a /32 have only hosts.
  [[nodiscard]] constexpr bool is_host(Ipv4 address) const {
    return contains(address) && (length_ >= 31 || (address != network() && address != broadcast()));
  }
  /// The number of addresses that hosts may have.
  [[nodiscard]] std::int64_t host_count() const;
  /// network() + number, or nothing when that is no host of this prefix.
  [[nodiscard]] std::optional<Ipv4> host(std::int64_t number) const;
  /// "10.1.20.0/24", as written.
  [[nodiscard]] std::string text() const;
  /// The same prefix without host bits.
  [[nodiscard]] constexpr Prefix masked() const { return {network(), length_}; }

  constexpr bool operator==(const Prefix&) const = default;

 private:
  [[nodiscard]] constexpr std::uint32_t mask() const {
    return length_ == 0 ? 0U : ~std::uint32_t{0} << (32 - length_);
  }

  Ipv4 address_;
  int length_ = 0;
};

/// An Ethernet address.
class Mac {
 public:
  constexpr Mac() = default;
  constexpr explicit Mac(std::array<std::uint8_t, 6> octets) : octets_(octets) {}

  /// Reads "00:00:5e:00:53:01" in either case; "-" may stand for ":" throughout.
  [[nodiscard]] static std::optional<Mac> parse(std::string_view text);

  [[nodiscard]] constexpr const std::array<std::uint8_t, 6>& octets() const { return octets_; }
  /// Lower case; separator: ':' (everywhere) or '-' (BOOTIF and our URLs).
  [[nodiscard]] std::string text(char separator = ':') const;

  constexpr auto operator<=>(const Mac&) const = default;

 private:
  std::array<std::uint8_t, 6> octets_{};
};

}  // namespace rackseed

template <>
struct std::hash<rackseed::Ipv4> {
  std::size_t operator()(rackseed::Ipv4 address) const noexcept { return address.bits(); }
};
