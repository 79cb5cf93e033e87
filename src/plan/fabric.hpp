#pragma once

#include <rackseed/net.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "src/plan/plan.hpp"

/// Numbers of a routed fabric. A plan names none of them: nobody outside the fabric ever sees them.
///
/// - Members are the switches with a link to a spine, counted from 1 in the order of the plan's
///   `switches`: a switch that joins later is best added at the end of that list.
/// - Addresses come from the first /23 of 100.64.0.0/10 (RFC 6598: neither public nor anybody's
///   private network) that touches nothing in the plan. Member n has host n of its lower /24 as
///   router id (Loopback0) and, if it ends tunnels, host n of its upper /24 as VTEP (Loopback1).
/// - Links have no addresses: BGP runs over IPv6 link-local ones and carries IPv4 routes with IPv6
///   next hops (RFC 8950), so a mistake in cabling cannot be hidden by a mistake in addressing.
/// - Spines share AS 65000, so that no path leads through two of them. Every other member has an AS
///   of its own, 65000 + n, also within a pair: with a common one, loop detection would drop the
///   Ethernet segment routes from which the two elect who forwards to a shared bond.
namespace rackseed::plan {

struct FabricMember {
  const Switch* device = nullptr;
  std::uint32_t as_number = 0;
  Ipv4 router_id{};
  std::optional<Ipv4> vtep{};  ///< nothing: a spine
};

struct Fabric {
  Prefix loopbacks{};  ///< holds every router id and VTEP
  std::vector<FabricMember> members{};

  [[nodiscard]] const FabricMember* find(std::string_view switch_name) const;
};

/// No members for a plan without spines.
[[nodiscard]] Fabric derive_fabric(const Plan& plan);

/// True for a link with a spine at one end: a routed link of the fabric.
[[nodiscard]] bool is_fabric_link(const Plan& plan, const SwitchLink& link);

}  // namespace rackseed::plan
