#include <fmt/format.h>

#include "src/plan/emit/plain_text.hpp"
#include "src/plan/render/render.hpp"
#include "src/plan/text_table.hpp"

namespace rackseed::plan {
namespace {

/// The BMC's address has a column of its own, and a network without host addresses has none.
std::vector<const Network*> address_columns(const Plan& plan) {
  std::vector<const Network*> columns;
  for (const Network& network : plan.networks)
    if (network.zone != Zone::kBmc && network.addressed) columns.push_back(&network);
  return columns;
}

}  // namespace

std::string render_addresses(const Derived& derived) {
  const auto columns = address_columns(*derived.plan);
  std::vector<std::string> header{"node", "role", "rack/U", "BMC", "suffix"};
  for (const Network* network : columns) header.push_back(plain_word(network->name));
  std::vector<std::vector<std::string>> rows{std::move(header)};
  for (const NodeView& node : derived.nodes) {
    std::vector<std::string> row{plain_word(node.name()), plain_word(node.role->name),
                                 fmt::format("{}/{}", plain_word(node.node->rack), node.node->unit),
                                 node.node->bmc.text(), std::to_string(node.suffix)};
    for (const Network* network : columns) {
      const auto address = node.address_in(network->name);
      row.push_back(address ? address->text() : "");
    }
    rows.push_back(std::move(row));
  }
  return text_table(rows);
}

}  // namespace rackseed::plan
