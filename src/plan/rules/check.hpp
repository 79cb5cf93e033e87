#pragma once

#include <vector>

#include "src/plan/derived.hpp"
#include "src/plan/finding.hpp"

namespace rackseed::plan {

/// Names that nothing defines, and names defined twice. Later rules need all of them to resolve.
[[nodiscard]] std::vector<Finding> check_references(const Plan& plan);

/// Every other rule, all findings at once, sorted.
[[nodiscard]] std::vector<Finding> check_rules(const Derived& derived);

/// Both stages: the rules run only when all references resolve.
[[nodiscard]] std::vector<Finding> check(const Plan& plan);

}  // namespace rackseed::plan
