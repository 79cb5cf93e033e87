#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rackseed::plan {

/// A section of an Ansible inventory in INI form: hosts or, in "NAME:children", groups.
struct IniSection {
  std::string name{};
  std::vector<std::string> lines{};
};

enum class IniEnd { kBlankLine, kLastEntry };  ///< what stands after the last section

/// Letters, digits, "-", "_", "." and ":": what needs no quotes in an inventory, which has none.
[[nodiscard]] bool is_ini_word(std::string_view text);

/// An inventory, its sections separated by blank lines. Names and lines must be INI words: the
/// format has no escapes, so the caller leaves out what is none.
[[nodiscard]] std::string emit_ini(const std::vector<IniSection>& sections,
                                   IniEnd end = IniEnd::kLastEntry);

}  // namespace rackseed::plan
