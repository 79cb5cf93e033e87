#include <rackseed/utf8.hpp>

#include <cstdint>

namespace rackseed {
namespace {

struct Lead {
  std::size_t size = 0;  ///< bytes of the sequence; 0: no lead byte
  char32_t bits = 0;
  char32_t least = 0;  ///< a smaller value is an overlong form
};

constexpr Lead classify(unsigned char byte) {
  if (byte < 0x80U) return {1, byte, 0};
  if ((byte & 0xe0U) == 0xc0U) return {2, byte & 0x1fU, 0x80};
  if ((byte & 0xf0U) == 0xe0U) return {3, byte & 0x0fU, 0x800};
  if ((byte & 0xf8U) == 0xf0U) return {4, byte & 0x07U, 0x10000};
  return {};
}

struct Decoded {
  char32_t code_point = kReplacementCharacter;
  std::size_t size = 1;
  bool valid = false;
};

Decoded decode(std::string_view text) {
  const Lead lead = classify(static_cast<unsigned char>(text.front()));
  if (lead.size == 0 || lead.size > text.size()) return {};
  char32_t value = lead.bits;
  for (std::size_t i = 1; i < lead.size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0U) != 0x80U) return {};
    value = value << 6U | (byte & 0x3fU);
  }
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < lead.least || surrogate || value > 0x10ffff) return {};
  return {value, lead.size, true};
}

}  // namespace

char32_t take_code_point(std::string_view& text) {
  const Decoded decoded = decode(text);
  text.remove_prefix(decoded.size);
  return decoded.code_point;
}

std::size_t find_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Decoded decoded = decode(text.substr(at));
    if (!decoded.valid) return at;
    at += decoded.size;
  }
  return std::string_view::npos;
}

}  // namespace rackseed
