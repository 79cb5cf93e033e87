#pragma once

#include <rackseed/net.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "src/plan/emit/eos.hpp"

/// The interfaces of a switch as data: several files decide what they are, one writes them.
namespace rackseed::plan {

/// The VLANs of a switched port.
struct SwitchPort {
  enum class Mode { kNone, kAccess, kTrunk };
  Mode mode = Mode::kNone;
  std::optional<int> native{};       ///< of an access port: its VLAN
  std::set<int> tagged{};            ///< VLANs that exist on the switch
  std::optional<EosVlans> others{};  ///< instead of `tagged`: VLANs that somebody else creates
  bool peer_link = false;            ///< carries every VLAN and the MLAG trunk group
};

/// What makes one bond of ports on two switches (EVPN multihoming, RFC 7432 section 5).
struct EthernetSegment {
  std::string identifier{};  ///< "0000:0000:0021:0012:0000"; the low six bytes are the route target
  bool single_active = false;  ///< no bond: only one of the two forwards a VLAN
};

/// How a port is part of a port-channel, or what the port-channel itself is.
struct Bundle {
  std::optional<int> mlag{};
  std::optional<EthernetSegment> segment{};
  bool fallback = false;    ///< works port by port until the other side speaks LACP
  bool fast_timer = false;  ///< of a member
  int channel_group = 0;    ///< of a member
};

/// A routed port, a VLAN interface or a loopback.
struct RoutedPort {
  bool enabled = false;
  int mtu = 0;                        ///< 0: the default
  int encapsulation = 0;              ///< VLAN tag of a subinterface
  int bridged_to = 0;                 ///< of a subinterface that is not routed after all: its VLAN
  std::string vrf{};                  ///< "": the default one
  std::vector<Prefix> addresses{};    ///< the first is the primary one
  std::optional<Prefix> anycast{};    ///< the same on several switches
  std::optional<Ipv4> dhcp_server{};  ///< relays to it, naming the primary address
  bool link_local_only = false;       ///< IPv6 link-local addresses and no others
};

enum class PortFast { kNo, kYes, kTrunk };

struct EosInterface {
  std::string name{};
  std::string description{};
  std::string speed{};  ///< "25gfull"; "" leaves it to the optic
  SwitchPort switching{};
  Bundle bundle{};
  PortFast port_fast = PortFast::kNo;  ///< also refuses BPDUs
  RoutedPort routing{};
};

using EosInterfaces = std::vector<EosInterface>;

/// A trunk with the same VLANs, or an access port when there is only an untagged one.
[[nodiscard]] SwitchPort access_or_trunk(std::optional<int> native, std::set<int> tagged);
/// A trunk, also when there is only an untagged VLAN.
[[nodiscard]] SwitchPort trunk(std::optional<int> native, std::set<int> tagged);

void write_interface(EosWriter& out, const EosInterface& interface);

}  // namespace rackseed::plan
