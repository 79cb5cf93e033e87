#include "src/plan/render/render.hpp"

#include <fmt/core.h>

#include <memory>

#include "src/cli/command.hpp"
#include "src/cli/facts_file.hpp"
#include "src/cli/fail.hpp"
#include "src/cli/files.hpp"
#include "src/cli/plan_file.hpp"

namespace rackseed::cli {
namespace {

struct RenderOptions {
  std::string plan{};
  std::string facts{};
  std::string out{};
  bool force = false;
  bool json = false;
};

void print_summary(const RenderOptions& options, const plan::Rendering& rendering,
                   const TreeChange& change) {
  if (options.json) {
    Value summary;
    summary.set("written", Value::list(change.written))
        .set("replaced", Value::list(options.force ? change.differing : std::vector<std::string>{}))
        .set("unchanged", Value::list(change.unchanged))
        .set("differing",
             Value::list(options.force ? std::vector<std::string>{} : change.differing))
        .set("notes", Value::list(rendering.notes));
    fmt::print("{}\n", to_json(summary, 2));
    return;
  }
  for (const std::string& note : rendering.notes) fmt::print(stderr, "{}\n", note);
  fmt::print("{}: {} written, {} replaced, {} unchanged\n", options.out, change.written.size(),
             change.differing.size(), change.unchanged.size());
}

int run_render(const RenderOptions& options) {
  const ValidPlan valid = load_valid_plan(options.plan);
  if (valid.exit_code != 0) return valid.exit_code;
  const auto facts = load_facts(options.facts);
  if (!facts) return fail(facts.error());
  const auto rendering = plan::render(plan::derive(valid.file.plan), *facts);
  const auto change = write_tree(options.out, rendering.files, options.force);
  if (!change) return fail(change.error());
  if (options.force || change->differing.empty()) {
    print_summary(options, rendering, *change);
    return kDone;
  }
  for (const std::string& path : change->differing)
    fmt::print(stderr, "differs: {}/{}\n", options.out, path);
  fmt::print(
      stderr,
      "rackseed: {} existing file(s) differ, nothing was written; replace them with --force\n",
      change->differing.size());
  if (options.json) print_summary(options, rendering, {{}, change->unchanged, change->differing});
  return kRefused;
}

}  // namespace

void add_render(Commands& commands) {
  const auto options = std::make_shared<RenderOptions>();
  commands
      .add("render", "Writes what nodes, switches and OSISM will read, all derived from the plan",
           [options] { return run_render(*options); })
      .positional("PLAN", options->plan, "The plan file")
      .required_option("--out", options->out, "Folder to write to; made where it is missing")
      .option("--facts", options->facts,
              "Discovered MACs and disks (JSON); what needs them is left out without")
      .flag("--force", options->force, "Replace existing files that differ")
      .flag("--json", options->json, "Print what was done as a JSON object")
      .footer(
          "Example: rackseed render examples/minipod.yaml --facts examples/minipod-facts.json "
          "--out out");
}

}  // namespace rackseed::cli
