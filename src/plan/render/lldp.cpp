#include <fmt/format.h>

#include "src/plan/render/render.hpp"

namespace rackseed::plan {
namespace {

/// RFC 4180.
std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string csv_row(std::vector<std::string> fields) {
  for (std::string& field : fields) field = csv_field(field);
  return fmt::format("{}\r\n", fmt::join(fields, ","));
}

std::string channel_text(int channel) { return channel == 0 ? "" : std::to_string(channel); }

std::string mac_text(const Facts& facts, const NodeView& node, std::string_view nic) {
  const auto it = facts.find(node.node->bmc);
  const auto mac = it == facts.end() ? std::nullopt : it->second.mac(nic);
  return mac ? mac->text() : "";
}

std::string node_rows(const Derived& derived, const Facts& facts) {
  const bool lacp = derived.plan->bond.mode == "802.3ad";
  std::string out;
  for (const NodeView& node : derived.nodes)
    for (const Cable& cable : node.cables)
      out += csv_row({node.name(), cable.nic, mac_text(facts, node, cable.nic), cable.switch_name,
                      cable.port, channel_text(lacp ? cable.channel : 0)});
  return out;
}

std::string switch_rows(const Plan& plan) {
  std::string out;
  for (const Switch& device : plan.switches) {
    const Switch* mgmt = mgmt_switch(plan, device.rack);
    if (!device.mgmt_port.empty() && mgmt != nullptr)
      out += csv_row({device.name, "Management1", "", mgmt->name, device.mgmt_port, ""});
  }
  for (const SwitchLink& link : plan.links)
    for (std::size_t i = 0; i < std::min(link.ports.size(), link.to_ports.size()); ++i)
      out += csv_row({link.from, link.ports[i], "", link.to, link.to_ports[i],
                      channel_text(link.channel.value_or(0))});
  return out;
}

}  // namespace

std::string render_lldp_expected(const Derived& derived, const Facts& facts) {
  return csv_row({"node", "nic", "mac", "switch", "port", "port_channel"}) +
         node_rows(derived, facts) + switch_rows(*derived.plan);
}

}  // namespace rackseed::plan
