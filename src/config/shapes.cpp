#include "src/config/shapes.hpp"

#include <rackseed/ascii.hpp>
#include <rackseed/utf8.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include "src/plan/ports.hpp"

namespace rackseed::config {
namespace {

/// True for a text of 1 to `most` letters, digits and the given other characters.
bool is_made_of(std::string_view text, std::string_view others, std::size_t most) {
  return !text.empty() && text.size() <= most && std::ranges::all_of(text, [&](char c) {
    return is_alphanumeric(c) || others.find(c) != std::string_view::npos;
  });
}

bool is_printable_text(std::string_view text) {
  while (!text.empty())
    if (!is_printable(take_code_point(text))) return false;
  return true;
}

/// Takes what stands before the separator, or all, from the front of a text.
std::string_view take_until(std::string_view& text, char separator) {
  const auto at = text.find(separator);
  const auto part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

bool is_number(std::string_view text, std::size_t most_digits) {
  return !text.empty() && text.size() <= most_digits && text.front() != '0' &&
         std::ranges::all_of(text, is_digit);
}

/// A number of the unit, which is the last character: "50G".
bool is_quantity(std::string_view text, std::string_view units) {
  return text.size() >= 2 && units.find(text.back()) != std::string_view::npos &&
         is_number(text.substr(0, text.size() - 1), 6);
}

}  // namespace

bool is_printable(char32_t c) {
  struct Span {
    char32_t first = 0, last = 0;
  };
  constexpr auto kHidden = std::to_array<Span>({{0x00, 0x1f},
                                                {0x7f, 0x9f},
                                                {0xad, 0xad},
                                                {0x61c, 0x61c},
                                                {0x115f, 0x1160},
                                                {0x180e, 0x180e},
                                                {0x200b, 0x200f},
                                                {0x2028, 0x202e},
                                                {0x2060, 0x206f},
                                                {0xe000, 0xf8ff},
                                                {0xfe00, 0xfe0f},
                                                {0xfeff, 0xfeff},
                                                {0xfff0, 0xffff},
                                                {0xe0000, 0x10ffff}});
  return std::ranges::none_of(kHidden,
                              [c](const Span& span) { return c >= span.first && c <= span.last; });
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= 255 && is_printable_text(text);
}

bool is_name(std::string_view text) {
  return is_made_of(text, "_.-", 63) && is_alphanumeric(text.front());
}

bool is_nic_name(std::string_view text) {  // the kernel's IFNAMSIZ is 16
  return is_made_of(text, "_.-", 15) && is_letter(text.front());
}

bool is_word(std::string_view text) {
  return is_made_of(text, "_.+-", 63) && is_alphanumeric(text.front());
}

bool is_host_name(std::string_view text) {
  return is_made_of(text, "-", 63) && text.front() != '-' && text.back() != '-';
}

bool is_domain(std::string_view text) {
  if (text.size() > 253 || text.empty() || text.back() == '.') return false;
  while (!text.empty())
    if (!is_host_name(take_until(text, '.'))) return false;
  return true;
}

bool is_url(std::string_view text) {
  if (!text.starts_with("http://") && !text.starts_with("https://")) return false;
  text.remove_prefix(text.find("//") + 2);
  return is_made_of(text, "-._~:/%+=,", 500) && is_alphanumeric(text.front());
}

bool is_seed_url(std::string_view text) {
  constexpr std::string_view kOpen = "{seed.";
  const auto open = text.find(kOpen);
  if (open == std::string_view::npos) return is_url(text);
  const auto close = text.find('}', open);
  if (close == std::string_view::npos) return false;
  const auto network = text.substr(open + kOpen.size(), close - open - kOpen.size());
  return is_name(network) &&
         is_url(std::string(text.substr(0, open)) + "0" + std::string(text.substr(close + 1)));
}

bool is_file_name(std::string_view text) {
  return is_made_of(text, "_.+-", 128) && is_alphanumeric(text.front());
}

bool is_path(std::string_view text) {
  if (text.starts_with('/')) text.remove_prefix(1);
  if (text.empty() || text.size() > 255) return false;
  while (!text.empty())
    if (!is_file_name(take_until(text, '/'))) return false;
  return true;
}

bool is_port(std::string_view text) { return plan::parse_port(text).has_value(); }

bool is_time_zone(std::string_view text) {
  return is_made_of(text, "_+-/", 63) && is_letter(text.front()) && is_alphanumeric(text.back()) &&
         text.find("//") == std::string_view::npos;
}

bool is_free_text(std::string_view text) {
  return text.size() <= 128 && is_printable_text(text) &&
         text.find_first_of("\"'\\$`{}") == std::string_view::npos;
}

bool is_public_key(std::string_view text) {
  constexpr auto kTypes = std::to_array<std::string_view>(
      {"ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
       "ecdsa-sha2-nistp521", "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"});
  if (std::ranges::count(kTypes, take_until(text, ' ')) == 0) return false;
  return is_made_of(take_until(text, ' '), "+/=", 4096) && is_free_text(text);
}

bool is_digest(std::string_view text) {
  return text == "auto" ||
         (text.size() == 64 && text.find_first_not_of("0123456789abcdefABCDEF") == text.npos);
}

bool is_volume_size(std::string_view text) { return is_quantity(text, "KMGTP"); }

bool is_speed(std::string_view text) {
  return is_quantity(text, "MG") && (text.back() == 'M' || text.size() <= 5);
}

int parse_speed_mbps(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return text.ends_with('G') ? number * 1000 : number;
}

}  // namespace rackseed::config
