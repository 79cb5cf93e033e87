#include "tftp/codec.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string_view>
#include <utility>

namespace rackseed::tftp {
namespace {

enum Opcode : std::uint16_t {
  kReadRequest = 1,
  kWriteRequest = 2,
  kData = 3,
  kAck = 4,
  kError = 5,
  kOptionAck = 6
};

constexpr std::uint16_t kMostErrorCode = 8;
constexpr auto kModes = std::to_array<std::string_view>({"octet", "netascii", "mail"});

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Names of modes and options are ASCII in any case (RFC 1350 section 5, RFC 2347).
bool is_same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// A decimal number in a range, or nothing. Neither sign nor blank is a digit.
std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t least,
                                          std::uint64_t most) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  if (value < least || value > most) return {};
  return value;
}

/// Reads pairs of name and value up to the end, and keeps of each option the first.
class OptionReader {
 public:
  void read(ByteReader& in) {
    while (!in.failed() && !in.empty()) {
      const auto name = in.c_string();
      if (name.empty() && !in.failed()) return skip_padding(in);
      take(name, in.c_string());
    }
  }
  [[nodiscard]] const Options& options() const { return options_; }

 private:
  static void skip_padding(ByteReader& in) { in.rest(); }

  void take(std::string_view name, std::string_view value) {
    if (is_first(name, "blksize", 0))
      options_.block_bytes = parse_number(value, kLeastBlockBytes, kMostBlockBytes);
    if (is_first(name, "timeout", 1))
      if (const auto seconds = parse_number(value, 1, 255))
        options_.timeout = std::chrono::seconds(*seconds);
    if (is_first(name, "tsize", 2))
      options_.transfer_bytes = parse_number(value, 0, std::numeric_limits<std::uint64_t>::max());
    if (is_first(name, "windowsize", 3)) options_.window_blocks = parse_number(value, 1, 65535);
  }
  bool is_first(std::string_view name, std::string_view option, std::size_t index) {
    return is_same_name(name, option) && !std::exchange(seen_.at(index), true);
  }

  Options options_;
  std::array<bool, 4> seen_{};
};

Result<Packet> decode_request(ByteReader& in, bool wants_to_write) {
  Request request{.wants_to_write = wants_to_write, .name = std::string(in.c_string())};
  const auto mode = in.c_string();
  OptionReader options;
  options.read(in);
  if (in.failed()) return Error{Errc::kMalformed, "tftp: truncated request"};
  const auto* const known =
      std::find_if(kModes.begin(), kModes.end(), [&](auto m) { return is_same_name(m, mode); });
  if (known == kModes.end()) return Error{Errc::kMalformed, "tftp: unknown transfer mode"};
  request.mode = static_cast<Mode>(known - kModes.begin());
  request.options = options.options();
  return Packet(std::move(request));
}

Result<Packet> decode_data(ByteReader& in) {
  const std::uint16_t block = in.u16be();
  if (in.failed()) return Error{Errc::kMalformed, "tftp: truncated data"};
  return Packet(Data{.block = block, .bytes = in.rest()});
}

/// Many clients leave out the NUL at the end of the text.
Result<Packet> decode_error(ByteReader& in) {
  const std::uint16_t code = in.u16be();
  if (in.failed()) return Error{Errc::kMalformed, "tftp: truncated error"};
  ErrorPacket error{.text = std::string(text_of(in.rest()))};
  error.text.resize(std::min(error.text.find('\0'), error.text.size()));
  if (code <= kMostErrorCode) error.code = static_cast<ErrorCode>(code);
  return Packet(std::move(error));
}

std::string_view up_to_nul(std::string_view text) { return text.substr(0, text.find('\0')); }

class Encoder {
 public:
  explicit Encoder(ByteWriter& out) : out_(out) {}

  void operator()(const Request& request) {
    out_.u16be(request.wants_to_write ? kWriteRequest : kReadRequest);
    out_.c_string(up_to_nul(request.name));
    out_.c_string(kModes.at(static_cast<std::size_t>(request.mode)));
    write(request.options);
  }
  void operator()(const Data& data) { out_.bytes(data_header(data.block)).bytes(data.bytes); }
  void operator()(const Ack& ack) { out_.u16be(kAck).u16be(ack.block); }
  void operator()(const ErrorPacket& error) {
    out_.u16be(kError).u16be(static_cast<std::uint16_t>(error.code));
    out_.c_string(up_to_nul(error.text));
  }
  void operator()(const OptionAck& ack) {
    out_.u16be(kOptionAck);
    write(ack.options);
  }

 private:
  void write(const Options& options) {
    if (options.transfer_bytes) write("tsize", *options.transfer_bytes);
    if (options.block_bytes) write("blksize", *options.block_bytes);
    if (options.timeout) write("timeout", static_cast<std::uint64_t>(options.timeout->count()));
    if (options.window_blocks) write("windowsize", *options.window_blocks);
  }
  void write(std::string_view name, std::uint64_t value) {
    out_.c_string(name).c_string(std::to_string(value));
  }

  ByteWriter& out_;
};

}  // namespace

Result<Packet> decode(Bytes datagram) {
  ByteReader in(datagram);
  const std::uint16_t opcode = in.u16be();
  if (in.failed()) return Error{Errc::kMalformed, "tftp: no opcode"};
  switch (opcode) {
    case kReadRequest:
    case kWriteRequest:
      return decode_request(in, opcode == kWriteRequest);
    case kData:
      return decode_data(in);
    case kAck: {
      const Ack ack{.block = in.u16be()};
      if (in.failed()) return Error{Errc::kMalformed, "tftp: truncated acknowledgement"};
      return Packet(ack);
    }
    case kError:
      return decode_error(in);
    case kOptionAck: {
      OptionReader options;
      options.read(in);
      if (in.failed()) return Error{Errc::kMalformed, "tftp: truncated option acknowledgement"};
      return Packet(OptionAck{.options = options.options()});
    }
    default:
      return Error{Errc::kUnsupported, "tftp: unknown opcode " + std::to_string(opcode)};
  }
}

std::array<std::uint8_t, kDataHeaderBytes> data_header(std::uint16_t block) {
  return {0, kData, static_cast<std::uint8_t>(block >> 8U), static_cast<std::uint8_t>(block)};
}

std::vector<std::uint8_t> encode(const Packet& packet) {
  ByteWriter out;
  std::visit(Encoder(out), packet);
  return out.take();
}

}  // namespace rackseed::tftp
