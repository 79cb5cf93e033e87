#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace rackseed {

using Bytes = std::span<const std::uint8_t>;

/// The octets of a text, which must outlive the result.
[[nodiscard]] inline Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// The text whose octets these are; they must outlive the result.
[[nodiscard]] inline std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Takes numbers and texts from the front of a packet. A read past the end yields 0, "" or nothing
/// and sets failed(); from then on nothing is left to read. What it returns points into the packet.
class ByteReader {
 public:
  explicit ByteReader(Bytes packet) : rest_(packet) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }
  std::uint16_t u16be() { return static_cast<std::uint16_t>(big_endian(2)); }
  std::uint32_t u32be() { return static_cast<std::uint32_t>(big_endian(4)); }
  std::uint64_t u64be() { return big_endian(8); }
  Bytes bytes(std::size_t count);
  /// Everything up to a NUL, which is taken too. Fails when there is none.
  std::string_view c_string();
  /// All that is left, perhaps nothing; never fails.
  Bytes rest() { return bytes(rest_.size()); }

  [[nodiscard]] std::size_t left() const { return rest_.size(); }
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  std::uint64_t big_endian(std::size_t octets);

  Bytes rest_;
  bool failed_ = false;
};

/// Builds a packet. What would exceed the limit, or a text that its format cannot hold, is left out
/// and sets failed(); from then on nothing is added.
class ByteWriter {
 public:
  explicit ByteWriter(std::size_t most = std::numeric_limits<std::size_t>::max()) : most_(most) {}

  ByteWriter& u8(std::uint8_t value) { return big_endian(value, 1); }
  ByteWriter& u16be(std::uint16_t value) { return big_endian(value, 2); }
  ByteWriter& u32be(std::uint32_t value) { return big_endian(value, 4); }
  ByteWriter& u64be(std::uint64_t value) { return big_endian(value, 8); }
  ByteWriter& bytes(Bytes value);
  /// The text and a NUL. Fails when the text holds a NUL itself.
  ByteWriter& c_string(std::string_view text);

  [[nodiscard]] std::size_t size() const { return packet_.size(); }
  [[nodiscard]] bool failed() const { return failed_; }
  /// The packet so far; leaves an empty one.
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::exchange(packet_, {}); }

 private:
  ByteWriter& big_endian(std::uint64_t value, std::size_t octets);
  bool fits(std::size_t octets);

  std::size_t most_;
  std::vector<std::uint8_t> packet_;
  bool failed_ = false;
};

}  // namespace rackseed
