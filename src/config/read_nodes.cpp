#include <fmt/core.h>

#include "src/config/readers.hpp"
#include "src/config/series.hpp"

namespace rackseed::config {
namespace {

constexpr std::size_t kMostNodes = 20'000;
constexpr std::size_t kMostCables = 32;  ///< of one node to the management switch

/// What differs between the nodes that one entry stands for; each list is empty or has one value a
/// node.
struct NodeSeries {
  std::vector<std::string> names{};
  std::vector<int> units{};
  std::vector<Ipv4> bmcs{};
  std::vector<int> suffixes{};
  std::vector<std::string> tors{};
  std::vector<std::pair<std::string, std::vector<std::string>>> mgmt{};  ///< ports by NIC
};

void read_mgmt(const Cell& cell, const Expansion& expansion, NodeSeries& series) {
  const auto cables = cell.entries();
  if (cables.size() > kMostCables)
    return cell.refuse(fmt::format("{} cables; at most {}", cables.size(), kMostCables));
  for (const auto& [nic, ports] : cables) {
    if (!kNicName.accepts(nic)) {
      cell.refuse(fmt::format("the key of a cable is bmc or {}", kNicName.wants));
    } else if (auto values = read_ports(ports, expansion); !values.empty()) {
      series.mgmt.emplace_back(nic, std::move(values));
    }
  }
}

NodeSeries read_series(Section& in) {
  NodeSeries series;
  if (const auto name = in.need("name")) series.names = read_names(*name, kLabel);
  const Expansion expansion{.path = in.path(), .count = series.names.size()};
  if (const auto unit = in.need("unit")) series.units = read_numbers(*unit, expansion);
  if (const auto bmc = in.need("bmc")) series.bmcs = read_addresses(*bmc, expansion);
  if (const auto suffix = in.find("suffix")) series.suffixes = read_numbers(*suffix, expansion);
  if (const auto tor = in.find("tor")) series.tors = read_ports(*tor, expansion);
  if (const auto mgmt = in.find("mgmt")) read_mgmt(*mgmt, expansion, series);
  return series;
}

plan::Node node_at(const NodeSeries& series, std::size_t i, const plan::Node& common) {
  plan::Node node = common;
  node.name = series.names[i];
  if (i < series.units.size()) node.unit = series.units[i];
  if (i < series.bmcs.size()) node.bmc = series.bmcs[i];
  if (i < series.suffixes.size()) node.suffix = series.suffixes[i];
  if (i < series.tors.size()) node.tor = series.tors[i];
  for (const auto& [nic, ports] : series.mgmt)
    if (i < ports.size()) node.mgmt.push_back({.nic = nic, .port = ports[i]});
  return node;
}

void read_node(Section& in, plan::Plan& plan) {
  const NodeSeries series = read_series(in);
  plan::Node common{.bmc_tls = plan.bmc.tls, .boot = plan.boot};
  in.require("role", common.role, kName);
  in.require("rack", common.rack, kName);
  in.read("bmc_tls", common.bmc_tls);
  in.section("boot", [&](Section& boot) { read_boot(boot, common.boot); });
  if (plan.nodes.size() + series.names.size() > kMostNodes)
    return in.cell().notes().add("E-117", in.path(),
                                 fmt::format("more than {} nodes in the plan", kMostNodes),
                                 in.cell().position());
  for (std::size_t i = 0; i < series.names.size(); ++i) {
    const std::string& name = series.names[i];
    claim_name(in, "nodes", name);
    const std::string path = "nodes." + name;
    if (path != in.path()) in.place_as(path);
    plan.nodes.push_back(node_at(series, i, common));
  }
}

}  // namespace

void read_nodes(Section& root, plan::Plan& plan) {
  root.items("nodes", [&](Section& in) { read_node(in, plan); });
}

}  // namespace rackseed::config
