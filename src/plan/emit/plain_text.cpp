#include "src/plan/emit/plain_text.hpp"

#include <fmt/core.h>
#include <rackseed/ascii.hpp>

#include <algorithm>

namespace rackseed::plan {
namespace {

constexpr std::string_view kWordMarks = "-_.:/,+";
constexpr std::string_view kTextMarks = "-_.:/,+ ()[]=;";
constexpr std::string_view kUrlMarks = "-._~";
constexpr std::size_t kFileNameLength = 255;  // of Linux; no file with a longer name is served

bool is_plain(char c, std::string_view marks) {
  return is_alphanumeric(c) || marks.find(c) != std::string_view::npos;
}

std::string keep(std::string_view text, std::string_view marks, std::size_t limit) {
  std::string out(text.substr(0, limit));
  std::ranges::replace_if(
      out, [&](char c) { return !is_plain(c, marks); }, '_');
  return out;
}

}  // namespace

std::string plain_word(std::string_view text) {
  return text.empty() ? "_" : keep(text, kWordMarks, kPlainLength);
}

std::string plain_text(std::string_view text, std::size_t limit) {
  return keep(text, kTextMarks, limit);
}

std::string upper_word(std::string_view text) {
  std::string out = plain_word(text);
  for (char& c : out) c = c == '-' ? '_' : to_upper(c);
  return out;
}

std::string path_part(std::string_view text) {
  std::string out = plain_word(text);
  std::ranges::replace(out, '/', '_');
  if (out == "." || out == "..") std::ranges::replace(out, '.', '_');
  return out;
}

std::string url_part(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kFileNameLength)) {
    if (is_plain(c, kUrlMarks)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace rackseed::plan
