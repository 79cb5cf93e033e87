#include <rackseed/wait_for.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <memory>

#include "images/layout.hpp"
#include "inventory/sqlite/store.hpp"
#include "src/cli/command.hpp"
#include "src/cli/fail.hpp"
#include "src/serve/candidates.hpp"
#include "src/serve/ladder.hpp"

namespace rackseed::cli {
namespace {

struct StatusOptions {
  std::string node{};
  std::string state{};
  bool json = false;
};

struct Status {
  std::vector<serve::NodeStatus> nodes{};
  std::vector<inventory::BmcCandidate> candidates{};
  std::vector<inventory::Node> rows{};
};

Result<Status> read_status(const std::string& state) {
  const auto file = images::Layout(state).database();
  if (::access(file.c_str(), F_OK) != 0)
    return Error{.code = Errc::kUnavailable,
                 .detail = fmt::format("{}: there is none; is --state the folder that "
                                       "`rackseed serve` was given?",
                                       file.string())};
  auto database = inventory::sqlite::Database::open(file);
  if (!database) return database.error();
  inventory::sqlite::Store store(*std::move(database));
  auto nodes = wait_for(store.nodes());
  if (!nodes) return nodes.error();
  const auto events = wait_for(store.last_events());
  if (!events) return events.error();
  auto candidates = wait_for(store.candidates());
  if (!candidates) return candidates.error();
  return Status{.nodes = serve::ladder(*nodes, *events),
                .candidates = *std::move(candidates),
                .rows = *std::move(nodes)};
}

bool is_meant(const inventory::Node& row, const std::string& node) {
  return row.name == node || row.bmc.text() == node;
}

void print_json(const Status& status, inventory::Time now) {
  Value value = serve::status_value(status.nodes, now);
  value.set("candidates", serve::candidates_value(status.candidates, status.rows));
  fmt::print("{}\n", to_json(value, 2));
}

void print_table(const Status& status, inventory::Time now) {
  fmt::print("{}", serve::status_table(status.nodes, now));
  const std::string candidates = serve::candidates_table(status.candidates, status.rows);
  if (!candidates.empty()) fmt::print("\n{}", candidates);
}

int run_status(const StatusOptions& options) {
  auto status = read_status(options.state);
  if (!status) return fail(status.error());
  if (!options.node.empty()) {
    std::erase_if(status->nodes,
                  [&](const serve::NodeStatus& node) { return !is_meant(node.row, options.node); });
    if (status->nodes.empty()) {
      fmt::print(stderr, "rackseed: no node {}; rackseed status lists them\n", options.node);
      return kInvalid;
    }
  }
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (options.json)
    print_json(*status, now);
  else if (options.node.empty())
    print_table(*status, now);
  else
    fmt::print("{}", serve::status_text(status->nodes.front(), now));
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
