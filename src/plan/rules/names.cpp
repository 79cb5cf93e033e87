#include <fmt/format.h>
#include <rackseed/ascii.hpp>

#include <algorithm>
#include <array>
#include <set>

#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

constexpr std::size_t kLongestHostName = 63;   // RFC 1123 section 2.1
constexpr std::size_t kLongestInterface = 15;  // IFNAMSIZ - 1

bool is_host_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestHostName && name.front() != '-' &&
         name.back() != '-' &&
         std::ranges::all_of(name, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_interface_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestInterface && is_lower(name.front()) &&
         std::ranges::all_of(
             name, [](char c) { return is_lower(c) || is_digit(c) || c == '_' || c == '.'; });
}

bool is_taken_name(std::string_view name) {
  constexpr auto kTaken = std::to_array<std::string_view>(
      {"lo", "br-ex", "br-int", "br-tun", "docker0", "ovs-system", "genev_sys_6081",
       "vxlan_sys_4789", "br-provider", "all", "default"});
  constexpr auto kPrefixes = std::to_array<std::string_view>(
      {"tap", "qbr", "qvo", "qvb", "qr-", "qg-", "veth", "docker", "virbr", "ovn-"});
  return std::ranges::count(kTaken, name) > 0 ||
         std::ranges::any_of(kPrefixes, [&](auto prefix) { return name.starts_with(prefix); });
}

/// Names that the role's other interfaces will have on the node: NICs in bonds and VLANs.
std::set<std::string> other_names(const Plan& plan, const Role& role) {
  std::set<std::string> names;
  for (const InterfacePlan& interface : role.interfaces) {
    names.insert(interface.members.begin(), interface.members.end());
    for (const std::string& name : interface.networks)
      if (const Network* network = plan.network(name); network->vlan)
        names.insert(fmt::format("vlan{}", *network->vlan));
  }
  return names;
}

void check_interface(const Plan& plan, const Role& role, const std::string& name, Report& report) {
  const Subject subject(fmt::format("roles.{}.{}", role.name, name),
                        fmt::format("roles.{}.interfaces.{}", role.name, name));
  if (is_taken_name(name)) {
    report.add("E-316", subject,
               "this interface name is used by the kernel, Docker, Open vSwitch or OVN; choose "
               "another");
  } else if (!is_interface_name(name)) {
    report.add("E-315", subject,
               "interface name must match [a-z][a-z0-9_.]{0,14}: longer than 15 is refused by the "
               "kernel, and \"-\" breaks the ansible_<interface> facts that OSISM reads");
  } else if (other_names(plan, role).contains(name)) {
    report.add("E-317", subject,
               "a bond member or a VLAN of this role has the same interface name; choose another");
  }
}

}  // namespace

void check_names(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  for (const Node& node : plan.nodes)
    if (!is_host_name(node.name))
      report.add("E-109", {node.name, fmt::format("nodes.{}.name", node.name)},
                 "host name must be lower-case letters, digits and \"-\", no dots (the FQDN is "
                 "derived)");
  for (const Role& role : plan.roles)
    for (const InterfacePlan& interface : role.interfaces)
      check_interface(plan, role, interface.name, report);
}

}  // namespace rackseed::plan
