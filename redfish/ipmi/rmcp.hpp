#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/error.hpp>

#include <algorithm>
#include <cstdint>
#include <variant>
#include <vector>

namespace rackseed::redfish {

/// What a datagram of RMCP+ carries (IPMI 2.0 table 13-16), as far as this project speaks it.
enum class RmcpPayload : std::uint8_t {
  kIpmi = 0x00,
  kOpenRequest = 0x10,
  kOpenResponse = 0x11,
  kRakp1 = 0x12,
  kRakp2 = 0x13,
  kRakp3 = 0x14,
  kRakp4 = 0x15
};

/// "Presence ping" and its answer (IPMI 2.0 sections 13.2.3 and 13.2.4).
struct AsfPing {
  std::uint8_t tag = 0;
  bool operator==(const AsfPing&) const = default;
};
struct AsfPong {
  std::uint8_t tag = 0;
  bool has_ipmi = false;
  bool operator==(const AsfPong&) const = default;
};

/// A message outside a session, in the format of IPMI 1.5 without authentication (section 13.6).
struct PlainPacket {
  Bytes message{};  ///< points into the datagram
  bool operator==(const PlainPacket& other) const {
    return std::ranges::equal(message, other.message);
  }
};

/// A packet of RMCP+ (section 13.6): outside a session all of session, sequence and flags are zero.
struct SessionPacket {
  RmcpPayload payload_type = RmcpPayload::kIpmi;
  bool is_encrypted = false;
  bool is_signed = false;
  std::uint32_t session = 0;
  std::uint32_t sequence = 0;
  Bytes payload{};      ///< these three point into the datagram
  Bytes signed_part{};  ///< what the code is computed of; not read by encode()
  Bytes code{};         ///< empty: not signed, or not yet
  bool operator==(const SessionPacket& other) const {
    return payload_type == other.payload_type && is_encrypted == other.is_encrypted &&
           is_signed == other.is_signed && session == other.session && sequence == other.sequence &&
           std::ranges::equal(payload, other.payload) && std::ranges::equal(code, other.code);
  }
};

using RmcpPacket = std::variant<AsfPing, AsfPong, PlainPacket, SessionPacket>;

/// Where the signed part of a packet begins: behind the RMCP header.
inline constexpr std::size_t kRmcpHeaderBytes = 4;

/// Decodes one datagram. code_bytes: what a signed packet ends with, as agreed for its session.
/// Errors: kMalformed (truncated), kUnsupported (another class, payload or authentication).
[[nodiscard]] Result<RmcpPacket> decode_rmcp(Bytes datagram, std::size_t code_bytes);

/// A signed packet gets its trailer up to the next header, and whatever code it brings.
[[nodiscard]] std::vector<std::uint8_t> encode(const RmcpPacket& packet);

/// A request or a response (section 13.8). Both logical units are zero: no others are spoken to.
struct IpmiMessage {
  std::uint8_t to = 0x20;     ///< the BMC (section 5.5)
  std::uint8_t from = 0x81;   ///< remote console software
  std::uint8_t net_fn = 0;    ///< 0..63; odd: a response
  std::uint8_t sequence = 0;  ///< 0..63
  std::uint8_t command = 0;
  Bytes data{};  ///< points into the packet; of a response it begins with the completion code
  bool operator==(const IpmiMessage& other) const {
    return to == other.to && from == other.from && net_fn == other.net_fn &&
           sequence == other.sequence && command == other.command &&
           std::ranges::equal(data, other.data);
  }
};

/// Errors: kMalformed (truncated, or a wrong checksum).
[[nodiscard]] Result<IpmiMessage> decode_message(Bytes payload);
[[nodiscard]] std::vector<std::uint8_t> encode(const IpmiMessage& message);

}  // namespace rackseed::redfish
