#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/plan/finding.hpp"
#include "src/plan/source_map.hpp"

namespace rackseed::plan {

/// What a finding is about: as shown, and where that stands in the file.
struct Subject {
  std::string path{};
  std::string where{};

  Subject(std::string shown) : path(shown), where(std::move(shown)) {}
  Subject(const char* shown) : Subject(std::string(shown)) {}
  Subject(std::string shown, std::string source)
      : path(std::move(shown)), where(std::move(source)) {}
};

/// Collects findings and gives each its place in the file.
class Report {
 public:
  explicit Report(const SourceMap& source) : source_(source) {}

  void add(std::string_view code, const Subject& subject, std::string text) {
    findings_.push_back({.code = std::string(code),
                         .path = subject.path,
                         .text = std::move(text),
                         .position = source_.find(subject.where)});
  }

  [[nodiscard]] std::vector<Finding> take() {
    sort_findings(findings_);
    return std::move(findings_);
  }

 private:
  const SourceMap& source_;
  std::vector<Finding> findings_;
};

}  // namespace rackseed::plan
