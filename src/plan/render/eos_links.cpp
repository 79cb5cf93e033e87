#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <utility>

#include "src/plan/render/eos_ports.hpp"
#include "src/plan/render/eos_relay.hpp"

namespace rackseed::plan {
namespace {

constexpr int kPeerChannel = 1000;
constexpr int kFirstLinkSegment = 2;
constexpr int kFabricMtu = 9214;  // the largest of the platforms: a tunnel must not fragment

std::string channel_name(int channel) { return fmt::format("Port-Channel{}", channel); }

/// What stands at the other end of a port-channel: a pair counts as one.
std::string group_description(const EosContext& context, const Switch& other) {
  const SwitchPair* pair = pair_of(*context.plan, other.name);
  const std::string& name = pair != nullptr ? pair->name : other.name;
  if (context.device->role == SwitchRole::kMgmt) return "TO_" + upper_word(name);
  return fmt::format("{}_{}", upper_word(to_string(other.role)), name);
}

bool peer_has_channel(const EosContext& context, int channel) {
  EosContext peer = context;
  peer.device = context.peer;
  return std::ranges::count(link_ends(peer), channel, &LinkEnd::channel) > 0;
}

int channel_on(const Plan& plan, const Switch& device, const Switch& other,
               const SwitchLink& link) {
  if (!link.channel) return 0;
  const bool edge_side = device.role == SwitchRole::kEdge && other.role == SwitchRole::kTor;
  const Rack* rack = plan.rack(other.rack);
  return edge_side && rack != nullptr ? rack->index : *link.channel;
}

EosInterface member_port(const LinkEnd& end) {
  return {.name = end.port,
          .description = fmt::format("{}_{}", end.other->name, end.other_port),
          .bundle = {.channel_group = end.channel}};
}

EosInterface channel_port(const EosContext& context, const LinkEnd& end) {
  EosInterface port{.name = channel_name(end.channel),
                    .description = group_description(context, *end.other)};
  if (context.is_mlag() && context.peer != nullptr && peer_has_channel(context, end.channel))
    port.bundle.mlag = end.channel;
  return port;
}

/// A switch, or the pair that it belongs to, as a number: its place in the plan, from 1.
int number_of(const Plan& plan, const Switch& device) {
  const SwitchPair* pair = pair_of(plan, device.name);
  const auto it = std::ranges::find_if(plan.switches, [&](const Switch& candidate) {
    return candidate.name == device.name ||
           (pair != nullptr && std::ranges::count(pair->members, candidate.name) > 0);
  });
  return static_cast<int>(it - plan.switches.begin()) + 1;
}

/// The ends on a switch that lead to one place by one port-channel or, for 0, by none.
std::vector<LinkEnd> ends_to(const EosContext& context, int place, int channel) {
  std::vector<LinkEnd> ends = link_ends(context);
  std::erase_if(ends, [&](const LinkEnd& end) {
    return end.channel != channel || number_of(*context.plan, *end.other) != place;
  });
  return ends;
}

/// What leads from both switches of a pair without a peer link to the same place: a bundle must be
/// one bond to the other side, and of single cables only one may forward, because no BPDU crosses
/// the tunnels that close the loop.
std::optional<EthernetSegment> link_segment(const EosContext& context, const LinkEnd& end) {
  if (!context.is_esi() || context.peer == nullptr || end.other == context.peer) return {};
  EosContext peer = context;
  peer.device = context.peer;
  const int place = number_of(*context.plan, *end.other);
  const auto here = ends_to(context, place, end.channel);
  const auto there = ends_to(peer, place, end.channel);
  const auto cable = std::ranges::find(here, end.port, &LinkEnd::port) - here.begin();
  const auto number = end.channel == 0 ? cable : 0;
  if (std::cmp_greater_equal(number, there.size())) return {};
  // The last group starts after the numbers of a server's bonds: the low bytes differ as well.
  return EthernetSegment{.identifier = fmt::format("0000:0002:{:04}:{:04}:{:04}", place,
                                                   end.channel, kFirstLinkSegment + number),
                         .single_active = end.channel == 0};
}

/// The ends of one port-channel, or a single end.
using Group = std::vector<LinkEnd>;

EosInterfaces group_interfaces(const EosContext& context, const Group& group) {
  const LinkEnd& first = group.front();
  const bool bundled = first.channel != 0;
  EosInterface port = bundled ? channel_port(context, first) : member_port(first);
  EosInterfaces interfaces;
  if (is_relayed(context, first)) {
    interfaces = relay_interfaces(context, first, std::move(port));
  } else if (is_fabric_link(*context.plan, *first.link)) {
    port.routing = {.enabled = true, .mtu = kFabricMtu, .link_local_only = true};
    interfaces.push_back(std::move(port));
  } else {
    port.switching = trunk_of(carried_networks(*context.plan, *first.link));
    port.bundle.segment = link_segment(context, first);
    interfaces.push_back(std::move(port));
  }
  if (bundled) std::ranges::transform(group, std::back_inserter(interfaces), member_port);
  return interfaces;
}

}  // namespace

std::vector<const Network*> carried_networks(const Plan& plan, const SwitchLink& link) {
  if (!link.networks) return server_networks(plan);
  std::vector<const Network*> networks;
  for (const std::string& name : *link.networks)
    if (const Network* network = plan.network(name)) networks.push_back(network);
  return networks;
}

SwitchPort trunk_of(const std::vector<const Network*>& networks) {
  std::optional<int> native;
  std::set<int> tagged;
  for (const Network* network : networks) {
    if (network->vlan || native) {
      tagged.insert(network->switch_vlan());
    } else {
      native = network->switch_vlan();
    }
  }
  return trunk(native, std::move(tagged));
}

std::vector<LinkEnd> link_ends(const EosContext& context) {
  const Plan& plan = *context.plan;
  std::vector<LinkEnd> ends;
  for (const SwitchLink& link : plan.links) {
    const bool outward = link.from == context.device->name;
    if (!outward && link.to != context.device->name) continue;
    const Switch* other = plan.switch_named(outward ? link.to : link.from);
    if (other == nullptr) continue;
    const auto& here = outward ? link.ports : link.to_ports;
    const auto& there = outward ? link.to_ports : link.ports;
    for (std::size_t i = 0; i < std::min(here.size(), there.size()); ++i)
      ends.push_back({.link = &link,
                      .port = here[i],
                      .other = other,
                      .other_port = there[i],
                      .channel = channel_on(plan, *context.device, *other, link)});
  }
  return ends;
}

EosInterfaces peer_link_interfaces(const EosContext& context) {
  if (!context.is_mlag() || context.peer == nullptr) return {};
  EosInterfaces interfaces{{.name = channel_name(kPeerChannel),
                            .description = "MLAG_PEER_LINK",
                            .switching = {.mode = SwitchPort::Mode::kTrunk, .peer_link = true}}};
  for (const std::string& port : context.pair->peer_link)
    interfaces.push_back({.name = port,
                          .description = "PEER_" + context.peer->name,
                          .bundle = {.channel_group = kPeerChannel}});
  return interfaces;
}

EosInterfaces link_interfaces(const EosContext& context) {
  std::map<int, Group> bundled;
  std::vector<Group> groups;
  for (const LinkEnd& end : link_ends(context)) {
    if (end.channel == 0) {
      groups.push_back({end});
    } else {
      bundled[end.channel].push_back(end);
    }
  }
  EosInterfaces interfaces;
  const auto add = [&](const Group& group) {
    std::ranges::move(group_interfaces(context, group), std::back_inserter(interfaces));
  };
  for (const auto& [channel, group] : bundled) add(group);
  std::ranges::for_each(groups, add);
  return interfaces;
}

}  // namespace rackseed::plan
