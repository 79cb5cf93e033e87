#include "redfish/json.hpp"

#include "redfish/text.hpp"

#include <rackseed/utf8.hpp>

#include <fmt/core.h>

#include <boost/json/parse.hpp>

namespace rackseed::redfish {
namespace {

namespace json = boost::json;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kMostLinkBytes = 1024;
constexpr std::size_t kMostExcerptBytes = 60;

BmcError malformed(std::string detail) { return {BmcErrc::kMalformed, std::move(detail)}; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7f; }

}  // namespace

BmcResult<Json> parse_json(std::string_view body) {
  if (body.size() > kMostJsonBytes)
    return malformed(
        fmt::format("a body of {} bytes; at most {} are read", body.size(), kMostJsonBytes));
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  if (const std::size_t at = find_invalid_utf8(body); at != std::string_view::npos)
    return malformed(fmt::format("the body is no UTF-8 at byte {}", at));
  json::error_code failure;
  Json value = json::parse(body, failure, {}, {.max_depth = kMostJsonLevels});
  if (failure)
    return malformed(fmt::format("the body is no JSON ({}): \"{}\"", failure.message(),
                                 clean_text(body, kMostExcerptBytes)));
  return value;
}

std::string clean_text(std::string_view text, std::size_t most) {
  std::string clean;
  while (!text.empty() && clean.size() <= most) {
    const std::string_view before = text;
    const char32_t point = take_code_point(text);
    const std::string_view sequence = before.substr(0, before.size() - text.size());
    if (point == kReplacementCharacter && sequence.size() == 1) {
      clean += '?';
    } else if (sequence.size() == 1 && is_control(sequence.front())) {
      clean += ' ';
    } else if (clean.size() + sequence.size() <= most) {
      clean += sequence;
    } else {
      break;
    }
  }
  if (clean.size() > most) clean.resize(most);  // by a blank or a "?"
  const auto first = clean.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return clean.substr(first, clean.find_last_not_of(' ') - first + 1);
}

std::string place_of(std::string_view path) {
  constexpr std::string_view kRoot = "/redfish/v1";
  if (path.starts_with(kRoot)) path.remove_prefix(kRoot.size());
  while (path.ends_with('/')) path.remove_suffix(1);
  while (path.starts_with('/')) path.remove_prefix(1);
  return path.empty() ? "the service root" : clean_text(path, kMostLinkBytes);
}

std::string clean_link(std::string_view link) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!link.starts_with(scheme)) continue;
    const auto path = link.find('/', scheme.size());
    link = path == std::string_view::npos ? "" : link.substr(path);
  }
  link = link.substr(0, link.find('#'));
  if (!link.starts_with('/') || link.starts_with("//") || link.size() > kMostLinkBytes) return {};
  for (const char c : link)
    if (is_control(c) || c == ' ' || c == '\\' || static_cast<unsigned char>(c) > 0x7eU) return {};
  return std::string(link);
}

std::string link_key(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return lower(path);
}

bool is_same_link(std::string_view one, std::string_view other) {
  return link_key(one) == link_key(other);
}

void Notes::add(std::string_view place, std::string_view what) {
  std::string note = fmt::format("{}: {}", place, what);
  if (notes_.size() == kMostNotes || lists(notes_, note)) return;
  notes_.push_back(std::move(note));
  if (notes_.size() == kMostNotes) notes_.back() = "and more, which is left out here";
}

}  // namespace rackseed::redfish
