#include "src/plan/derived.hpp"

#include <algorithm>

namespace rackseed::plan {

const Attachment* NodeView::attachment(std::string_view network) const {
  for (const LinkView& link : links)
    for (const Attachment& attachment : link.attachments)
      if (attachment.network->name == network) return &attachment;
  return nullptr;
}

const Attachment* NodeView::attachment(Zone zone) const {
  for (const LinkView& link : links)
    for (const Attachment& attachment : link.attachments)
      if (attachment.network->zone == zone) return &attachment;
  return nullptr;
}

std::optional<Ipv4> NodeView::address_in(std::string_view network) const {
  if (const Attachment* found = attachment(network)) return found->address;
  if (boot && boot->network->name == network) return boot->address;
  return {};
}

const Cable* NodeView::cable(std::string_view nic) const {
  const auto it = std::ranges::find(cables, nic, &Cable::nic);
  return it == cables.end() ? nullptr : &*it;
}

const NodeView* Derived::node(std::string_view name) const {
  const auto it = std::ranges::find(nodes, name, [](const NodeView& v) { return v.node->name; });
  return it == nodes.end() ? nullptr : &*it;
}

const VipView* Derived::vip(std::string_view name) const {
  const auto it = std::ranges::find(vips, name, [](const VipView& v) { return v.vip->name; });
  return it == vips.end() ? nullptr : &*it;
}

std::optional<Prefix> subnet_in(const Network& network, std::string_view rack) {
  if (!network.per_rack)
    return network.subnet ? std::optional(network.subnet->masked()) : std::nullopt;
  const auto it = std::ranges::find(network.subnets, rack, &RackSubnet::rack);
  if (it == network.subnets.end()) return {};
  return it->subnet.masked();
}

std::optional<Ipv4> gateway_in(const Network& network, std::string_view rack) {
  if (network.gateway) return network.gateway;
  const auto subnet = subnet_in(network, rack);
  if (!subnet || !network.gateway_host) return {};
  return subnet->host(*network.gateway_host);
}

std::string seed_rack(const Plan& plan) {
  if (!plan.seed.rack.empty()) return plan.seed.rack;
  for (const SeedCable& cable : plan.seed.cables)
    if (const Switch* device = plan.switch_named(cable.switch_name)) return device->rack;
  return plan.racks.empty() ? "" : plan.racks.front().name;
}

std::optional<Ipv4> seed_address(const Plan& plan, std::string_view network) {
  const Network* found = plan.network(network);
  const bool attached = std::ranges::count(plan.seed.attach, network, &SeedAttachment::network) > 0;
  if (found == nullptr || !attached || !found->addressed) return {};
  const auto subnet = subnet_in(*found, seed_rack(plan));
  if (!subnet) return {};
  return subnet->host(plan.seed.host);
}

std::vector<const Network*> server_networks(const Plan& plan) {
  std::vector<const Network*> result;
  for (const Network& network : plan.networks) {
    if (!network.vlan) continue;
    const bool bonded = std::ranges::any_of(plan.roles, [&](const Role& role) {
      return std::ranges::any_of(role.interfaces, [&](const InterfacePlan& interface) {
        return std::ranges::count(interface.networks, network.name) > 0;
      });
    });
    if (bonded) result.push_back(&network);
  }
  std::ranges::sort(result, {}, [](const Network* n) { return *n->vlan; });
  return result;
}

const Switch* mgmt_switch(const Plan& plan, std::string_view rack) {
  for (const Switch& device : plan.switches)
    if (device.role == SwitchRole::kMgmt && device.rack == rack) return &device;
  return nullptr;
}

const Switch* tor_switch(const Plan& plan, std::string_view rack, Side side) {
  for (const Switch& device : plan.switches)
    if (device.role == SwitchRole::kTor && device.rack == rack && device.side == side)
      return &device;
  return nullptr;
}

bool is_attached(const Upstream& upstream, const Switch& device) {
  if (!upstream.switch_name.empty()) return upstream.switch_name == device.name;
  return (upstream.attach == Attach::kTor && device.role == SwitchRole::kTor) ||
         (upstream.attach == Attach::kEdge && device.role == SwitchRole::kEdge);
}

const SwitchPair* pair_of(const Plan& plan, std::string_view switch_name) {
  for (const SwitchPair& pair : plan.pairs)
    if (std::ranges::count(pair.members, switch_name) > 0) return &pair;
  return nullptr;
}

const Switch* peer_of(const Plan& plan, const SwitchPair& pair, std::string_view switch_name) {
  if (pair.members.size() != 2) return nullptr;
  const std::string& other = pair.members[0] == switch_name ? pair.members[1] : pair.members[0];
  return plan.switch_named(other);
}

}  // namespace rackseed::plan
