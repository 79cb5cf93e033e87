#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace rackseed::cli {

/// What every command exits with; scripts rely on the numbers.
enum ExitCode : int {
  kDone = 0,
  kInternal = 1,
  kInvalid = 2,      ///< usage or invalid plan
  kUnreachable = 3,  ///< a BMC, a server or a file out of reach
  kNodeFailed = 4,
  kRefused = 5,  ///< by a guard
  kTimedOut = 6
};

/// The chosen command; set by the parser, run by main.
using Run = std::function<int()>;

// Each adds one command to the parser.
void add_check(CLI::App& app, Run& run);
void add_show(CLI::App& app, Run& run);
void add_render(CLI::App& app, Run& run);

}  // namespace rackseed::cli
