#include "src/plan/emit/shell_word.hpp"

#include <rackseed/ascii.hpp>

#include <algorithm>

namespace rackseed::plan {
namespace {

bool is_bare(char c) {
  constexpr std::string_view kPunctuation = "@%_-+=:,./";
  return is_alphanumeric(c) || kPunctuation.find(c) != std::string_view::npos;
}

}  // namespace

std::string shell_word(std::string_view text) {
  if (!text.empty() && std::ranges::all_of(text, is_bare)) return std::string(text);
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += R"('"'"')";
    } else {
      out += c;
    }
  }
  return out + '\'';
}

}  // namespace rackseed::plan
