#pragma once

#include <set>

#include "src/plan/render/eos_ports.hpp"

/// The routed fabric: BGP between the switches, and the tunnels that stretch VLANs over it.
namespace rackseed::plan {

/// Before the VLANs: what must be known before any of it is configured.
void write_fabric_globals(EosWriter& out, const EosContext& context);
/// The tunnel end of a leaf or edge, with the VLANs of its ports that are stretched.
void write_tunnels(EosWriter& out, const EosContext& context, const std::set<int>& vlans);
/// The router: IPv4 between loopbacks below, EVPN above.
void write_bgp(EosWriter& out, const EosContext& context, const std::set<int>& vlans);

/// The VRF of servers' gateways on a leaf: the fabric's own addresses are not reachable from it.
inline constexpr std::string_view kServerVrf = "SERVERS";

}  // namespace rackseed::plan
