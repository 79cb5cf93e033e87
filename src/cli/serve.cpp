#include "src/serve/seed.hpp"

#include <fmt/core.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

#include "src/cli/command.hpp"
#include "src/cli/facts_file.hpp"
#include "src/cli/fail.hpp"
#include "src/cli/plan_file.hpp"

namespace rackseed::cli {
namespace {

struct ServeOptions {
  std::string plan{};
  std::string state{};
  std::string facts{};
  std::vector<std::string> interfaces{};
  std::vector<std::string> armed{};
  bool force = false;
};

/// On standard error, so that standard output stays free for what a script reads.
serve::FactLog::Write log_writer() {
  auto logger = std::make_shared<spdlog::logger>(
      "rackseed", std::make_shared<spdlog::sinks::stderr_color_sink_st>());
  logger->set_pattern("%Y-%m-%d %H:%M:%S.%e %^%-7l%$ %v");
  logger->flush_on(spdlog::level::info);
  return [logger](const serve::Fact& fact, const std::string& line) {
    logger->log(serve::is_trouble(fact.kind) ? spdlog::level::warn : spdlog::level::info, line);
  };
}

std::vector<std::string> armed_nodes(const ServeOptions& options, const plan::Derived& derived) {
  if (std::ranges::find(options.armed, "all") == options.armed.end()) return options.armed;
  std::vector<std::string> names;
  for (const plan::NodeView& node : derived.nodes) names.push_back(node.name());
  return names;
}

int run_serve(const ServeOptions& options) {
  const ValidPlan valid = load_valid_plan(options.plan);
  if (valid.exit_code != 0) return valid.exit_code;
  const auto facts = load_facts(options.facts);
  if (!facts) return fail(facts.error());
  const plan::Derived derived = plan::derive(valid.file.plan);
  const auto served = serve::run_seed({.derived = derived,
                                       .facts = *facts,
                                       .plan_text = valid.file.text,
                                       .state = options.state,
                                       .interfaces = options.interfaces,
                                       .armed = armed_nodes(options, derived),
                                       .is_forced = options.force,
                                       .write = log_writer()});
  return served ? kDone : fail(served.error());
}

std::string any_text(const std::string& /*value*/) { return ""; }

}  // namespace

void add_serve(Commands& commands) {
  const auto options = std::make_shared<ServeOptions>();
  commands
      .add("serve", "Runs the seed: answers DHCP, TFTP and HTTP until it is interrupted",
           [options] { return run_serve(*options); })
      .required_option("--plan", options->plan, "The plan file")
      .required_option("--state", options->state,
                       "Folder for leases, images and everything else that has to last")
      .option("--facts", options->facts, "Discovered MACs and disks (JSON), as for render")
      .list("--interface", options->interfaces,
            "Serve on these interfaces only (default: all that have an address of the seed)",
            any_text)
      .list("--arm", options->armed,
            "Nodes that may boot from the network and be installed now, or: all", any_text)
      .flag("--force", options->force,
            "Serve although another DHCP server answers or an address of ours is in use")
      .footer(
          "Example: rackseed serve --plan examples/minipod.yaml --facts "
          "examples/minipod-facts.json --state state --arm ctrl1");
}

}  // namespace rackseed::cli
