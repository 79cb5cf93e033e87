#include "src/plan/finding.hpp"

#include <algorithm>
#include <tuple>

#include "src/plan/source_map.hpp"

namespace rackseed::plan {

void sort_findings(std::vector<Finding>& findings) {
  std::ranges::sort(findings, {},
                    [](const Finding& f) { return std::tie(f.position, f.code, f.path, f.text); });
  // Not std::ranges::unique: clang 14 cannot read it in this standard library.
  findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
}

bool has_errors(const std::vector<Finding>& findings) {
  return std::ranges::any_of(findings, &Finding::is_error);
}

Position SourceMap::find(std::string_view path) const {
  for (;;) {
    if (const auto it = positions_.find(std::string(path)); it != positions_.end())
      return it->second;
    const auto cut = path.find_last_of(".[");
    if (cut == std::string_view::npos) return {};
    path = path.substr(0, cut);
  }
}

}  // namespace rackseed::plan
