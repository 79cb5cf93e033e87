#include "src/plan/describe.hpp"

#include <fmt/format.h>

#include "src/plan/network_subnets.hpp"

namespace rackseed::plan {
namespace {

Value text_or_null(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value address_or_null(const std::optional<Ipv4>& address) {
  return address ? Value(address->text()) : Value();
}

Value number_or_null(int number) { return number == 0 ? Value() : Value(number); }

Value describe_attachment(const Attachment& attachment) {
  const Network& network = *attachment.network;
  Value value;
  value.set("network", network.name)
      .set("zone", to_string(network.zone))
      .set("interface", attachment.interface)
      .set("vlan", network.vlan ? Value(*network.vlan) : Value())
      .set("address", attachment.address ? Value(fmt::format("{}/{}", attachment.address->text(),
                                                             attachment.subnet.length()))
                                         : Value())
      .set("mtu", network.mtu)
      .set("gateway", address_or_null(attachment.gateway))
      .set("default_route", attachment.default_route);
  return value;
}

Value describe_link(const LinkView& link) {
  Value::List attachments;
  for (const Attachment& attachment : link.attachments)
    attachments.push_back(describe_attachment(attachment));
  Value value;
  value.set("name", link.plan->name)
      .set("bond", link.plan->is_bond())
      .set("nics", Value::list(link.plan->nics()))
      .set("mtu", link.mtu)
      .set("port_channel", number_or_null(link.channel))
      .set("attachments", std::move(attachments));
  return value;
}

Value describe_cable(const Cable& cable) {
  Value value;
  value.set("nic", cable.nic)
      .set("where", cable.hardware != nullptr ? text_or_null(cable.hardware->where) : Value())
      .set("speed_mbps", cable.hardware != nullptr ? Value(cable.hardware->speed_mbps) : Value())
      .set("switch", text_or_null(cable.switch_name))
      .set("port", text_or_null(cable.port))
      .set("port_channel", number_or_null(cable.channel));
  return value;
}

Value describe_boot(const Derived& derived, const NodeView& node) {
  const Boot& boot = node.node->boot;
  Value value;
  value.set("path", to_string(boot.path))
      .set("firmware", to_string(boot.firmware))
      .set("loader", to_string(boot.loader))
      .set("secure_boot", boot.secure_boot);
  if (!node.boot) return value;
  value.set("nic", boot.nic)
      .set("network", node.boot->network->name)
      .set("address", address_or_null(node.boot->address))
      .set("seed", address_or_null(seed_address(*derived.plan, node.boot->network->name)))
      .set("nocloud", fmt::format("/nocloud/{}/", node.node->bmc.text()));
  return value;
}

Value describe_vip(const VipView& view) {
  Value::List members;
  for (const VipMember& member : view.members) {
    Value value;
    value.set("node", member.node->name())
        .set("address",
             member.attachment != nullptr ? address_or_null(member.attachment->address) : Value())
        .set("interface",
             member.attachment != nullptr ? Value(member.attachment->interface) : Value())
        .set("priority", member.priority);
    members.push_back(std::move(value));
  }
  Value value;
  value.set("name", view.vip->name)
      .set("address", view.vip->address.text())
      .set("network", view.vip->network)
      .set("manager", to_string(view.vip->manager))
      .set("vrid", view.vrid)
      .set("members", std::move(members));
  return value;
}

Value describe_network(const Plan& plan, const Network& network) {
  Value::List subnets;
  for (const NetworkSubnet& subnet : all_subnets(plan)) {
    if (subnet.network != &network) continue;
    const auto pool = pool_in(network, subnet.prefix);
    Value value;
    value.set("rack", text_or_null(subnet.rack))
        .set("subnet", subnet.prefix.text())
        .set("gateway", address_or_null(gateway_in(network, subnet.rack)))
        .set("pool", pool ? Value(pool->text()) : Value());
    subnets.push_back(std::move(value));
  }
  Value value;
  value.set("name", network.name)
      .set("zone", to_string(network.zone))
      .set("vlan", network.vlan ? Value(*network.vlan) : Value())
      .set("switch_vlan", network.switch_vlan())
      .set("mtu", network.mtu)
      .set("seed", address_or_null(seed_address(plan, network.name)))
      .set("subnets", std::move(subnets));
  // Geneve over IPv4 takes 58 bytes of each packet.
  if (network.zone == Zone::kTunnel) value.set("tenant_mtu", network.mtu - 58);
  return value;
}

}  // namespace

Value describe_node(const Derived& derived, const NodeView& node) {
  Value::List links;
  for (const LinkView& link : node.links) links.push_back(describe_link(link));
  Value::List cables;
  for (const Cable& cable : node.cables) cables.push_back(describe_cable(cable));
  Value value;
  value.set("name", node.name())
      .set("bmc", node.node->bmc.text())
      .set("role", node.role->name)
      .set("rack", node.node->rack)
      .set("unit", node.node->unit)
      .set("suffix", node.suffix)
      .set("fqdn", node.fqdn)
      .set("instance_id", node.instance_id)
      .set("os", node.os != nullptr ? Value(node.os->name) : Value())
      .set("method", node.os != nullptr ? Value(to_string(node.os->method)) : Value())
      .set("storage", node.storage != nullptr ? Value(node.storage->name) : Value())
      .set("osism_groups", Value::list(node.role->osism_groups))
      .set("boot", describe_boot(derived, node))
      .set("links", std::move(links))
      .set("cables", std::move(cables));
  return value;
}

Value describe(const Derived& derived) {
  const Plan& plan = *derived.plan;
  Value::List nodes;
  for (const NodeView& node : derived.nodes) nodes.push_back(describe_node(derived, node));
  Value::List vips;
  for (const VipView& vip : derived.vips) vips.push_back(describe_vip(vip));
  Value::List networks;
  for (const Network& network : plan.networks) networks.push_back(describe_network(plan, network));
  Value value;
  value.set("name", plan.metadata.name)
      .set("mode", to_string(plan.metadata.mode))
      .set("revision", plan.metadata.revision)
      .set("domain", plan.identity.domain)
      .set("networks", std::move(networks))
      .set("nodes", std::move(nodes))
      .set("vips", std::move(vips));
  return value;
}

}  // namespace rackseed::plan
