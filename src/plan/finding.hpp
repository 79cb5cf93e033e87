#pragma once

#include <string>
#include <vector>

namespace rackseed::plan {

/// A place in the plan file; both count from 1, 0 means the file as a whole.
struct Position {
  int line = 0;
  int column = 0;
  auto operator<=>(const Position&) const = default;
};

/// One thing that is wrong (E-...) or doubtful (W-...) about a plan.
struct Finding {
  std::string code{};  ///< "E-204"; the letter is the severity
  std::string
      path{};  ///< what it is about, as shown: "networks.api.vlan", "cmp1.a0", "VIP external"
  std::string text{};  ///< what is wrong and, where it is not obvious, what to do
  Position position{};

  [[nodiscard]] bool is_error() const { return code.starts_with('E'); }
  bool operator==(const Finding&) const = default;
};

/// Sorts by place in the file, then by code and path, and drops exact repetitions.
void sort_findings(std::vector<Finding>& findings);

[[nodiscard]] bool has_errors(const std::vector<Finding>& findings);

}  // namespace rackseed::plan
