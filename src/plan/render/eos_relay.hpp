#pragma once

#include "src/plan/render/eos_ports.hpp"

/// The router of networks that have one subnet a rack (`relay: {on: SWITCH}`).
///
/// Inside a rack the plan's VLAN numbers hold, so the same numbers arrive at the router from every
/// rack. There the cable to another rack ends in a routed port: its untagged frames and each tag
/// are subnets of that rack, nothing is bridged between racks, and no VLAN numbers have to be made
/// up. A router in each rack instead would leave its own first boot without an address: what asks
/// on such a cable must be inside the rack's subnet already.
///
/// BMC networks are in the default VRF, each other network has a VRF of its own: what boots in the
/// provisioning network cannot reach a BMC.
namespace rackseed::plan {

/// True for a cable on the router's side that leads to another rack.
[[nodiscard]] bool is_relayed(const EosContext& context, const LinkEnd& end);
/// The cable's port as a routed one, and its subinterfaces.
[[nodiscard]] EosInterfaces relay_interfaces(const EosContext& context, const LinkEnd& end,
                                             EosInterface port);
/// VLAN interfaces: of the router in its own rack, and of a switch that is managed in a VLAN.
[[nodiscard]] EosInterfaces vlan_interfaces(const EosContext& context);
/// The VRFs of the routed networks, without repetition.
[[nodiscard]] std::vector<std::string> relay_vrfs(const EosContext& context);
/// True when the switch routes for any network.
[[nodiscard]] bool is_relay(const EosContext& context);

}  // namespace rackseed::plan
