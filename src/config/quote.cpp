#include "src/config/quote.hpp"

#include <rackseed/utf8.hpp>

#include <fmt/core.h>

#include "src/config/shapes.hpp"

namespace rackseed::config {
namespace {

constexpr std::size_t kMostQuotedBytes = 60;

}  // namespace

std::string quote(std::string_view text) {
  std::string result = "\"";
  while (!text.empty() && result.size() <= kMostQuotedBytes) {
    const std::string_view before = text;
    const char32_t c = take_code_point(text);
    if (c == U'"' || c == U'\\') {
      result += '\\';
      result += static_cast<char>(c);
    } else if (is_printable(c)) {
      result += before.substr(0, before.size() - text.size());
    } else {
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    }
  }
  return result + (text.empty() ? "\"" : "...\"");
}

}  // namespace rackseed::config
