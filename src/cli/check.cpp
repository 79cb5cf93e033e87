#include <fmt/core.h>
#include <fmt/ranges.h>
#include <rackseed/ascii.hpp>

#include <algorithm>
#include <memory>

#include "src/cli/command.hpp"
#include "src/cli/plan_file.hpp"

namespace rackseed::cli {
namespace {

struct CheckOptions {
  std::string plan{};
  bool json = false;
  bool strict = false;
  std::vector<std::string> accepted{};
};

void print_findings(const PlanFile& file, bool json) {
  if (!json) {
    for (const plan::Finding& finding : file.findings)
      fmt::print("{}\n", finding_line(file.path, finding));
    return;
  }
  Value::List list;
  for (const plan::Finding& finding : file.findings)
    list.push_back(finding_value(file.path, finding));
  fmt::print("{}\n", to_json(list, 2));
}

/// A file out of reach looks like any other problem to a script that reads --json.
int report_unreadable(const CheckOptions& options, const Error& error) {
  const PlanFile file{.path = options.plan, .findings = {{.code = "E-100", .text = error.detail}}};
  if (options.json) print_findings(file, true);
  fmt::print(stderr, "rackseed: {}\n", error.detail);
  return kUnreachable;
}

int run_check(const CheckOptions& options) {
  auto loaded = load_plan(options.plan);
  if (!loaded) return report_unreadable(options, loaded.error());
  const auto accepted = std::erase_if(loaded->findings, [&](const plan::Finding& finding) {
    return std::ranges::count(options.accepted, finding.code) > 0;
  });
  print_findings(*loaded, options.json);
  const auto errors = std::ranges::count_if(loaded->findings, &plan::Finding::is_error);
  const auto warnings = std::ssize(loaded->findings) - errors;
  const std::string left_out = accepted > 0 ? fmt::format(" ({} accepted)", accepted) : "";
  fmt::print(stderr, "{}: {} error{}, {} warning{}{}\n", options.plan, errors,
             errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s", left_out);
  return errors > 0 || (options.strict && warnings > 0) ? kInvalid : kDone;
}

std::string check_accepted(const std::string& code) {
  const bool warning = code.size() == 5 && code.starts_with("W-") &&
                       std::all_of(code.begin() + 2, code.end(), is_digit);
  return warning ? "" : fmt::format("{}: only warnings (W-231) can be accepted", code);
}

}  // namespace

void add_check(Commands& commands) {
  const auto options = std::make_shared<CheckOptions>();
  commands
      .add("check", "Validates a plan: all problems at once",
           [options] { return run_check(*options); })
      .positional("PLAN", options->plan, "The plan file")
      .flag("--json", options->json, "Print a JSON array of findings")
      .flag("--strict", options->strict, "Fail on warnings that are not accepted")
      .list("--accept", options->accepted, "Accept these warnings, for example W-231,W-232",
            check_accepted)
      .footer(
          "Prints FILE:LINE:COLUMN: CODE: PATH: TEXT. Exit code 2 when there is an error.\n"
          "Example: rackseed check --strict --accept W-231,W-232 examples/minipod.yaml");
}

}  // namespace rackseed::cli
