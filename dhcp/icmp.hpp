#pragma once

#include "dhcp/options.hpp"

#include <rackseed/bytes.hpp>

#include <cstdint>
#include <optional>

namespace rackseed::dhcp {

/// What tells one ping from another (RFC 792).
struct Echo {
  std::uint16_t identifier = 0;
  std::uint16_t sequence = 0;
  bool operator==(const Echo&) const = default;
};

/// An echo request without data; what a raw or a ping socket sends.
[[nodiscard]] Octets encode_echo_request(const Echo& echo);

/// Reads an ICMP message; nothing when it is no echo reply, or its checksum is wrong.
[[nodiscard]] std::optional<Echo> decode_echo_reply(Bytes message);

/// What follows the IPv4 header that a raw socket delivers; empty when there is none.
[[nodiscard]] Bytes without_ipv4_header(Bytes datagram);

}  // namespace rackseed::dhcp
