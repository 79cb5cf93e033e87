#pragma once

#include <rackseed/error.hpp>
#include <rackseed/value.hpp>

#include <string>
#include <vector>

#include "src/plan/derived.hpp"
#include "src/plan/finding.hpp"

namespace rackseed::cli {

/// A plan file that was read and checked.
struct PlanFile {
  std::string path{};
  std::string text{};
  plan::Plan plan{};
  std::vector<plan::Finding> findings{};
};

/// Reads and checks a plan: the rules run when the file could be read without an error.
/// Errors: kUnavailable (the file, not what stands in it).
[[nodiscard]] Result<PlanFile> load_plan(const std::string& path);

/// "minipod.yaml:12:5: E-204: networks.api.vlan: VLAN 10 is already used"
[[nodiscard]] std::string finding_line(const std::string& file, const plan::Finding& finding);
/// An object of code, severity, file, line, column, path and text.
[[nodiscard]] Value finding_value(const std::string& file, const plan::Finding& finding);

/// For commands that need a valid plan: the plan, or an exit code after having said why on standard
/// error.
struct ValidPlan {
  PlanFile file{};
  int exit_code = 0;  ///< 0: valid
};
[[nodiscard]] ValidPlan load_valid_plan(const std::string& path);

}  // namespace rackseed::cli
