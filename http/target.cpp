#include "http/target.hpp"

#include <algorithm>
#include <charconv>

namespace rackseed::http {
namespace {

Error malformed(std::string_view why) {
  return {.code = Errc::kMalformed, .detail = std::string(why)};
}

/// Nothing when a "%" is not followed by two hexadecimal digits.
std::optional<std::string> decode_percent(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    unsigned value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) return {};
    decoded += static_cast<char>(value);
    i += 2;
  }
  return decoded;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

/// Takes what stands before the separator; the rest stays.
std::string_view take(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

/// Why a decoded segment is refused, or nothing.
std::string_view refuse_segment(std::string_view segment) {
  if (segment == "." || segment == "..") return "the path climbs";
  if (segment.find_first_of("/\\") != std::string_view::npos) return "an encoded slash in the path";
  return has_control(segment) ? "a control character in the path" : "";
}

Result<std::vector<std::string>> parse_path(std::string_view text) {
  std::vector<std::string> path;
  while (!text.empty()) {
    auto segment = decode_percent(take(text, '/'));
    if (!segment) return malformed("a bad percent-encoding in the path");
    if (const auto why = refuse_segment(*segment); !why.empty()) return malformed(why);
    if (!segment->empty()) path.push_back(*std::move(segment));
  }
  return path;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> query;
  while (!text.empty()) {
    std::string_view field = take(text, '&');
    auto name = decode_percent(take(field, '='));
    auto value = decode_percent(field);
    if (!name || !value) return malformed("a bad percent-encoding in the query");
    if (!name->empty()) query.emplace_back(*std::move(name), *std::move(value));
  }
  return query;
}

}  // namespace

std::optional<std::string_view> Target::value(std::string_view name) const {
  const auto it = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
  if (it == query.end()) return {};
  return it->second;
}

Result<Target> parse_target(std::string_view text) {
  if (text.size() > kLongestTarget) return malformed("the target is too long");
  if (!text.starts_with('/')) return malformed("the target does not begin with /");
  std::string_view rest = text.substr(0, text.find('#'));
  auto path = parse_path(take(rest, '?'));
  if (!path) return path.error();
  auto query = parse_query(rest);
  if (!query) return query.error();
  return Target{.path = *std::move(path), .query = *std::move(query)};
}

}  // namespace rackseed::http
