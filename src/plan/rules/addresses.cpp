#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "src/plan/address_book.hpp"
#include "src/plan/network_subnets.hpp"
#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

/// More of a subnet than this is "little room": percent of its hosts.
constexpr std::int64_t kFullPercent = 90;

void check_bmc_subnet(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  const auto network = std::ranges::find_if(plan.networks, &Network::carries_bmcs);
  if (network == plan.networks.end()) return;
  const auto check = [&](Ipv4 address, const std::string& rack, const Subject& subject,
                         std::string_view what) {
    const auto subnet = subnet_in(*network, rack);
    if (subnet && subnet->is_host(address)) return;
    report.add("E-208", subject,
               fmt::format("{} {} is not in networks.{} ({}) of rack {}", what, address.text(),
                           network->name, subnet ? subnet->text() : "no subnet", rack));
  };
  for (const Node& node : plan.nodes)
    check(node.bmc, node.rack, {node.name, fmt::format("nodes.{}.bmc", node.name)}, "bmc");
  for (const Switch& device : plan.switches)
    if (device.mgmt)
      check(*device.mgmt, device.rack, {device.name, fmt::format("switches.{}.mgmt", device.name)},
            "mgmt");
}

std::string_view conflict_code(const AddressConflict& conflict) {
  const auto involves = [&](OwnerKind kind) {
    return conflict.later.kind == kind || conflict.earlier.kind == kind;
  };
  if (involves(OwnerKind::kVip)) return "E-214";
  if (involves(OwnerKind::kSeed)) return "E-218";
  if (conflict.later.kind == OwnerKind::kBmc && conflict.earlier.kind == OwnerKind::kBmc)
    return "E-209";
  return "E-210";
}

/// Two hosts share an address because their networks overlap: E-202 says that once.
bool follows_from_overlap(const AddressConflict& conflict) {
  const Network* a = conflict.later.network;
  const Network* b = conflict.earlier.network;
  if (a == nullptr || b == nullptr || a == b) return false;
  return a->subnet && b->subnet && a->subnet->overlaps(*b->subnet);
}

/// Two machines that collide in one network mostly do so in all, because each counts from one
/// number: that is said once. A node that collides with itself is in a network twice (E-307).
void check_conflicts(const AddressBook& book, Report& report) {
  std::set<std::pair<std::string, std::string>> said;
  for (const AddressConflict& conflict : book.conflicts()) {
    const auto& [later, earlier] = conflict;
    if (follows_from_overlap(conflict)) continue;
    if (later.kind == OwnerKind::kHost && later.machine == earlier.machine) continue;
    const bool machines = !later.machine.empty() && !earlier.machine.empty();
    if (machines && !said.emplace(later.machine, earlier.machine).second) continue;
    report.add(conflict_code(conflict), {later.label, later.where},
               fmt::format("{} is already {}", later.address.text(), earlier.label));
  }
}

void check_host(const NodeView& view, const Network& network, std::optional<Ipv4> address,
                Report& report) {
  const auto subnet = subnet_in(network, view.node->rack);
  if (!network.addressed || !subnet) return;
  const std::string where = "nodes." + view.name();
  if (!address) {
    const std::int64_t number =
        std::int64_t{subnet->network().bits()} + view.suffix + network.host_offset;
    report.add(
        "E-211", {view.name(), where + ".bmc"},
        fmt::format("suffix {} gives {}, which is not a host of networks.{} {}", view.suffix,
                    Ipv4(static_cast<std::uint32_t>(number)).text(), network.name, subnet->text()));
  } else if (*address == view.node->bmc) {
    report.add("E-212", {view.name(), where + ".bmc"},
               fmt::format("would get {} in network {}, which is its own BMC address; set "
                           "networks.{}.host_offset",
                           address->text(), network.name, network.name));
  }
}

void check_pools(const std::vector<NetworkSubnet>& subnets, const AddressBook& book,
                 Report& report) {
  for (const NetworkSubnet& subnet : subnets) {
    const auto pool = pool_in(*subnet.network, subnet.prefix);
    if (!pool) continue;
    for (const AddressOwner& owner : book.owners())
      if (pool->contains(owner.address))
        report.add(owner.kind == OwnerKind::kVip ? "E-215" : "E-217", {owner.label, owner.where},
                   fmt::format("{} lies inside the DHCP pool {} of network {}",
                               owner.address.text(), pool->text(), subnet.network->name));
  }
}

void check_neutron_pools(const Plan& plan, Report& report) {
  for (const Network& network : plan.networks) {
    if (!network.neutron_pool) continue;
    const AddressRange pool{network.neutron_pool->first, network.neutron_pool->second};
    for (const Vip& vip : plan.vips)
      if (pool.contains(vip.address))
        report.add("E-216", {"VIP " + vip.name, fmt::format("vips.{}.address", vip.name)},
                   fmt::format("{} lies inside the Neutron allocation pool {}; Neutron would give "
                               "it to an instance",
                               vip.address.text(), pool.text()));
  }
}

void check_room(const std::vector<NetworkSubnet>& subnets, const AddressBook& book,
                Report& report) {
  for (const NetworkSubnet& subnet : subnets) {
    const auto pool = pool_in(*subnet.network, subnet.prefix);
    const auto fixed = std::ranges::count_if(book.owners(), [&](const AddressOwner& owner) {
      return subnet.prefix.contains(owner.address) && !(pool && pool->contains(owner.address));
    });
    const std::int64_t planned = fixed + (pool ? pool->size() : 0);
    const std::int64_t all = subnet.prefix.host_count();
    if (!subnet.network->addressed || planned * 100 <= all * kFullPercent) continue;
    report.add("W-221", {"networks." + subnet.network->name, subnet.path()},
               fmt::format("{} of {} addresses of {} are planned: little room for growth, and a "
                           "subnet cannot be widened later without readdressing",
                           planned, all, subnet.prefix.text()));
  }
}

}  // namespace

void check_addresses(const Derived& derived, Report& report) {
  check_bmc_subnet(derived, report);
  for (const NodeView& view : derived.nodes) {
    for (const LinkView& link : view.links)
      for (const Attachment& attachment : link.attachments)
        check_host(view, *attachment.network, attachment.address, report);
    if (view.boot && view.attachment(view.boot->network->name) == nullptr)
      check_host(view, *view.boot->network, view.boot->address, report);
  }
  const AddressBook book(derived);
  check_conflicts(book, report);
  const auto subnets = all_subnets(*derived.plan);
  check_pools(subnets, book, report);
  check_neutron_pools(*derived.plan, report);
  check_room(subnets, book, report);
}

}  // namespace rackseed::plan
