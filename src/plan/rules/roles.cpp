#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "src/plan/rules/rules.hpp"
#include "src/plan/speed.hpp"

namespace rackseed::plan {
namespace {

/// Two bonds fit into a node's pair of port-channel numbers (100 + 2 x suffix + index).
constexpr int kMostBonds = 2;

Subject interface_subject(const Role& role, const InterfacePlan& interface) {
  return {fmt::format("roles.{}.{}", role.name, interface.name),
          fmt::format("roles.{}.interfaces.{}", role.name, interface.name)};
}

void check_bond(const Role& role, const InterfacePlan& bond, const Hardware& hardware,
                Report& report) {
  const Subject subject = interface_subject(role, bond);
  std::vector<std::string> speeds;
  std::set<int> distinct;
  std::set<Side> sides;
  bool all_on_tors = true;
  for (const std::string& member : bond.members) {
    const Nic& nic = *find_named(hardware.nics, member);
    speeds.push_back(fmt::format("{}={}", nic.name, speed_text(nic.speed_mbps)));
    distinct.insert(nic.speed_mbps);
    sides.insert(nic.side);
    all_on_tors = all_on_tors && nic.switch_kind == "tor";
  }
  if (bond.members.size() == 1) {
    report.add("W-306", subject, "bond with a single member");
    return;
  }
  if (distinct.size() > 1)
    report.add("E-303", subject,
               fmt::format("bond members have different speeds: {}", fmt::join(speeds, ", ")));
  if (all_on_tors && sides.size() == 1)
    report.add("E-304", subject,
               fmt::format("all members ({}) are cabled to ToR {}: one ToR failure takes the bond "
                           "down",
                           fmt::join(bond.members, ", "), to_string(*sides.begin())));
}

void check_nic_use(const Role& role, Report& report) {
  std::map<std::string, int> uses;
  for (const InterfacePlan& interface : role.interfaces)
    for (const std::string& nic : interface.nics()) ++uses[nic];
  for (const auto& [nic, count] : uses)
    if (count > 1)
      report.add("E-302", {"roles." + role.name, fmt::format("roles.{}.interfaces", role.name)},
                 fmt::format("NIC {} is used by {} interfaces", nic,
                             count == 2 ? "two" : std::to_string(count)));
}

void check_networks(const Plan& plan, const Role& role, Report& report) {
  std::set<std::string> attached;
  for (const InterfacePlan& interface : role.interfaces) {
    std::vector<std::string_view> untagged;
    for (const std::string& name : interface.networks) {
      if (!attached.insert(name).second)
        report.add("E-307", {"roles." + role.name, interface_subject(role, interface).where},
                   fmt::format("network {} is attached twice", name));
      if (!plan.network(name)->vlan) untagged.emplace_back(name);
    }
    if (untagged.size() > 1)
      report.add("E-308", interface_subject(role, interface),
                 fmt::format("{} untagged networks on one interface: {}",
                             untagged.size() == 2 ? "two" : std::to_string(untagged.size()),
                             fmt::join(untagged, ", ")));
  }
}

bool has_network(const Role& role, std::string_view name) {
  return std::ranges::any_of(role.interfaces, [&](const InterfacePlan& interface) {
    return std::ranges::count(interface.networks, name) > 0;
  });
}

void check_default_route(const Plan& plan, const Role& role, Report& report) {
  if (role.default_route.empty()) return;
  const Network* network = plan.network(role.default_route);
  const bool routed = network != nullptr && (network->gateway || network->gateway_host);
  if (routed && has_network(role, role.default_route)) return;
  report.add(
      "E-226", fmt::format("roles.{}.default_route", role.name),
      fmt::format("\"{}\" must be an attached network that has a gateway", role.default_route));
}

void check_api(const Plan& plan, const Role& role, Report& report) {
  if (plan.handover.target != Target::kOsism) return;
  const bool runs_kolla = std::ranges::any_of(role.osism_groups, [](const std::string& group) {
    return group == "control" || group == "compute" || group == "network";
  });
  const auto api = std::ranges::find(plan.networks, Zone::kApi, &Network::zone);
  const std::string name = api == plan.networks.end() ? "api" : api->name;
  if (runs_kolla && !has_network(role, name))
    report.add("E-225", "roles." + role.name,
               fmt::format("no interface in network {}; kolla binds RabbitMQ, MariaDB and the "
                           "internal VIP to api_interface",
                           name));
}

void check_bond_settings(const Plan& plan, Report& report) {
  const BondSettings& bond = plan.bond;
  if (bond.mode != "802.3ad" && bond.mode != "active-backup")
    report.add("E-309", "defaults.bond.mode",
               fmt::format("{}: use 802.3ad (switch pair) or active-backup", bond.mode));
  if (bond.hash == "layer2")
    report.add("W-318", "defaults.bond.hash",
               "layer2 sends all traffic to one gateway MAC over a single link; use layer3+4");
}

}  // namespace

void check_roles(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  check_bond_settings(plan, report);
  for (const Role& role : plan.roles) {
    const Hardware* hardware = find_named(plan.hardware, role.hardware);
    int bonds = 0;
    for (const InterfacePlan& interface : role.interfaces) {
      if (!interface.is_bond() || hardware == nullptr) continue;
      check_bond(role, interface, *hardware, report);
      if (++bonds == kMostBonds + 1)
        report.add("E-313", interface_subject(role, interface),
                   fmt::format("a third bond: the port-channel numbers of a node have room for {}",
                               kMostBonds));
    }
    check_nic_use(role, report);
    check_networks(plan, role, report);
    check_default_route(plan, role, report);
    check_api(plan, role, report);
  }
}

}  // namespace rackseed::plan
