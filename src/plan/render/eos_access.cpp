#include <fmt/core.h>

#include <algorithm>

#include "src/plan/render/eos_ports.hpp"

namespace rackseed::plan {
namespace {

constexpr int kFirstVlan = 2;
constexpr int kLastVlan = 4094;

/// VLANs that the customer's platform makes up as it goes: every number but the rack's own, which
/// must not leave it. A provider network is the customer's.
EosVlans foreign_vlans(const Plan& plan) {
  std::set<int> own{kLastVlan + 1};
  for (const Network& network : plan.networks)
    if (network.zone != Zone::kExternal) own.insert(network.switch_vlan());
  for (const SwitchPair& pair : plan.pairs)
    if (pair.type == PairType::kMlag) own.insert(pair.peer_vlan);
  EosVlans vlans;
  int first = kFirstVlan;
  for (const int vlan : own) {
    if (vlan > first) vlans.ranges.emplace_back(first, vlan - 1);
    first = std::max(first, vlan + 1);
  }
  return vlans;
}

SwitchPort uplink_port(const Plan& plan, const Upstream& upstream) {
  std::vector<const Network*> networks;
  for (const std::string& name : upstream.vlans)
    if (const Network* network = plan.network(name)) networks.push_back(network);
  SwitchPort port = trunk_of(networks);
  if (const Network* network = plan.network(upstream.untagged))
    port.native = network->switch_vlan();
  if (upstream.vlans_by_neutron) port.others = foreign_vlans(plan);
  return upstream.mode == "trunk" ? port : access_or_trunk(port.native, port.tagged);
}

EosInterface seed_port(const Plan& plan, const SeedCable& cable) {
  std::optional<int> native;
  std::set<int> tagged;
  for (const SeedAttachment& attachment : plan.seed.attach) {
    const Network* network = plan.network(attachment.network);
    if (attachment.device != cable.device || network == nullptr) continue;
    if (attachment.tagged) {
      tagged.insert(network->switch_vlan());
    } else {
      native = network->switch_vlan();
    }
  }
  const bool access = native && tagged.empty();
  return {.name = cable.port,
          .description = "SEED",
          .switching = access_or_trunk(native, std::move(tagged)),
          .port_fast = access ? PortFast::kYes : PortFast::kTrunk};
}

}  // namespace

EosInterfaces uplink_interfaces(const EosContext& context) {
  EosInterfaces ports;
  int upstream_number = 0;
  for (const Upstream& upstream : context.plan->upstreams) {
    ++upstream_number;
    if (!is_attached(upstream, *context.device)) continue;
    int port_number = 0;
    for (const std::string& name : upstream.ports) {
      ++port_number;
      EosInterface port{.name = name,
                        .description = upstream.name,
                        .switching = uplink_port(*context.plan, upstream)};
      // Without a peer link no BPDU would find the loop through the customer's switches.
      if (context.is_esi() && context.peer != nullptr && is_attached(upstream, *context.peer))
        port.bundle.segment = EthernetSegment{
            .identifier = fmt::format("0000:0001:0000:{:04}:{:04}", upstream_number, port_number),
            .single_active = true};
      ports.push_back(std::move(port));
    }
  }
  return ports;
}

EosInterfaces management_port_interfaces(const EosContext& context) {
  EosInterfaces ports;
  for (const Switch& other : context.plan->switches) {
    if (other.mgmt_port.empty() || mgmt_switch(*context.plan, other.rack) != context.device)
      continue;
    EosContext managed = context;
    managed.device = &other;
    const Network* network = management_network(managed);
    EosInterface port{.name = other.mgmt_port,
                      .description = other.name + "_Management1",
                      .port_fast = PortFast::kYes};
    if (network != nullptr) port.switching = access_or_trunk(network->switch_vlan(), {});
    ports.push_back(std::move(port));
  }
  return ports;
}

EosInterfaces seed_interfaces(const EosContext& context) {
  EosInterfaces ports;
  for (const SeedCable& cable : context.plan->seed.cables)
    if (cable.switch_name == context.device->name && !cable.port.empty())
      ports.push_back(seed_port(*context.plan, cable));
  return ports;
}

const Network* management_network(const EosContext& context) {
  const Switch& device = *context.device;
  if (!device.mgmt) return nullptr;
  const auto holds = [&](const Network& network) {
    const auto subnet = subnet_in(network, device.rack);
    return subnet && subnet->contains(*device.mgmt);
  };
  const auto it = std::ranges::find_if(context.plan->networks, holds);
  return it == context.plan->networks.end() ? nullptr : &*it;
}

}  // namespace rackseed::plan
