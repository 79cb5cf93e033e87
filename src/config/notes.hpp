#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "src/plan/finding.hpp"
#include "src/plan/source_map.hpp"

namespace rackseed::config {

/// What reading a plan collects beside the plan itself: where each value stands, which names are
/// taken, and what is wrong.
class Notes {
 public:
  explicit Notes(plan::SourceMap& source) : source_(source) {}

  /// Notes a problem, unless the same was said about the same place before (entries that inherit
  /// from one another share places), or too much was said already.
  void add(std::string_view code, std::string path, std::string text, plan::Position position);

  /// True when no more problems are taken: whoever looks for some may stop.
  [[nodiscard]] bool is_full() const { return is_full_; }

  /// Notes where a value stands.
  void place(std::string path, plan::Position position) { source_.add(std::move(path), position); }

  /// Notes that a name of one of the plan's lists is taken; E-108 when it was before. Switches,
  /// upstreams and nodes share their names.
  void claim(std::string_view list, const std::string& name, plan::Position position);

  /// Counts values that ranges stand for; false when a plan has too many of them in all. Small
  /// files would otherwise become large plans.
  [[nodiscard]] bool allow_expansion(std::size_t values);

  /// All problems, sorted.
  [[nodiscard]] std::vector<plan::Finding> take();

 private:
  plan::SourceMap& source_;
  std::vector<plan::Finding> findings_;
  std::unordered_set<std::string> said_;
  std::unordered_map<std::string, std::string> owners_;  ///< space and name -> list
  std::size_t expanded_ = 0;
  bool is_full_ = false;
};

}  // namespace rackseed::config
