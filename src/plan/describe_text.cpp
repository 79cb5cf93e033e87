#include <fmt/format.h>

#include "src/plan/describe.hpp"
#include "src/plan/speed.hpp"
#include "src/plan/text_table.hpp"

namespace rackseed::plan {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string number_text(int number) { return number == 0 ? "" : std::to_string(number); }

std::string address_text(const std::optional<Ipv4>& address) {
  return address ? address->text() : "";
}

Rows value_rows(const Derived& derived, const NodeView& node) {
  const Boot& boot = node.node->boot;
  Rows rows{
      {"node", node.name()},
      {"fqdn", node.fqdn},
      {"role", node.role->name},
      {"rack/U", fmt::format("{}/{}", node.node->rack, node.node->unit)},
      {"BMC", node.node->bmc.text()},
      {"suffix", std::to_string(node.suffix)},
      {"instance-id", node.instance_id},
      {"os", node.os != nullptr ? fmt::format("{} ({})", node.os->name, to_string(node.os->method))
                                : "none"},
      {"storage", node.storage != nullptr ? node.storage->name : ""},
      {"boot path", std::string(to_string(boot.path))}};
  if (node.boot) {
    rows.push_back({"boot NIC", boot.nic});
    rows.push_back({"boot address", fmt::format("{} in {}", address_text(node.boot->address),
                                                node.boot->network->name)});
    rows.push_back({"seed", address_text(seed_address(*derived.plan, node.boot->network->name))});
  }
  for (const VipView& vip : derived.vips)
    for (const VipMember& member : vip.members)
      if (member.node == &node)
        rows.push_back({"VIP " + vip.vip->name,
                        fmt::format("{}, VRID {}, priority {}", vip.vip->address.text(), vip.vrid,
                                    member.priority)});
  return rows;
}

Rows interface_rows(const NodeView& node) {
  Rows rows{{"interface", "on", "network", "address", "mtu", "gateway", "port-channel"}};
  for (const LinkView& link : node.links) {
    rows.push_back({link.plan->name, fmt::format("{}", fmt::join(link.plan->nics(), "+")), "", "",
                    std::to_string(link.mtu), "", number_text(link.channel)});
    for (const Attachment& at : link.attachments)
      rows.push_back(
          {at.interface, at.link, at.network->name,
           at.address ? fmt::format("{}/{}", at.address->text(), at.subnet.length()) : "",
           std::to_string(at.network->mtu),
           at.default_route ? address_text(at.gateway) + " (default)" : address_text(at.gateway),
           ""});
  }
  return rows;
}

Rows cable_rows(const NodeView& node) {
  Rows rows{{"nic", "where", "speed", "switch", "port", "port-channel"}};
  for (const Cable& cable : node.cables) {
    const Nic* nic = cable.hardware;
    rows.push_back({cable.nic, nic != nullptr ? nic->where : "",
                    nic != nullptr ? speed_text(nic->speed_mbps) : "", cable.switch_name,
                    cable.port, number_text(cable.channel)});
  }
  return rows;
}

}  // namespace

std::string describe_node_text(const Derived& derived, const NodeView& node) {
  std::string text = text_table(value_rows(derived, node));
  if (!node.links.empty()) text += '\n' + text_table(interface_rows(node));
  return text + '\n' + text_table(cable_rows(node));
}

}  // namespace rackseed::plan
