#pragma once

#include <optional>
#include <string>
#include <vector>

#include "src/plan/derived.hpp"
#include "src/plan/fabric.hpp"
#include "src/plan/render/eos_interface.hpp"

/// Which interfaces a switch has, from every side that a cable can come from.
namespace rackseed::plan {

/// One switch and what its configuration is derived from.
struct EosContext {
  const Derived* derived = nullptr;
  const Plan* plan = nullptr;
  const Switch* device = nullptr;
  const SwitchPair* pair = nullptr;  ///< nullptr: stands alone
  const Switch* peer = nullptr;
  Fabric fabric{};

  [[nodiscard]] bool is_mlag() const { return pair != nullptr && pair->type == PairType::kMlag; }
  [[nodiscard]] bool is_esi() const { return pair != nullptr && pair->type == PairType::kEsi; }
  [[nodiscard]] const FabricMember* member() const { return fabric.find(device->name); }
  [[nodiscard]] bool is_vtep() const { return member() != nullptr && member()->vtep; }
};

/// The link between the two switches of an MLAG pair.
[[nodiscard]] EosInterfaces peer_link_interfaces(const EosContext& context);
/// To other switches: port-channels first, by number, each with its members.
[[nodiscard]] EosInterfaces link_interfaces(const EosContext& context);
/// To the customer.
[[nodiscard]] EosInterfaces uplink_interfaces(const EosContext& context);
/// To servers: their bonds, NICs and BMCs.
[[nodiscard]] EosInterfaces server_interfaces(const EosContext& context);
/// To management ports of other switches.
[[nodiscard]] EosInterfaces management_port_interfaces(const EosContext& context);
/// To the seed.
[[nodiscard]] EosInterfaces seed_interfaces(const EosContext& context);
/// Loopbacks of a fabric member.
[[nodiscard]] EosInterfaces loopback_interfaces(const EosContext& context);

/// The network in which a switch is managed; nullptr when its address is in none.
[[nodiscard]] const Network* management_network(const EosContext& context);
/// Networks for which this switch is a gateway that other switches share.
[[nodiscard]] std::vector<const Network*> anycast_networks(const EosContext& context);

/// One end of a cable between two switches.
struct LinkEnd {
  const SwitchLink* link = nullptr;
  std::string port{};
  const Switch* other = nullptr;
  std::string other_port{};
  int channel = 0;  ///< on this switch; 0: none
};

/// The ends of all links on this switch, in the plan's order.
[[nodiscard]] std::vector<LinkEnd> link_ends(const EosContext& context);

/// The networks that a link carries.
[[nodiscard]] std::vector<const Network*> carried_networks(const Plan& plan,
                                                           const SwitchLink& link);

/// A trunk with these networks, the first untagged one as its native VLAN.
[[nodiscard]] SwitchPort trunk_of(const std::vector<const Network*>& networks);

}  // namespace rackseed::plan
