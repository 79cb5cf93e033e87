#include "src/plan/render/eos_interface.hpp"

#include <string_view>

namespace rackseed::plan {
namespace {

// The default of 90 s is longer than an installer's kernel asks for an address.
constexpr int kFallbackSeconds = 5;

EosVlans vlans_of(const SwitchPort& port) {
  EosVlans vlans;
  std::set<int> all = port.tagged;
  if (port.native) all.insert(*port.native);
  for (const int vlan : all) vlans.ranges.emplace_back(vlan, vlan);
  return vlans;
}

void write_switching(EosWriter& out, const SwitchPort& port) {
  switch (port.mode) {
    case SwitchPort::Mode::kNone:
      return;
    case SwitchPort::Mode::kAccess:
      out.line("switchport access vlan {}", port.native.value_or(1));
      return;
    case SwitchPort::Mode::kTrunk:
      break;
  }
  if (port.native) out.line("switchport trunk native vlan {}", *port.native);
  if (!port.peer_link)
    out.line("switchport trunk allowed vlan {}", port.others.value_or(vlans_of(port)));
  out.line("switchport mode trunk");
  if (port.peer_link) out.line("switchport trunk group MLAG");
  out.line("switchport");
}

/// "0000:0000:0021:0012:0000" in groups of `size` digits, the first four bytes left out.
std::string low_bytes(std::string_view identifier, std::size_t size, char separator) {
  std::string digits;
  for (const char c : identifier)
    if (c != ':') digits += c;
  digits.erase(0, 8);
  for (std::size_t at = size; at < digits.size(); at += size + 1) digits.insert(at, 1, separator);
  return digits;
}

/// The low bytes as the address of one station (IEEE 802.1AX): the first digits may make it one of
/// a group. The segments of a switch differ in later ones.
std::string lacp_system(std::string_view identifier) {
  std::string address = low_bytes(identifier, 4, '.');
  if ((address[1] - '0') % 2 == 1) --address[1];
  return address;
}

void write_segment(EosWriter& out, const EthernetSegment& segment) {
  out.begin("evpn ethernet-segment");
  out.line("identifier {}", segment.identifier);
  if (segment.single_active) out.line("redundancy single-active");
  out.line("route-target import {}", low_bytes(segment.identifier, 2, ':'));
  out.end();
  if (!segment.single_active) out.line("lacp system-id {}", lacp_system(segment.identifier));
}

void write_bundle(EosWriter& out, const Bundle& bundle) {
  if (bundle.mlag) out.line("mlag {}", *bundle.mlag);
  if (bundle.segment) write_segment(out, *bundle.segment);
  if (!bundle.fallback) return;
  out.line("port-channel lacp fallback individual");
  out.line("port-channel lacp fallback timeout {}", kFallbackSeconds);
}

void write_spanning_tree(EosWriter& out, const EosInterface& interface) {
  switch (interface.port_fast) {
    case PortFast::kNo:
      return;
    case PortFast::kYes:
      out.line("spanning-tree portfast");
      break;
    case PortFast::kTrunk:
      out.line("spanning-tree portfast trunk");
      break;
  }
  // A segment's port-channel is the same text on both switches; its guard is switch-wide.
  if (!interface.bundle.segment) out.line("spanning-tree bpduguard enable");
}

void write_routing(EosWriter& out, const RoutedPort& port, bool is_ethernet) {
  if (!port.enabled) return;
  if (port.mtu != 0) out.line("mtu {}", port.mtu);
  if (port.encapsulation != 0) {
    out.line("encapsulation dot1q vlan {}", port.encapsulation);
  } else if (is_ethernet) {
    out.line("no switchport");
  }
  if (port.bridged_to != 0) out.line("vlan id {}", port.bridged_to);
  if (!port.vrf.empty()) out.line("vrf {}", port.vrf);
  for (std::size_t i = 0; i < port.addresses.size(); ++i) {
    if (i == 0) {
      out.line("ip address {}", port.addresses[i]);
    } else {
      out.line("ip address {} secondary", port.addresses[i]);
    }
  }
  if (port.anycast) out.line("ip address virtual {}", *port.anycast);
  if (port.dhcp_server) out.line("ip helper-address {}", *port.dhcp_server);
  if (port.link_local_only) out.line("ipv6 enable");
}

}  // namespace

SwitchPort trunk(std::optional<int> native, std::set<int> tagged) {
  return {.mode = SwitchPort::Mode::kTrunk, .native = native, .tagged = std::move(tagged)};
}

SwitchPort access_or_trunk(std::optional<int> native, std::set<int> tagged) {
  if (!native || !tagged.empty()) return trunk(native, std::move(tagged));
  return {.mode = SwitchPort::Mode::kAccess, .native = native};
}

void write_interface(EosWriter& out, const EosInterface& interface) {
  const bool is_ethernet =
      interface.name.starts_with("Ethernet") || interface.name.starts_with("Port-Channel");
  out.begin("interface {}", interface.name);
  out.line("description {}", EosText{interface.description});
  if (!interface.speed.empty()) out.line("speed forced {}", interface.speed);
  write_routing(out, interface.routing, is_ethernet);
  write_switching(out, interface.switching);
  write_bundle(out, interface.bundle);
  write_spanning_tree(out, interface);
  if (interface.bundle.fast_timer) out.line("lacp timer fast");
  if (interface.bundle.channel_group != 0)
    out.line("channel-group {} mode active", interface.bundle.channel_group);
  out.end();
}

}  // namespace rackseed::plan
