#include "http/range.hpp"

#include <algorithm>
#include <charconv>

namespace rackseed::http {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

Part last_octets(std::uint64_t count, std::uint64_t size) {
  const std::uint64_t given = std::min(count, size);
  if (given == 0) return Unsatisfiable{};
  return Range{.first = size - given, .count = given};
}

}  // namespace

Part parse_range(std::string_view field, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  field = trimmed(field);
  if (!field.starts_with(kUnit) || field.find(',') != std::string_view::npos) return Whole{};
  field = trimmed(field.substr(kUnit.size()));
  const auto dash = field.find('-');
  if (dash == std::string_view::npos) return Whole{};
  const auto last = parse_number(field.substr(dash + 1));
  if (dash == 0) return last ? last_octets(*last, size) : Part(Whole{});
  const auto first = parse_number(field.substr(0, dash));
  const bool open = dash + 1 == field.size();
  if (!first || (!open && (!last || *last < *first))) return Whole{};
  if (*first >= size) return Unsatisfiable{};
  const std::uint64_t end = open ? size : std::min(*last, size - 1) + 1;
  return Range{.first = *first, .count = end - *first};
}

Part decide_part(std::optional<std::string_view> range, std::optional<std::string_view> if_range,
                 std::string_view etag, std::uint64_t size) {
  if (!range || (if_range && trimmed(*if_range) != etag)) return Whole{};
  return parse_range(*range, size);
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  if (trimmed(if_none_match) == "*") return true;
  while (!if_none_match.empty()) {
    const std::size_t end = std::min(if_none_match.find(','), if_none_match.size());
    std::string_view one = trimmed(if_none_match.substr(0, end));
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == etag) return true;
    if_none_match.remove_prefix(std::min(end + 1, if_none_match.size()));
  }
  return false;
}

}  // namespace rackseed::http
