#include "src/plan/emit/ini.hpp"

#include <rackseed/ascii.hpp>

#include <algorithm>
#include <cassert>

namespace rackseed::plan {

bool is_ini_word(std::string_view text) {
  constexpr std::string_view kPunctuation = "-_.:";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return is_alphanumeric(c) || kPunctuation.find(c) != std::string_view::npos;
  });
}

std::string emit_ini(const std::vector<IniSection>& sections, IniEnd end) {
  std::string out;
  for (const IniSection& section : sections) {
    assert(is_ini_word(section.name) && std::ranges::all_of(section.lines, is_ini_word));
    out += '[' + section.name + "]\n";
    for (const std::string& line : section.lines) out += line + '\n';
    if (&section != &sections.back() || end == IniEnd::kBlankLine) out += '\n';
  }
  return out;
}

}  // namespace rackseed::plan
