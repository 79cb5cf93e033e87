#include <rackseed/bytes.hpp>

#include <algorithm>

namespace rackseed {

Bytes ByteReader::bytes(std::size_t count) {
  if (failed_ || count > rest_.size()) {
    failed_ = true;
    rest_ = {};
    return {};
  }
  const Bytes taken = rest_.first(count);
  rest_ = rest_.subspan(count);
  return taken;
}

std::uint64_t ByteReader::big_endian(std::size_t octets) {
  std::uint64_t value = 0;
  for (const std::uint8_t octet : bytes(octets)) value = value << 8U | octet;
  return value;
}

std::string_view ByteReader::c_string() {
  const auto end = std::find(rest_.begin(), rest_.end(), 0);
  if (end == rest_.end()) {
    failed_ = true;
    rest_ = {};
    return {};
  }
  const std::string_view text = text_of(bytes(static_cast<std::size_t>(end - rest_.begin())));
  bytes(1);
  return text;
}

bool ByteWriter::fits(std::size_t octets) {
  if (octets > most_ - packet_.size()) failed_ = true;
  return !failed_;
}

ByteWriter& ByteWriter::big_endian(std::uint64_t value, std::size_t octets) {
  if (!fits(octets)) return *this;
  for (std::size_t left = octets; left > 0; --left)
    packet_.push_back(static_cast<std::uint8_t>(value >> 8 * (left - 1)));
  return *this;
}

ByteWriter& ByteWriter::bytes(Bytes value) {
  if (fits(value.size())) packet_.insert(packet_.end(), value.begin(), value.end());
  return *this;
}

ByteWriter& ByteWriter::c_string(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) failed_ = true;
  if (text.size() >= most_ || !fits(text.size() + 1)) {
    failed_ = true;
    return *this;
  }
  return bytes(bytes_of(text)).u8(0);
}

}  // namespace rackseed
