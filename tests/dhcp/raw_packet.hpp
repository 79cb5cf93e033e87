#pragma once

#include "dhcp/options.hpp"

#include <rackseed/bytes.hpp>
#include <rackseed/net.hpp>

#include <string_view>
#include <vector>

namespace rackseed::dhcp::tests {

/// Writes a packet byte by byte, without the code that is tested: right by default, and wrong where
/// a test says so.
class RawPacket {
 public:
  explicit RawPacket(std::string_view mac = "00:00:5e:00:53:01") : packet_(240) {
    packet_[0] = 1;
    packet_[1] = 1;
    packet_[2] = 6;
    number(4, 0x3903f326, 4);
    const auto octets = Mac::parse(mac)->octets();
    std::copy(octets.begin(), octets.end(), packet_.begin() + 28);
    number(236, 0x63825363, 4);
  }

  /// Sets some octets of the fixed part (offsets of RFC 2131 figure 1).
  RawPacket& number(std::size_t offset, std::uint32_t value, std::size_t octets) {
    for (std::size_t i = 0; i < octets; ++i)
      packet_.at(offset + i) = static_cast<std::uint8_t>(value >> 8 * (octets - 1 - i));
    return *this;
  }
  RawPacket& relay(std::string_view address) { return number(24, Ipv4::parse(address)->bits(), 4); }
  RawPacket& client(std::string_view address) {
    return number(12, Ipv4::parse(address)->bits(), 4);
  }
  /// Puts octets over the server name (offset 44) or the file (108).
  RawPacket& field(std::size_t offset, Bytes octets) {
    std::copy(octets.begin(), octets.end(), packet_.begin() + static_cast<std::ptrdiff_t>(offset));
    return *this;
  }
  RawPacket& octets(Bytes more) {
    packet_.insert(packet_.end(), more.begin(), more.end());
    return *this;
  }
  RawPacket& option(std::uint8_t code, Bytes value) {
    packet_.push_back(code);
    packet_.push_back(static_cast<std::uint8_t>(value.size()));
    return octets(value);
  }
  RawPacket& option(std::uint8_t code, const Octets& value) { return option(code, Bytes(value)); }
  RawPacket& option(std::uint8_t code, std::string_view text) {
    return option(code, bytes_of(text));
  }
  RawPacket& type(std::uint8_t type) { return option(53, Octets{type}); }

  /// The packet with its end.
  [[nodiscard]] Octets bytes() const {
    Octets whole = packet_;
    whole.push_back(255);
    return whole;
  }
  /// The packet as it is.
  [[nodiscard]] const Octets& open_end() const { return packet_; }

 private:
  Octets packet_;
};

inline constexpr std::size_t kServerNameField = 44;
inline constexpr std::size_t kFileField = 108;

}  // namespace rackseed::dhcp::tests
