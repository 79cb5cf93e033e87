#include <fmt/format.h>
#include <rackseed/wait_for.hpp>

#include <algorithm>
#include <memory>

#include "inventory/sqlite/store.hpp"
#include "redfish/quirks.hpp"
#include "src/cli/bmc_commands.hpp"
#include "src/cli/fail.hpp"
#include "src/cli/image_store.hpp"
#include "src/plan/text_table.hpp"

namespace rackseed::cli {
namespace {

struct QuirksOptions {
  std::string node{};
  std::string state{};
  bool forgets = false;
  bool json = false;
};

/// What was learnt of one BMC, under the name of its node.
struct NodeQuirks {
  std::string node{};
  Ipv4 bmc{};
  Value flags{};
};

std::string name_of(const std::vector<inventory::Node>& nodes, Ipv4 bmc) {
  const auto found = std::ranges::find(nodes, bmc, &inventory::Node::bmc);
  return found == nodes.end() ? bmc.text() : found->name;
}

Value parse_flags(const std::string& data) {
  redfish::Notes notes;
  const auto json = redfish::parse_json(data);
  const redfish::Json nothing;
  return to_value(redfish::read_learnt(redfish::Fields(json ? *json : nothing, "", notes)));
}

Result<std::vector<NodeQuirks>> read_quirks(inventory::Reader& reader, const std::string& wanted) {
  const auto nodes = wait_for(reader.nodes());
  if (!nodes) return nodes.error();
  const auto learnt = wait_for(reader.learnt());
  if (!learnt) return learnt.error();
  std::vector<NodeQuirks> quirks;
  for (const inventory::LearntQuirks& one : *learnt) {
    const std::string name = name_of(*nodes, one.bmc);
    if (wanted == "all" || wanted == name || wanted == one.bmc.text())
      quirks.push_back({name, one.bmc, parse_flags(one.data)});
  }
  return quirks;
}

std::string names_of(const Value& flags) {
  std::vector<std::string> names;
  for (const auto& [name, is_set] : *flags.entries()) names.push_back(name);
  return fmt::format("{}", fmt::join(names, " "));
}

void tell_quirks(const std::vector<NodeQuirks>& quirks, bool json) {
  Value::List list;
  std::vector<std::vector<std::string>> rows{{"NODE", "BMC", "QUIRKS"}};
  for (const NodeQuirks& one : quirks) {
    Value value;
    value.set("node", one.node).set("bmc", one.bmc.text()).set("quirks", one.flags);
    list.push_back(std::move(value));
    rows.push_back({one.node, one.bmc.text(), names_of(one.flags)});
  }
  if (json)
    fmt::print("{}\n", to_json(list, 2));
  else
    fmt::print("{}", plan::text_table(rows));
}

int run_quirks(const QuirksOptions& options) {
  auto database = open_inventory(images::Layout(options.state));
  if (!database) return fail(database.error());
  inventory::sqlite::Store store(*std::move(database));
  const auto quirks = read_quirks(store, options.node);
  if (!quirks) return fail(quirks.error());
  tell_quirks(*quirks, options.json);
  if (!options.forgets) return kDone;
  for (const NodeQuirks& one : *quirks) {
    const auto forgotten = wait_for(store.forget_learnt(one.bmc));
    if (!forgotten) return fail(forgotten.error());
  }
  return kDone;
}

}  // namespace

void add_bmc_quirks(CommandGroup& group) {
  const auto options = std::make_shared<QuirksOptions>();
  group
      .add("quirks", "Shows how BMCs were found to depart from the standard",
           [options] { return run_quirks(*options); })
      .positional("NODE", options->node, "Name of a node, address of a BMC, or: all")
      .required_option("--state", options->state, kStateHelp)
      .flag("--forget", options->forgets, "Then forget it, as after an update of the firmware")
      .flag("--json", options->json, "Print a JSON array")
      .footer("Example: rackseed bmc quirks all --state state --json");
}

}  // namespace rackseed::cli
