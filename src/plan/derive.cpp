#include <fmt/core.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <set>

#include "src/plan/derived.hpp"
#include "src/plan/ports.hpp"

namespace rackseed::plan {
namespace {

constexpr int kFirstServerChannel = 100;
constexpr int kHighestPriority = 150;
constexpr int kPriorityStep = 10;
constexpr int kKollaVrid = 51;
// Away from 1..50, which customers use on the same segment, and from kolla's 51.
constexpr unsigned kFirstVrid = 128;
constexpr unsigned kVridCount = 120;

int derive_suffix(const Plan& plan, const Node& node) {
  if (node.suffix) return *node.suffix;
  if (plan.suffix_rule == SuffixRule::kBmcHostId) {
    for (const Network& network : plan.networks) {
      if (!network.carries_bmcs()) continue;
      if (const auto subnet = subnet_in(network, node.rack); subnet && subnet->contains(node.bmc))
        return static_cast<int>(node.bmc.bits() - subnet->network().bits());
    }
  }
  return node.bmc.last_octet();
}

std::optional<Ipv4> host_address(const Network& network, std::string_view rack, int suffix) {
  const auto subnet = subnet_in(network, rack);
  if (!network.addressed || !subnet) return {};
  return subnet->host(std::int64_t{suffix} + network.host_offset);
}

Attachment attach(const NodeView& view, const std::string& link, const Network& network) {
  const std::string& rack = view.node->rack;
  Attachment result{.network = &network,
                    .interface = network.vlan ? fmt::format("vlan{}", *network.vlan) : link,
                    .link = link,
                    .address = host_address(network, rack, view.suffix),
                    .subnet = subnet_in(network, rack).value_or(Prefix{}),
                    .default_route = view.role->default_route == network.name,
                    .gateway = gateway_in(network, rack)};
  return result;
}

std::vector<LinkView> derive_links(const Plan& plan, const NodeView& view) {
  std::vector<LinkView> links;
  int bond_index = 0;
  for (const InterfacePlan& interface : view.role->interfaces) {
    LinkView link{.plan = &interface};
    if (interface.is_bond()) {
      link.bond_index = bond_index;
      link.channel = kFirstServerChannel + 2 * view.suffix + bond_index++;
    }
    for (const std::string& name : interface.networks) {
      const Network& network = *plan.network(name);
      link.mtu = std::max(link.mtu, network.mtu);
      link.attachments.push_back(attach(view, interface.name, network));
    }
    links.push_back(std::move(link));
  }
  return links;
}

std::string port_for(const Node& node, std::string_view nic) {
  const auto it = std::ranges::find(node.mgmt, nic, &MgmtCable::nic);
  return it == node.mgmt.end() ? "" : it->port;
}

void cable_to_tor(const Plan& plan, const NodeView& view, const Nic& nic, Cable& cable) {
  if (const Switch* tor = tor_switch(plan, view.node->rack, nic.side))
    cable.switch_name = tor->name;
  const auto first = parse_port(view.node->tor);
  if (!first) return;
  Port port = *first;
  if (port.lane == 0) {
    port.number += nic.lane;
  } else {
    port.lane += nic.lane;
    cable.cage_lane = port.lane;
  }
  cable.port = port.text();
}

int channel_of(const NodeView& view, const std::string& nic) {
  for (const LinkView& link : view.links)
    if (std::ranges::count(link.plan->members, nic) > 0) return link.channel;
  return 0;
}

std::vector<Cable> derive_cables(const Plan& plan, const NodeView& view) {
  const Switch* mgmt = mgmt_switch(plan, view.node->rack);
  std::vector<Cable> cables;
  for (const Nic& nic : view.hardware->nics) {
    Cable cable{.nic = nic.name, .channel = channel_of(view, nic.name), .hardware = &nic};
    if (nic.switch_kind == "tor") {
      cable_to_tor(plan, view, nic, cable);
    } else if (nic.switch_kind == "mgmt") {
      cable.switch_name = mgmt != nullptr ? mgmt->name : "";
      cable.port = port_for(*view.node, nic.name);
    } else {
      cable.switch_name = nic.switch_kind;
    }
    cables.push_back(std::move(cable));
  }
  cables.push_back({.nic = "bmc",
                    .switch_name = mgmt != nullptr ? mgmt->name : "",
                    .port = port_for(*view.node, "bmc")});
  return cables;
}

std::optional<BootAddress> derive_boot(const Plan& plan, const NodeView& view) {
  const Boot& boot = view.node->boot;
  const Network* network = plan.network(boot.network);
  if (boot.path == BootPath::kVirtualMedia || network == nullptr) return {};
  return BootAddress{.network = network,
                     .subnet = subnet_in(*network, view.node->rack).value_or(Prefix{}),
                     .address = host_address(*network, view.node->rack, view.suffix)};
}

NodeView derive_node(const Plan& plan, const Node& node) {
  const Role* role = plan.role(node.role);
  NodeView view{.node = &node,
                .role = role,
                .hardware = find_named(plan.hardware, role->hardware),
                .os = find_named(plan.os_profiles, role->os),
                .storage = find_named(plan.storage_profiles, role->storage),
                .rack = plan.rack(node.rack),
                .suffix = derive_suffix(plan, node),
                .fqdn = fmt::format("{}.{}", node.name, plan.identity.domain),
                .instance_id = fmt::format("rackseed-{}-{}-r{}", plan.metadata.name, node.name,
                                           plan.metadata.revision)};
  view.links = derive_links(plan, view);
  view.cables = derive_cables(plan, view);
  view.boot = derive_boot(plan, view);
  return view;
}

int derive_vrid(const Plan& plan, const Vip& vip) {
  if (vip.vrid) return *vip.vrid;
  if (vip.manager == VipManager::kKolla)
    return plan.handover.target == Target::kOsism ? plan.handover.osism.vrid : kKollaVrid;
  const std::string text = plan.metadata.name + "/" + vip.name;
  boost::crc_32_type crc;
  crc.process_bytes(text.data(), text.size());
  return static_cast<int>(kFirstVrid + crc.checksum() % kVridCount);
}

VipView derive_vip(const Derived& derived, const Vip& vip) {
  VipView view{.vip = &vip,
               .network = derived.plan->network(vip.network),
               .vrid = derive_vrid(*derived.plan, vip)};
  int priority = kHighestPriority;
  for (const NodeView& node : derived.nodes) {
    if (node.role->name != vip.members_role) continue;
    view.members.push_back(
        {.node = &node, .attachment = node.attachment(vip.network), .priority = priority});
    priority -= kPriorityStep;
  }
  return view;
}

}  // namespace

Derived derive(const Plan& plan) {
  Derived derived{.plan = &plan};
  derived.nodes.reserve(plan.nodes.size());
  for (const Node& node : plan.nodes) derived.nodes.push_back(derive_node(plan, node));
  for (const Vip& vip : plan.vips) derived.vips.push_back(derive_vip(derived, vip));
  return derived;
}

}  // namespace rackseed::plan
