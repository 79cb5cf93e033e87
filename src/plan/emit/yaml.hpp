#pragma once

#include <rackseed/value.hpp>

#include <string>
#include <string_view>

namespace rackseed::plan {

struct YamlStyle {
  int indent = 2;            ///< columns a level, at least 2
  int margin = 0;            ///< columns before the outermost level
  bool indent_lists = true;  ///< items stand one level deeper than their key
  bool sort_keys = false;
  /// Texts that get the tag "!unsafe", by which Ansible takes them as they are instead of as a
  /// template. nullptr: none.
  bool (*is_unsafe)(std::string_view) = nullptr;
};

/// YAML in block style that ends in a line feed. Scalars are quoted as PyYAML does (yaml_scalar)
/// and never folded: one scalar is one line, so no value can add a line or an entry.
[[nodiscard]] std::string emit_yaml(const Value& value, const YamlStyle& style = {});

}  // namespace rackseed::plan
