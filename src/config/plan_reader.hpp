#pragma once

#include <string_view>
#include <vector>

#include "src/plan/finding.hpp"
#include "src/plan/plan.hpp"

namespace rackseed::config {

/// A plan as far as it could be read. Without errors among the findings it is complete, and every
/// text in it has the shape that its place asks for.
struct LoadedPlan {
  plan::Plan plan{};
  std::vector<plan::Finding> findings{};  ///< sorted
};

/// Reads a plan file: E-100 (YAML), E-101 (unknown key), E-102, E-103, E-108, E-110, E-111 (wrong
/// value), E-113 (plain secret), E-115 (missing key), E-116 (like), E-117 (ranges that do not fit).
/// All other rules need the typed plan: src/plan/rules/check.hpp.
[[nodiscard]] LoadedPlan parse_plan(std::string_view text);

}  // namespace rackseed::config
