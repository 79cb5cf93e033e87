#include <fmt/core.h>

#include <array>

#include "src/plan/emit/plain_text.hpp"
#include "src/plan/render/host_network.hpp"
#include "src/plan/render/osism.hpp"

namespace rackseed::plan {
namespace {

struct ZoneVariable {
  Zone zone = Zone::kManagement;
  std::string_view name{};
};

constexpr auto kZoneVariables =
    std::to_array<ZoneVariable>({{Zone::kManagement, "network_interface"},
                                 {Zone::kApi, "api_interface"},
                                 {Zone::kMigration, "migration_interface"},
                                 {Zone::kStorage, "storage_interface"},
                                 {Zone::kTunnel, "tunnel_interface"},
                                 {Zone::kExternal, "neutron_external_interface"}});

/// The attachment that Ansible talks to: the management network's, else the first with an address.
const Attachment* internal_attachment(const NodeView& node) {
  if (const Attachment* management = node.attachment(Zone::kManagement)) return management;
  for (const LinkView& link : node.links)
    for (const Attachment& attachment : link.attachments)
      if (attachment.address) return &attachment;
  return nullptr;
}

void add_internal(const NodeView& node, Value& variables) {
  const Attachment* internal = internal_attachment(node);
  if (internal == nullptr || !internal->address) return;
  const std::string address = internal->address->text();
  variables.set("ansible_host", address);
  variables.set("node_suffix", node.suffix);
  variables.set("node_id", node.suffix);
  variables.set("rackseed_bmc_address", node.node->bmc.text());
  variables.set("internal_interface", internal->interface);
  variables.set("internal_address", address);
  variables.set("console_interface", internal->interface);
  variables.set("management_interface", internal->interface);
}

void add_network(HostNetwork network, Value& variables) {
  variables.set("network_ethernets", std::move(network.ethernets));
  variables.set("network_bonds", std::move(network.bonds));
  variables.set("network_vlans", std::move(network.vlans));
}

void add_services(const Derived& derived, const NodeView& node, Value& variables) {
  for (const ZoneVariable& variable : kZoneVariables)
    if (const Attachment* attachment = node.attachment(variable.zone))
      variables.set(std::string(variable.name), attachment->interface);
  if (const VipView* vip = derived.vip(kExternalVip))
    for (const VipMember& member : vip->members)
      if (member.node == &node && member.attachment != nullptr)
        variables.set("kolla_external_vip_interface", member.attachment->interface);
  const Attachment* storage = node.attachment(Zone::kStorage);
  if (is_osism_member(*derived.plan, node, "ceph-control") && storage != nullptr &&
      storage->address) {
    variables.set("monitor_address", storage->address->text());
    variables.set("radosgw_address", storage->address->text());
  }
  const bool manager = is_osism_member(*derived.plan, node, "manager");
  variables.set("netdata_host_type", manager ? "server" : "client");
}

std::string host_vars(const Derived& derived, const NodeView& node, const NodeFacts& facts) {
  Value variables;
  add_internal(node, variables);
  add_network(host_network(derived, node, facts), variables);
  add_services(derived, node, variables);
  return ansible_yaml(variables);
}

/// The manager's environment has an inventory of its own, which needs only the way to the node.
std::string manager_vars(const Derived& derived, const NodeView& node, const NodeFacts& facts) {
  Value variables;
  if (const Attachment* internal = internal_attachment(node); internal && internal->address) {
    variables.set("ansible_host", internal->address->text());
    variables.set("internal_interface", internal->interface);
  }
  add_network(host_network(derived, node, facts), variables);
  return ansible_yaml(variables);
}

const NodeFacts* known(const NodeView& node, const Facts& facts) {
  const auto it = facts.find(node.node->bmc);
  return it != facts.end() && has_used_macs(node, it->second) ? &it->second : nullptr;
}

}  // namespace

Artefacts osism_host_vars(const Derived& derived, const Facts& facts) {
  Artefacts files;
  for (const NodeView* node : osism_nodes(derived))
    if (const NodeFacts* found = known(*node, facts))
      files.push_back(
          {.path = fmt::format("osism/inventory/host_vars/{}.yml", path_part(node->name())),
           .content = host_vars(derived, *node, *found)});
  for (const NodeView* node : osism_members(derived, "manager"))
    if (const NodeFacts* found = known(*node, facts))
      files.push_back({.path = fmt::format("osism/environments/manager/host_vars/{}.yml",
                                           path_part(node->name())),
                       .content = manager_vars(derived, *node, *found)});
  return files;
}

}  // namespace rackseed::plan
