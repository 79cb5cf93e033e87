#include <fmt/core.h>

#include <algorithm>

#include "src/plan/render/eos_ports.hpp"

namespace rackseed::plan {
namespace {

std::string forced_speed(int mbps) {
  switch (mbps) {
    case 1000:
    case 10000:
      return fmt::format("{}full", mbps);
    case 25000:
    case 40000:
    case 50000:
    case 100000:
      return fmt::format("{}gfull", mbps / 1000);
    default:
      return "";
  }
}

bool uses_lacp(const EosContext& context) { return context.plan->bond.mode == "802.3ad"; }

bool boots_from(const NodeView& node, const std::vector<std::string>& nics) {
  return node.boot && std::ranges::count(nics, node.node->boot.nic) > 0;
}

/// The network that a NIC boots from arrives untagged; on a bond with networks beside them.
SwitchPort server_port(const NodeView& node, const LinkView& link) {
  std::vector<const Network*> networks;
  for (const Attachment& attachment : link.attachments) networks.push_back(attachment.network);
  SwitchPort port = trunk_of(networks);
  if (!port.native && boots_from(node, link.plan->nics()))
    port.native = node.boot->network->switch_vlan();
  return link.plan->is_bond() ? port : access_or_trunk(port.native, port.tagged);
}

/// What is in no bond and on no interface: the BMC, the NIC that boots, a cable for later.
SwitchPort loose_port(const NodeView& node, const Cable& cable, const Plan& plan) {
  const Boot& boot = node.node->boot;
  const Network* network = boot.nic == cable.nic ? plan.network(boot.network) : nullptr;
  if (cable.hardware == nullptr) {
    const auto it = std::ranges::find_if(plan.networks, [&](const Network& candidate) {
      const auto subnet = subnet_in(candidate, node.node->rack);
      return candidate.carries_bmcs() && subnet && subnet->contains(node.node->bmc);
    });
    network = it == plan.networks.end() ? nullptr : &*it;
  }
  if (network == nullptr) return {};
  return access_or_trunk(network->switch_vlan(), {});
}

EosInterface cable_port(const EosContext& context, const NodeView& node, const Cable& cable) {
  const std::string nic = cable.hardware == nullptr ? "BMC" : cable.nic;
  EosInterface port{.name = cable.port,
                    .description = fmt::format("{}_{}", node.name(), nic),
                    .port_fast = PortFast::kYes};
  if (cable.hardware != nullptr && context.device->role != SwitchRole::kMgmt)
    port.speed = forced_speed(cable.hardware->speed_mbps);
  return port;
}

bool has_member_on(const NodeView& node, const LinkView& link, const Switch* device) {
  return device != nullptr && std::ranges::any_of(link.plan->members, [&](const std::string& nic) {
           const Cable* cable = node.cable(nic);
           return cable != nullptr && cable->switch_name == device->name;
         });
}

/// The suffix alone is unique in the plan; a rack's number is there for people, as far as it fits.
EthernetSegment bond_segment(const NodeView& node, const LinkView& link) {
  constexpr int kFourDigits = 10000;
  const int rack = node.rack != nullptr ? node.rack->index % kFourDigits : 0;
  return {.identifier =
              fmt::format("0000:0000:{:04}:{:04}:{:04}", rack, node.suffix, link.bond_index)};
}

EosInterface bond_channel(const EosContext& context, const NodeView& node, const LinkView& link) {
  EosInterface port{.name = fmt::format("Port-Channel{}", link.channel),
                    .description = fmt::format("{}_{}", node.name(), link.plan->name),
                    .switching = server_port(node, link),
                    .port_fast = PortFast::kYes};
  const bool shared = has_member_on(node, link, context.peer);
  if (shared && context.is_mlag()) port.bundle.mlag = link.channel;
  if (shared && context.is_esi()) port.bundle.segment = bond_segment(node, link);
  port.bundle.fallback =
      node.node->boot.path == BootPath::kBondNative && boots_from(node, link.plan->members);
  return port;
}

/// A member of the port-channel; until it is bundled, it works alone and by its own configuration.
void join(EosInterface& port, const EosInterface& channel, const EosContext& context,
          const LinkView& link) {
  if (channel.bundle.fallback) {
    port.switching = channel.switching;
  } else {
    port.port_fast = PortFast::kNo;
  }
  port.bundle = {.fast_timer = context.plan->bond.lacp_rate == "fast",
                 .channel_group = link.channel};
}

/// The ports of one bond or NIC on this switch.
EosInterfaces link_ports(const EosContext& context, const NodeView& node, const LinkView& link) {
  EosInterfaces ports;
  for (const std::string& nic : link.plan->nics()) {
    const Cable* cable = node.cable(nic);
    if (cable == nullptr || cable->switch_name != context.device->name || cable->port.empty())
      continue;
    EosInterface port = cable_port(context, node, *cable);
    if (!link.plan->is_bond() || !uses_lacp(context)) {
      port.switching = server_port(node, link);
    } else {
      if (ports.empty()) ports.push_back(bond_channel(context, node, link));
      join(port, ports.front(), context, link);
    }
    ports.push_back(std::move(port));
  }
  return ports;
}

bool is_on_link(const NodeView& node, const std::string& nic) {
  return std::ranges::any_of(node.links, [&](const LinkView& link) {
    return std::ranges::count(link.plan->nics(), nic) > 0;
  });
}

}  // namespace

EosInterfaces server_interfaces(const EosContext& context) {
  EosInterfaces ports;
  for (const NodeView& node : context.derived->nodes) {
    for (const LinkView& link : node.links)
      std::ranges::move(link_ports(context, node, link), std::back_inserter(ports));
    for (const Cable& cable : node.cables) {
      if (cable.switch_name != context.device->name || cable.port.empty() ||
          is_on_link(node, cable.nic))
        continue;
      EosInterface port = cable_port(context, node, cable);
      port.switching = loose_port(node, cable, *context.plan);
      ports.push_back(std::move(port));
    }
  }
  return ports;
}

}  // namespace rackseed::plan
