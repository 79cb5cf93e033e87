#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "src/plan/finding.hpp"

namespace rackseed::config {

enum class Kind : std::uint8_t { kNull, kScalar, kList, kMap };

struct Key {
  std::string text{};
  plan::Position position{};
};

/// A value of a YAML file and its place. Keys are unique within a map.
struct Tree {
  Kind kind = Kind::kNull;
  bool quoted = false;      ///< a scalar in quotes, or a block scalar
  bool incomplete = false;  ///< what is missing here, an earlier finding explains
  plan::Position position{};
  std::string text{};         ///< of a scalar
  std::vector<Key> keys{};    ///< of a map, as written; keys[i] belongs to items[i]
  std::vector<Tree> items{};  ///< of a list or a map

  /// The place of a key, or keys.size().
  [[nodiscard]] std::size_t index_of(std::string_view key) const;
  /// The value of a key of a map, or nullptr.
  [[nodiscard]] const Tree* find(std::string_view key) const;
  [[nodiscard]] Tree* find(std::string_view key);
};

/// The path of one item of a list: "nodes.cmp1" where the item has a name, else "links[3]".
[[nodiscard]] std::string item_path(std::string_view list, std::size_t index, const Tree& item);

}  // namespace rackseed::config
