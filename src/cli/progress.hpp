#pragma once

#include <cstdint>
#include <string>

namespace rackseed::cli {

/// One line of standard error that shows how far something is; nothing where no terminal is.
class ProgressLine {
 public:
  explicit ProgressLine(std::string what);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ProgressLine(ProgressLine&&) = delete;
  ProgressLine& operator=(ProgressLine&&) = delete;
  /// Clears the line.
  ~ProgressLine();

  void show(std::int64_t done, std::int64_t total);

 private:
  std::string what_;
  bool is_terminal_;
  std::int64_t percent_ = -1;
};

}  // namespace rackseed::cli
