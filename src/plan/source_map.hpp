#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "src/plan/finding.hpp"

namespace rackseed::plan {

/// Where each value of a plan stands in its file, by path: "networks.api.vlan", "nodes.cmp1.tor",
/// "links[3].ports". Lists of named things use the name, all others the index in the expanded plan.
class SourceMap {
 public:
  /// Keeps the first position of a path.
  void add(std::string path, Position position) {
    positions_.try_emplace(std::move(path), position);
  }

  /// True when the path itself was written.
  [[nodiscard]] bool contains(const std::string& path) const { return positions_.contains(path); }

  /// The position of the path or, where it was not written, of the nearest enclosing one.
  [[nodiscard]] Position find(std::string_view path) const;

 private:
  std::unordered_map<std::string, Position> positions_;
};

}  // namespace rackseed::plan
