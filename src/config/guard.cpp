#include "src/config/guard.hpp"

#include <rackseed/utf8.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace rackseed::config {
namespace {

plan::Finding finding(plan::Position position, std::string text) {
  return {.code = "E-100", .path = "", .text = std::move(text), .position = position};
}

constexpr bool is_control(unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; }

/// The place of the first control character, or npos. C1 controls are C2 80 to C2 9F in UTF-8.
std::size_t find_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if (byte == '\n' || (byte == '\r' && next == '\n')) continue;
    if (is_control(byte) || (byte == 0xc2 && next < 0xa0)) return i;
  }
  return std::string_view::npos;
}

constexpr bool ends_indicator(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/// Never less than the number of keys and values that a parser finds: each needs one of these
/// characters, or its half of a ":".
std::size_t count_values(std::string_view text) {
  std::size_t count = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    switch (text[i]) {
      case '[':
      case '{':
      case ',':
      case '&':
      case '*':
      case '!':
        ++count;
        break;
      case ':':
        count += 2;
        break;
      case '-':
      case '?':
        if (ends_indicator(next)) ++count;
        break;
      default:
        break;
    }
  }
  return count;
}

}  // namespace

plan::Position position_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {.line = static_cast<int>(std::ranges::count(before, '\n')) + 1,
          .column = static_cast<int>(before.size() - line_start) + 1};
}

std::optional<plan::Finding> refuse(std::string_view text) {
  if (text.size() > kMostBytes)
    return finding({}, fmt::format("the file is larger than {} MiB", kMostBytes >> 20U));
  if (const auto at = find_invalid_utf8(text); at != std::string_view::npos)
    return finding(position_of(text, at), fmt::format("byte 0x{:02x} is not valid UTF-8",
                                                      static_cast<unsigned char>(text[at])));
  if (const auto at = find_control(text); at != std::string_view::npos) {
    std::string_view rest = text.substr(at);
    return finding(position_of(text, at),
                   fmt::format("control character U+{:04X}: only text, tabs and line ends belong "
                               "into a plan",
                               static_cast<unsigned>(take_code_point(rest))));
  }
  if (count_values(text) > kMostValues)
    return finding({}, fmt::format("the file holds more than {} values", kMostValues));
  return {};
}

}  // namespace rackseed::config
