#include <fmt/core.h>

#include <algorithm>
#include <tuple>

#include "src/plan/ports.hpp"
#include "src/plan/render/eos_fabric.hpp"
#include "src/plan/render/eos_relay.hpp"
#include "src/plan/render/render.hpp"

namespace rackseed::plan {
namespace {

constexpr std::size_t kVlanNameLength = 32;                      // of EOS
constexpr Prefix kPeerNet(Ipv4(169U << 24U | 254U << 16U), 31);  // seen by the two peers only

EosContext make_context(const Derived& derived, const Switch& device) {
  const Plan& plan = *derived.plan;
  EosContext context{.derived = &derived,
                     .plan = &plan,
                     .device = plan.switch_named(device.name),
                     .pair = pair_of(plan, device.name),
                     .fabric = derive_fabric(plan)};
  if (context.pair != nullptr) context.peer = peer_of(plan, *context.pair, device.name);
  return context;
}

bool has_management_vrf(const EosContext& context) {
  return context.device->role != SwitchRole::kMgmt;
}

/// Port-channels, then ports, each by number.
void sort_by_number(EosInterfaces& ports) {
  const auto key = [](const EosInterface& port) {
    const auto dot = port.name.find('.');
    const auto parsed = parse_port(port.name.substr(0, dot)).value_or(Port{});
    return std::tuple(port.name.starts_with("Ethernet"), parsed.number, parsed.lane,
                      dot != std::string::npos);
  };
  std::ranges::stable_sort(ports, {}, key);
}

EosInterfaces switch_ports(const EosContext& context) {
  EosInterfaces ports;
  for (const auto& part : {link_interfaces, uplink_interfaces, server_interfaces,
                           management_port_interfaces, seed_interfaces})
    std::ranges::move(part(context), std::back_inserter(ports));
  const SwitchRole role = context.device->role;
  if (role == SwitchRole::kMgmt || role == SwitchRole::kSpine) sort_by_number(ports);
  EosInterfaces all = peer_link_interfaces(context);
  std::ranges::move(ports, std::back_inserter(all));
  return all;
}

std::set<int> used_vlans(const EosContext& context, const EosInterfaces& ports) {
  std::set<int> vlans;
  for (const EosInterface& port : ports) {
    vlans.insert(port.switching.tagged.begin(), port.switching.tagged.end());
    if (port.switching.native) vlans.insert(*port.switching.native);
    if (port.routing.bridged_to != 0) vlans.insert(port.routing.bridged_to);
  }
  for (const Network* network : anycast_networks(context)) vlans.insert(network->switch_vlan());
  for (const EosInterface& interface : vlan_interfaces(context))
    if (const auto vlan = parse_port(interface.name)) vlans.insert(vlan->number);
  vlans.erase(1);  // always there
  return vlans;
}

void write_globals(EosWriter& out, const EosContext& context, const InstallSecrets& secrets) {
  const Metadata& metadata = context.plan->metadata;
  out.line("! {} -- rendered by rackseed from plan {} revision {}", context.device->name,
           metadata.name, metadata.revision);
  out.line("no aaa root");
  out.line("username admin privilege 15 role network-admin secret sha512 {}",
           EosHash{secrets.switch_password_hash});
  out.line("hostname {}", context.device->name);
  if (has_management_vrf(context)) out.line("vrf instance MGMT");
  for (const std::string& vrf : relay_vrfs(context)) out.line("vrf instance {}", vrf);
  if (context.is_vtep() && !anycast_networks(context).empty())
    out.line("vrf instance {}", kServerVrf);
  write_fabric_globals(out, context);
  out.line("lldp timer 10");
  out.line("spanning-tree mode mstp");
  switch (context.device->role) {
    case SwitchRole::kEdge:
      out.line("spanning-tree mst 0 priority 4096");
      break;
    case SwitchRole::kTor:
      out.line("spanning-tree mst 0 priority 8192");
      break;
    case SwitchRole::kMgmt:
      out.line("spanning-tree mst 0 priority 16384");
      break;
    case SwitchRole::kSpine:  // bridges nothing
      break;
  }
  if (context.is_mlag()) out.line("no spanning-tree vlan-id {}", context.pair->peer_vlan);
  out.separate();
}

void write_vlans(EosWriter& out, const EosContext& context, const std::set<int>& vlans) {
  for (const int vlan : vlans) {
    const auto it = std::ranges::find(context.plan->networks, vlan, &Network::switch_vlan);
    const std::string name = it == context.plan->networks.end() ? "" : upper_word(it->name);
    out.begin("vlan {}", vlan);
    if (!name.empty()) out.line("name {}", name.substr(0, kVlanNameLength));
    out.end();
  }
  if (!context.is_mlag()) return;
  out.begin("vlan {}", context.pair->peer_vlan);
  out.line("name MLAG").line("trunk group MLAG");
  out.end();
}

void write_management_port(EosWriter& out, const EosContext& context) {
  const Network* network = management_network(context);
  out.begin("interface Management1");
  out.line("description OOB").line("vrf MGMT");
  if (network == nullptr) {
    out.line("ip address dhcp");
  } else {
    out.line("ip address {}",
             Prefix(*context.device->mgmt, subnet_in(*network, context.device->rack)->length()));
  }
  out.end();
}

/// The gateway address that several switches share, so that losing one of them is not noticed.
void write_anycast(EosWriter& out, const EosContext& context) {
  const auto networks = anycast_networks(context);
  if (networks.empty()) return;
  out.line("ip virtual-router mac-address 00:1c:73:00:00:99").separate();
  for (const Network* network : networks) {
    EosInterface interface {
      .name = fmt::format("Vlan{}", network->switch_vlan()),
      .description = upper_word(network->name), .routing = {
        .enabled = true,
        .mtu = network->mtu == 1500 ? 0 : network->mtu,
        .anycast = Prefix(*network->gateway, network->subnet->length())
      }
    };
    if (context.is_vtep()) interface.routing.vrf = kServerVrf;
    write_interface(out, interface);
  }
}

void write_routing(EosWriter& out, const EosContext& context) {
  const bool anycast = !anycast_networks(context).empty();
  if (context.member() != nullptr) {
    out.line("ip routing ipv6 interfaces").separate();
    out.line("ipv6 unicast-routing").separate();
    if (anycast) out.line("ip routing vrf {}", kServerVrf).separate();
  } else if (anycast || is_relay(context)) {
    out.line("ip routing").separate();
  }
  for (const std::string& vrf : relay_vrfs(context)) out.line("ip routing vrf {}", vrf).separate();
}

void write_mlag(EosWriter& out, const EosContext& context) {
  if (!context.is_mlag() || context.peer == nullptr) return;
  const SwitchPair& pair = *context.pair;
  const Ipv4 first = pair.peer_net.value_or(kPeerNet).network();
  const Ipv4 second(first.bits() + 1);
  const bool is_first = pair.members.front() == context.device->name;
  out.begin("interface Vlan{}", pair.peer_vlan);
  out.line("description MLAG").line("no autostate");
  out.line("ip address {}", Prefix(is_first ? first : second, 31));
  out.end();
  out.begin("mlag configuration");
  out.line("domain-id {}", upper_word(pair.name));
  out.line("local-interface Vlan{}", pair.peer_vlan);
  out.line("peer-address {}", is_first ? second : first);
  if (context.peer->mgmt) out.line("peer-address heartbeat {} vrf MGMT", *context.peer->mgmt);
  out.line("peer-link Port-Channel1000");
  out.line("dual-primary detection delay 5 action errdisable all-interfaces");
  out.line("reload-delay mlag 300");
  out.line("reload-delay non-mlag 330");
  out.end();
}

/// Towards the seed, for a switch whose management network has a gateway that is not itself.
void write_default_route(EosWriter& out, const EosContext& context) {
  const Network* network = management_network(context);
  const auto gateway =
      network == nullptr ? std::nullopt : gateway_in(*network, context.device->rack);
  if (!gateway || network->relay_on == context.device->name) return;
  if (has_management_vrf(context)) {
    out.line("ip route vrf MGMT 0.0.0.0/0 {}", *gateway);
  } else {
    out.line("ip route 0.0.0.0/0 {}", *gateway);
  }
  out.separate();
}

void write_api(EosWriter& out, const EosContext& context) {
  out.begin("management api http-commands");
  out.line("protocol https").line("no shutdown");
  if (has_management_vrf(context)) out.begin("vrf MGMT").line("no shutdown").end();
  out.end();
  out.line("end");
}

}  // namespace

std::vector<const Network*> anycast_networks(const EosContext& context) {
  const auto& switches = context.plan->switches;
  const bool has_edges = std::ranges::count(switches, SwitchRole::kEdge, &Switch::role) > 0;
  const SwitchRole holder = has_edges ? SwitchRole::kEdge : SwitchRole::kTor;
  const bool holds =
      context.fabric.members.empty() ? context.device->role == holder : context.is_vtep();
  std::vector<const Network*> networks;
  if (!holds) return networks;
  for (const Network& network : context.plan->networks)
    if (network.gateway && network.subnet && network.vlan && network.upstream.empty() &&
        network.relay_on.empty())
      networks.push_back(&network);
  return networks;
}

std::string render_eos(const Derived& derived, const Switch& device,
                       const InstallSecrets& secrets) {
  const EosContext context = make_context(derived, device);
  const EosInterfaces ports = switch_ports(context);
  const std::set<int> vlans = used_vlans(context, ports);
  EosWriter out;
  const auto write_all = [&](const EosInterfaces& interfaces) {
    for (const EosInterface& interface : interfaces) write_interface(out, interface);
  };
  write_globals(out, context, secrets);
  write_vlans(out, context, vlans);
  if (has_management_vrf(context)) write_management_port(out, context);
  write_all(ports);
  write_all(loopback_interfaces(context));
  write_all(vlan_interfaces(context));
  write_anycast(out, context);
  write_tunnels(out, context, vlans);
  write_routing(out, context);
  write_bgp(out, context, vlans);
  write_mlag(out, context);
  write_default_route(out, context);
  write_api(out, context);
  return out.take();
}

}  // namespace rackseed::plan
