#include "src/plan/render/eos_fabric.hpp"

#include <algorithm>

namespace rackseed::plan {
namespace {

constexpr int kVxlanPort = 4789;
constexpr int kUnderlayRoutes = 12000;  // far above what a fabric of 254 switches announces

/// A fabric link as seen from this switch.
struct Neighbour {
  LinkEnd end{};
  const FabricMember* member = nullptr;
};

std::vector<Neighbour> neighbours(const EosContext& context) {
  std::vector<Neighbour> result;
  for (const LinkEnd& end : link_ends(context)) {
    const FabricMember* member = context.fabric.find(end.other->name);
    if (member != nullptr && is_fabric_link(*context.plan, *end.link))
      result.push_back({.end = end, .member = member});
  }
  return result;
}

/// The members that this switch exchanges EVPN routes with, once each however many cables there
/// are.
std::vector<const FabricMember*> overlay_peers(const std::vector<Neighbour>& neighbours) {
  std::vector<const FabricMember*> peers;
  for (const Neighbour& neighbour : neighbours)
    if (std::ranges::count(peers, neighbour.member) == 0) peers.push_back(neighbour.member);
  std::ranges::sort(peers, {}, [](const FabricMember* peer) { return peer->router_id; });
  return peers;
}

std::vector<const Network*> stretched(const Plan& plan, const std::set<int>& vlans) {
  std::vector<const Network*> networks;
  for (const Network& network : plan.networks)
    if (network.vni && vlans.contains(network.switch_vlan())) networks.push_back(&network);
  std::ranges::sort(networks, {}, [](const Network* n) { return n->switch_vlan(); });
  return networks;
}

void write_peer_groups(EosWriter& out, bool is_spine) {
  out.line("neighbor OVERLAY peer group");
  if (is_spine) out.line("neighbor OVERLAY next-hop-unchanged");  // tunnels end at leaves
  out.line("neighbor OVERLAY update-source Loopback0");
  out.line("neighbor OVERLAY bfd");
  out.line("neighbor OVERLAY ebgp-multihop 3");
  out.line("neighbor OVERLAY send-community");
  out.line("neighbor OVERLAY maximum-routes 0");
  out.line("neighbor UNDERLAY peer group");
  out.line("neighbor UNDERLAY send-community");
  out.line("neighbor UNDERLAY maximum-routes {}", kUnderlayRoutes);
}

/// VLAN numbers, not VNIs, because a route distinguisher has only two bytes to spare.
void write_stretched_vlan(EosWriter& out, const FabricMember& member, const Network& network) {
  out.begin("vlan {}", network.switch_vlan());
  out.line("rd {}:{}", member.router_id, network.switch_vlan());
  out.line("route-target both {}:{}", network.switch_vlan(), *network.vni);
  out.line("redistribute learned");
  out.end();
}

void write_families(EosWriter& out) {
  out.begin("address-family evpn");
  out.line("neighbor OVERLAY activate");
  out.end();
  out.begin("address-family ipv4");
  out.line("no neighbor OVERLAY activate");
  out.line("neighbor UNDERLAY next-hop address-family ipv6 originate");
  out.line("neighbor UNDERLAY activate");
  out.end();
}

}  // namespace

EosInterfaces loopback_interfaces(const EosContext& context) {
  const FabricMember* member = context.member();
  if (member == nullptr) return {};
  EosInterfaces interfaces{{.name = "Loopback0",
                            .description = "ROUTER_ID",
                            .routing = {.enabled = true, .addresses = {{member->router_id, 32}}}}};
  if (member->vtep)
    interfaces.push_back({.name = "Loopback1",
                          .description = "VTEP",
                          .routing = {.enabled = true, .addresses = {{*member->vtep, 32}}}});
  return interfaces;
}

void write_fabric_globals(EosWriter& out, const EosContext& context) {
  if (context.member() == nullptr) return;
  out.line("service routing protocols model multi-agent");
  if (context.is_esi() && context.device->role == SwitchRole::kTor)
    out.line("spanning-tree edge-port bpduguard default");
}

void write_tunnels(EosWriter& out, const EosContext& context, const std::set<int>& vlans) {
  if (!context.is_vtep()) return;
  out.begin("interface Vxlan1");
  out.line("description {}_VTEP", context.device->name);
  out.line("vxlan source-interface Loopback1");
  out.line("vxlan udp-port {}", kVxlanPort);
  for (const Network* network : stretched(*context.plan, vlans))
    out.line("vxlan vlan {} vni {}", network->switch_vlan(), *network->vni);
  out.end();
}

void write_bgp(EosWriter& out, const EosContext& context, const std::set<int>& vlans) {
  const FabricMember* member = context.member();
  if (member == nullptr) return;
  const auto links = neighbours(context);
  out.begin("ip prefix-list LOOPBACKS");
  out.line("seq 10 permit {} eq 32", context.fabric.loopbacks);
  out.end();
  out.begin("route-map LOOPBACKS permit 10");
  out.line("match ip address prefix-list LOOPBACKS");
  out.end();
  out.begin("router bgp {}", member->as_number);
  out.line("router-id {}", member->router_id);
  out.line("maximum-paths 4 ecmp 4");
  out.line("no bgp default ipv4-unicast");
  write_peer_groups(out, !member->vtep);
  for (const Neighbour& link : links)
    out.line("neighbor interface {} peer-group UNDERLAY remote-as {}", link.end.port,
             link.member->as_number);
  for (const FabricMember* peer : overlay_peers(links)) {
    out.line("neighbor {} peer group OVERLAY", peer->router_id);
    out.line("neighbor {} remote-as {}", peer->router_id, peer->as_number);
    out.line("neighbor {} description {}", peer->router_id, peer->device->name);
  }
  out.line("redistribute connected route-map LOOPBACKS");
  if (member->vtep)
    for (const Network* network : stretched(*context.plan, vlans))
      write_stretched_vlan(out, *member, *network);
  write_families(out);
  out.end();
}

}  // namespace rackseed::plan
