#include "images/names.hpp"

#include <rackseed/utf8.hpp>

#include <algorithm>

namespace rackseed::images {
namespace {

constexpr std::size_t kMostNameBytes = 255;
constexpr std::size_t kMostPathBytes = 1024;
constexpr std::size_t kMostParts = 32;
constexpr std::size_t kDigestDigits = 64;
constexpr std::string_view kTemporaryPrefix = ".rackseed-";

bool has_control_character(std::string_view text) {
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return true;
  }
  return false;
}

}  // namespace

bool is_safe_name(std::string_view text) {
  return !text.empty() && text.size() <= kMostNameBytes && text != "." && text != ".." &&
         text.find('/') == std::string_view::npos && !text.starts_with(kTemporaryPrefix) &&
         find_invalid_utf8(text) == std::string_view::npos && !has_control_character(text);
}

bool is_safe_path(std::string_view text) {
  if (text.size() > kMostPathBytes) return false;
  for (std::size_t parts = 1; parts <= kMostParts; ++parts) {
    const auto slash = text.find('/');
    if (!is_safe_name(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
  return false;
}

bool is_sha256(std::string_view text) {
  return text.size() == kDigestDigits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::string printable(std::string_view text) {
  std::string shown(text.substr(0, kMostNameBytes));
  std::ranges::replace_if(
      shown, [](char c) { return c < ' ' || c > '~'; }, '?');
  return text.size() > kMostNameBytes ? shown + "..." : shown;
}

}  // namespace rackseed::images
