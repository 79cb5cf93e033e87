#include <rackseed/wait_for.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <memory>

#include "images/layout.hpp"
#include "inventory/sqlite/store.hpp"
#include "src/cli/command.hpp"
#include "src/cli/fail.hpp"
#include "src/serve/ladder.hpp"

namespace rackseed::cli {
namespace {

struct StatusOptions {
  std::string node{};
  std::string state{};
  bool json = false;
};

Result<std::vector<serve::NodeStatus>> read_status(const std::string& state) {
  const auto file = images::Layout(state).database();
  if (::access(file.c_str(), F_OK) != 0)
    return Error{.code = Errc::kUnavailable,
                 .detail = fmt::format("{}: there is none; is --state the folder that "
                                       "`rackseed serve` was given?",
                                       file.string())};
  auto database = inventory::sqlite::Database::open(file);
  if (!database) return database.error();
  inventory::sqlite::Store store(*std::move(database));
  const auto nodes = wait_for(store.nodes());
  if (!nodes) return nodes.error();
  const auto events = wait_for(store.last_events());
  if (!events) return events.error();
  return serve::ladder(*nodes, *events);
}

int run_status(const StatusOptions& options) {
  auto nodes = read_status(options.state);
  if (!nodes) return fail(nodes.error());
  if (!options.node.empty()) {
    std::erase_if(*nodes, [&](const serve::NodeStatus& node) {
      return node.row.name != options.node && node.row.bmc.text() != options.node;
    });
    if (nodes->empty()) {
      fmt::print(stderr, "rackseed: no node {}; rackseed status lists them\n", options.node);
      return kInvalid;
    }
  }
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (options.json)
    fmt::print("{}\n", to_json(serve::status_value(*nodes, now), 2));
  else if (options.node.empty())
    fmt::print("{}", serve::status_table(*nodes, now));
  else
    fmt::print("{}", serve::status_text(nodes->front(), now));
  return kDone;
}

}  // namespace

void add_status(Commands& commands) {
  const auto options = std::make_shared<StatusOptions>();
  commands
      .add("status", "How far each node has come, and what was seen of it last",
           [options] { return run_status(*options); })
      .optional_positional("NODE", options->node, "One node, with everything that was seen of it")
      .required_option("--state", options->state, "The folder that rackseed serve was given")
      .flag("--json", options->json, "Print a JSON object")
      .footer(
          "Example: rackseed status --state state ctrl1\n"
          "The last DHCP packets of each client are in the state folder, for Wireshark: "
          "frames/MAC.pcap");
}

}  // namespace rackseed::cli
