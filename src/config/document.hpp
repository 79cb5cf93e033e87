#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "src/config/tree.hpp"

namespace rackseed::config {

inline constexpr std::size_t kMostLevels = 32;
inline constexpr std::size_t kMostKeyBytes = 255;

/// A YAML file that was read: its tree, or nothing when there is no use in looking further, and
/// what is wrong with it as YAML. All findings are E-100.
struct Document {
  std::optional<Tree> root{};
  std::vector<plan::Finding> findings{};
};

/// Reads the subset of YAML 1.2 that a plan is written in: one document; no anchors, aliases, tags
/// or merge keys; scalar keys, unique within a map; at most kMostLevels deep. Takes time and memory
/// in proportion to the text, whatever it holds.
[[nodiscard]] Document parse_document(std::string_view text);

}  // namespace rackseed::config
