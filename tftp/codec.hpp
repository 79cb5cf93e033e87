#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/error.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rackseed::tftp {

/// RFC 1350 section 5 and RFC 2347.
enum class ErrorCode : std::uint16_t {
  kNotDefined = 0,  ///< see the text
  kFileNotFound = 1,
  kAccessViolation = 2,
  kDiskFull = 3,
  kIllegalOperation = 4,
  kUnknownTransfer = 5,
  kFileExists = 6,
  kNoSuchUser = 7,
  kOptionsRefused = 8
};

enum class Mode : std::uint8_t { kOctet, kNetascii, kMail };

inline constexpr std::uint16_t kDefaultBlockBytes = 512;  ///< RFC 1350, when no "blksize" is agreed
inline constexpr std::uint16_t kLeastBlockBytes = 8;      ///< RFC 2348
inline constexpr std::uint16_t kMostBlockBytes = 65464;   ///< RFC 2348
inline constexpr std::size_t kDataHeaderBytes = 4;

/// The options of a request, or of its acknowledgement, that this server knows.
struct Options {
  std::optional<std::uint16_t> block_bytes{};     ///< "blksize", 8..65464 (RFC 2348)
  std::optional<std::chrono::seconds> timeout{};  ///< "timeout", 1..255 (RFC 2349)
  std::optional<std::uint64_t> transfer_bytes{};  ///< "tsize": 0 asks for it (RFC 2349)
  std::optional<std::uint16_t> window_blocks{};   ///< "windowsize", 1..65535 (RFC 7440)

  [[nodiscard]] bool none() const { return *this == Options{}; }
  bool operator==(const Options&) const = default;
};

/// A read request, or a write request (RFC 1350 section 5).
struct Request {
  bool wants_to_write = false;
  std::string name{};  ///< as sent: hostile, and not yet confined to the image root
  Mode mode = Mode::kOctet;
  Options options{};
  bool operator==(const Request&) const = default;
};
struct Data {
  std::uint16_t block = 0;
  Bytes bytes{};  ///< points into the datagram
  bool operator==(const Data& other) const {
    return block == other.block && std::ranges::equal(bytes, other.bytes);
  }
};
struct Ack {
  std::uint16_t block = 0;
  bool operator==(const Ack&) const = default;
};
struct ErrorPacket {
  ErrorCode code = ErrorCode::kNotDefined;
  std::string text{};  ///< as sent: hostile
  bool operator==(const ErrorPacket&) const = default;
};
struct OptionAck {
  Options options{};
  bool operator==(const OptionAck&) const = default;
};

using Packet = std::variant<Request, Data, Ack, ErrorPacket, OptionAck>;

/// Decodes one datagram. An option that is unknown, out of range or repeated is left out, never an
/// error (RFC 2347). Zeros after the last option are padding.
/// Errors: kMalformed (truncated, an unknown mode), kUnsupported (not an opcode of TFTP).
[[nodiscard]] Result<Packet> decode(Bytes datagram);

/// What stands before the bytes of a block.
[[nodiscard]] std::array<std::uint8_t, kDataHeaderBytes> data_header(std::uint16_t block);

/// A name or a text is cut at its first NUL.
[[nodiscard]] std::vector<std::uint8_t> encode(const Packet& packet);

}  // namespace rackseed::tftp
