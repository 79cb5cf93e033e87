#include "src/plan/fabric.hpp"

#include <algorithm>

namespace rackseed::plan {
namespace {

constexpr std::uint32_t kSpineAs = 65000;
constexpr Prefix kSharedSpace(Ipv4(100U << 24U | 64U << 16U), 10);
constexpr int kBlockLength = 23;
constexpr std::uint32_t kBlockSize = 1U << (32U - kBlockLength);
constexpr std::uint32_t kHalfBlock = kBlockSize / 2;

std::vector<Prefix> planned_prefixes(const Plan& plan) {
  std::vector<Prefix> prefixes = plan.services.admin_networks;
  const auto add_address = [&](Ipv4 address) { prefixes.emplace_back(address, 32); };
  for (const Network& network : plan.networks) {
    if (network.subnet) prefixes.push_back(*network.subnet);
    for (const RackSubnet& rack : network.subnets) prefixes.push_back(rack.subnet);
  }
  for (const SwitchPair& pair : plan.pairs)
    if (pair.peer_net) prefixes.push_back(*pair.peer_net);
  if (plan.services.ipsec.exposed_subnet) prefixes.push_back(*plan.services.ipsec.exposed_subnet);
  std::ranges::for_each(plan.services.ntp, add_address);
  std::ranges::for_each(plan.services.resolvers, add_address);
  return prefixes;
}

Prefix choose_block(const Plan& plan) {
  const auto planned = planned_prefixes(plan);
  const std::uint32_t end = kSharedSpace.broadcast().bits();
  for (std::uint32_t bits = kSharedSpace.network().bits(); bits < end; bits += kBlockSize) {
    const Prefix block(Ipv4(bits), kBlockLength);
    if (std::ranges::none_of(planned, [&](const Prefix& p) { return p.overlaps(block); }))
      return block;
  }
  return {kSharedSpace.network(), kBlockLength};
}

bool is_spine(const Plan& plan, std::string_view name) {
  const Switch* device = plan.switch_named(name);
  return device != nullptr && device->role == SwitchRole::kSpine;
}

bool is_member(const Plan& plan, const Switch& device) {
  return std::ranges::any_of(plan.links, [&](const SwitchLink& link) {
    return is_fabric_link(plan, link) && (link.from == device.name || link.to == device.name);
  });
}

}  // namespace

const FabricMember* Fabric::find(std::string_view switch_name) const {
  const auto it =
      std::ranges::find(members, switch_name, [](const FabricMember& m) { return m.device->name; });
  return it == members.end() ? nullptr : &*it;
}

bool is_fabric_link(const Plan& plan, const SwitchLink& link) {
  return is_spine(plan, link.from) || is_spine(plan, link.to);
}

Fabric derive_fabric(const Plan& plan) {
  Fabric fabric{.loopbacks = choose_block(plan)};
  const std::uint32_t base = fabric.loopbacks.network().bits();
  for (const Switch& device : plan.switches) {
    if (!is_member(plan, device)) continue;
    const auto number = static_cast<std::uint32_t>(fabric.members.size()) + 1;
    const bool spine = device.role == SwitchRole::kSpine;
    FabricMember member{.device = &device,
                        .as_number = spine ? kSpineAs : kSpineAs + number,
                        .router_id = Ipv4(base + number)};
    if (!spine) member.vtep = Ipv4(base + kHalfBlock + number);
    fabric.members.push_back(member);
  }
  return fabric;
}

}  // namespace rackseed::plan
