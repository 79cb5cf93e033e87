#include "src/cli/plan_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

#include "src/cli/command.hpp"
#include "src/cli/files.hpp"
#include "src/config/plan_reader.hpp"
#include "src/plan/rules/check.hpp"

namespace rackseed::cli {

Result<PlanFile> load_plan(const std::string& path) {
  auto text = read_file(path);
  if (!text) return text.error();
  auto loaded = config::parse_plan(*text);
  PlanFile file{.path = path,
                .text = *std::move(text),
                .plan = std::move(loaded.plan),
                .findings = std::move(loaded.findings)};
  if (!plan::has_errors(file.findings)) {
    const auto found = plan::check(file.plan);
    file.findings.insert(file.findings.end(), found.begin(), found.end());
    plan::sort_findings(file.findings);
  }
  return file;
}

std::string finding_line(const std::string& file, const plan::Finding& finding) {
  return fmt::format("{}:{}:{}: {}: {}{}{}", file, std::max(1, finding.position.line),
                     std::max(1, finding.position.column), finding.code, finding.path,
                     finding.path.empty() ? "" : ": ", finding.text);
}

Value finding_value(const std::string& file, const plan::Finding& finding) {
  Value value;
  value.set("code", finding.code)
      .set("severity", finding.is_error() ? "error" : "warning")
      .set("file", file)
      .set("line", std::max(1, finding.position.line))
      .set("column", std::max(1, finding.position.column))
      .set("path", finding.path)
      .set("text", finding.text);
  return value;
}

ValidPlan load_valid_plan(const std::string& path) {
  auto loaded = load_plan(path);
  if (!loaded) {
    fmt::print(stderr, "rackseed: {}\n", loaded.error().detail);
    return {.exit_code = kUnreachable};
  }
  ValidPlan result{.file = std::move(*loaded)};
  if (!plan::has_errors(result.file.findings)) return result;
  for (const plan::Finding& finding : result.file.findings)
    if (finding.is_error()) fmt::print(stderr, "{}\n", finding_line(path, finding));
  fmt::print(stderr, "rackseed: {}: mend the plan first (rackseed check {})\n", path, path);
  result.exit_code = kInvalid;
  return result;
}

}  // namespace rackseed::cli
