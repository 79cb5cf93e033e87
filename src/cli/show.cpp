#include <fmt/core.h>

#include <memory>

#include "src/cli/command.hpp"
#include "src/cli/plan_file.hpp"
#include "src/plan/describe.hpp"
#include "src/plan/render/render.hpp"

namespace rackseed::cli {
namespace {

struct ShowOptions {
  std::string plan{};
  std::string node{};
  bool json = false;
};

int run_show(const ShowOptions& options) {
  const ValidPlan valid = load_valid_plan(options.plan);
  if (valid.exit_code != 0) return valid.exit_code;
  const plan::Derived derived = plan::derive(valid.file.plan);
  if (options.node.empty()) {
    fmt::print("{}", options.json ? to_json(plan::describe(derived), 2) + "\n"
                                  : plan::render_addresses(derived));
    return kDone;
  }
  const plan::NodeView* node = derived.node(options.node);
  if (node == nullptr) {
    fmt::print(stderr, "rackseed: {}: no node {}; rackseed show {} lists them\n", options.plan,
               options.node, options.plan);
    return kInvalid;
  }
  fmt::print("{}", options.json ? to_json(plan::describe_node(derived, *node), 2) + "\n"
                                : plan::describe_node_text(derived, *node));
  return kDone;
}

}  // namespace

void add_show(Commands& commands) {
  const auto options = std::make_shared<ShowOptions>();
  commands
      .add("show", "Shows derived values: every address, or all of one node",
           [options] { return run_show(*options); })
      .positional("PLAN", options->plan, "The plan file")
      .optional_positional("NODE", options->node, "Show all derived values of this node")
      .flag("--json", options->json, "Print JSON")
      .footer("Example: rackseed show examples/minipod.yaml ctrl1");
}

}  // namespace rackseed::cli
