#include "src/cli/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace rackseed::cli {

ProgressLine::ProgressLine(std::string what)
    : what_(std::move(what)), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (percent_ >= 0) static_cast<void>(std::fputs("\r\033[K", stderr));
}

void ProgressLine::show(std::int64_t done, std::int64_t total) {
  constexpr std::int64_t kWhole = 100;
  const auto part = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1.0;
  const auto percent =
      std::clamp(static_cast<std::int64_t>(part * kWhole), std::int64_t{0}, kWhole);
  if (!is_terminal_ || percent == percent_) return;
  percent_ = percent;
  fmt::print(stderr, "\r\033[K{}: {} %", what_, percent);
}

}  // namespace rackseed::cli
