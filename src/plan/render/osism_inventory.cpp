#include <rackseed/ascii.hpp>

#include <algorithm>
#include <array>

#include "src/plan/emit/ini.hpp"
#include "src/plan/render/osism.hpp"

namespace rackseed::plan {
namespace {

struct Group {
  std::string_view name{};
  bool always =
      false;  ///< other files of the inventory refer to it: Ansible fails when it is missing
};

constexpr auto kGroups = std::to_array<Group>({{"manager", true},
                                               {"monitoring", true},
                                               {"control", true},
                                               {"compute", true},
                                               {"network", true},
                                               {"ceph-control", false},
                                               {"ceph-resource", false}});

IniSection section(std::string name, const std::vector<const NodeView*>& nodes) {
  IniSection result{.name = std::move(name)};
  for (const NodeView* node : nodes)
    if (is_ini_word(node->name())) result.lines.push_back(node->name());  // else E-109
  return result;
}

/// "rack_r11": a group name may hold no other character than these (Ansible warns and, with "-",
/// refuses it as a variable).
std::string rack_group(std::string_view rack) {
  std::string name = "rack_";
  for (const char c : rack) name += is_alphanumeric(c) ? to_lower(c) : '_';
  return name;
}

std::string rack_sections(const Derived& derived) {
  std::vector<IniSection> sections;
  for (const Rack& rack : derived.plan->racks) {
    auto nodes = osism_nodes(derived);
    std::erase_if(nodes, [&](const NodeView* node) { return node->node->rack != rack.name; });
    if (!nodes.empty()) sections.push_back(section(rack_group(rack.name), nodes));
  }
  return emit_ini(sections, IniEnd::kBlankLine);
}

/// Groups of the plan's roles that OSISM's own list does not know, in the plan's order.
std::vector<std::string> own_groups(const Plan& plan) {
  std::vector<std::string> names;
  for (const Role& role : plan.roles)
    for (const std::string& name : role.osism_groups) {
      const bool known = name == "generic" || name == "all" || name == "ungrouped" ||
                         std::ranges::count(kGroups, name, &Group::name) > 0 ||
                         std::ranges::count(names, name) > 0;
      if (!known && is_ini_word(name)) names.push_back(name);
    }
  return names;
}

std::string role_sections(const Derived& derived) {
  std::vector<IniSection> sections{section("generic", osism_nodes(derived))};
  for (const Group& group : kGroups) {
    const auto members = osism_members(derived, group.name);
    if (group.always || !members.empty())
      sections.push_back(section(std::string(group.name), members));
  }
  for (const std::string& name : own_groups(*derived.plan))
    if (const auto members = osism_members(derived, name); !members.empty())
      sections.push_back(section(name, members));
  if (!osism_members(derived, "ceph-control").empty())
    sections.push_back({.name = "ceph-rgw:children", .lines = {"ceph-control"}});
  return emit_ini(sections);
}

}  // namespace

Artefacts osism_inventory(const Derived& derived) {
  const Value generic(Value::Map{{"network_type", "netplan"},
                                 {"network_allow_service_restart", false},
                                 {"timezone_name", derived.plan->identity.timezone}});
  return {
      {.path = "osism/inventory/10-custom", .content = rack_sections(derived)},
      {.path = "osism/inventory/20-roles", .content = role_sections(derived)},
      {.path = "osism/inventory/99-overwrite",
       .content = "# groups listed here are removed from all other inventory files at runtime\n"},
      {.path = "osism/inventory/group_vars/generic/rackseed.yml", .content = ansible_yaml(generic)},
      {.path = "osism/environments/manager/hosts",
       .content = emit_ini({section("manager", osism_members(derived, "manager"))})}};
}

}  // namespace rackseed::plan
