#include "src/plan/render/host_network.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rackseed::plan {
namespace {

std::string mac_text(const NodeFacts& facts, const std::string& nic) {
  return facts.mac(nic).value_or(Mac{}).text();
}

const Attachment* untagged(const LinkView& link) {
  const auto it = std::ranges::find_if(link.attachments, [](const auto& a) { return !a.tagged(); });
  return it == link.attachments.end() ? nullptr : &*it;
}

Value name_servers(const Plan& plan) {
  Value servers;
  if (!plan.services.resolvers.empty()) {
    Value::List addresses;
    for (const Ipv4 address : plan.services.resolvers) addresses.emplace_back(address.text());
    servers.set("addresses", std::move(addresses));
  }
  servers.set("search", Value::list({plan.identity.domain}));
  return servers;
}

/// What an interface has in its network, or that it has nothing: without `link-local: []` the
/// kernel would give it an IPv6 address of its own.
void add_addressing(const Plan& plan, const Attachment* attachment, Value& interface) {
  if (attachment == nullptr || !attachment->address) {
    interface.set("link-local", Value::List{});
    return;
  }
  interface.set("addresses", Value::list({fmt::format("{}/{}", attachment->address->text(),
                                                      attachment->subnet.length())}));
  if (!attachment->default_route || !attachment->gateway) return;
  const Value route(Value::Map{{"to", "default"}, {"via", attachment->gateway->text()}});
  interface.set("routes", Value::List{route});
  interface.set("nameservers", name_servers(plan));
}

Value ethernet(const std::string& name, const std::string& mac, int mtu) {
  return Value::Map{{"match", Value::Map{{"macaddress", mac}}},
                    {"set-name", name},
                    {"mtu", mtu},
                    {"dhcp4", false},
                    {"dhcp6", false}};
}

Value bond_parameters(const BondSettings& settings) {
  const bool lacp = settings.mode == "802.3ad";
  Value parameters;
  parameters.set("mode", settings.mode);
  if (lacp) parameters.set("lacp-rate", settings.lacp_rate);
  parameters.set("mii-monitor-interval", settings.miimon_ms);
  if (lacp) parameters.set("transmit-hash-policy", settings.hash);
  parameters.set("min-links", settings.min_links);
  return parameters;
}

Value bond(const Plan& plan, const LinkView& link) {
  Value interface(Value::Map{{"interfaces", Value::list(link.plan->members)},
                             {"mtu", link.mtu},
                             {"dhcp4", false},
                             {"dhcp6", false}});
  add_addressing(plan, untagged(link), interface);
  interface.set("parameters", bond_parameters(plan.bond));
  return interface;
}

Value vlan(const Plan& plan, const Attachment& attachment) {
  Value interface(Value::Map{{"id", *attachment.network->vlan},
                             {"link", attachment.link},
                             {"mtu", attachment.network->mtu}});
  add_addressing(plan, &attachment, interface);
  return interface;
}

void add_link(const Plan& plan, const LinkView& link, const NodeFacts& facts,
              HostNetwork& network) {
  const std::string& name = link.plan->name;
  if (link.plan->is_bond()) {
    for (const std::string& nic : link.plan->members) {
      Value member = ethernet(nic, mac_text(facts, nic), link.mtu);
      member.set("optional", true);  // the boot does not wait for a dead link
      network.ethernets.emplace_back(nic, std::move(member));
    }
    network.bonds.emplace_back(name, bond(plan, link));
  } else {
    Value interface = ethernet(name, mac_text(facts, link.plan->nic), link.mtu);
    add_addressing(plan, untagged(link), interface);
    network.ethernets.emplace_back(name, std::move(interface));
  }
  for (const Attachment& attachment : link.attachments)
    if (attachment.tagged())
      network.vlans.emplace_back(attachment.interface, vlan(plan, attachment));
}

}  // namespace

bool is_installed_by_us(const NodeView& node) {
  return node.os != nullptr && node.os->method != Method::kVendorIso;
}

std::vector<std::string> used_nics(const NodeView& node) {
  std::vector<std::string> nics;
  for (const LinkView& link : node.links)
    for (const std::string& nic : link.plan->nics()) nics.push_back(nic);
  return nics;
}

bool has_used_macs(const NodeView& node, const NodeFacts& facts) {
  return std::ranges::all_of(used_nics(node),
                             [&](const std::string& nic) { return facts.mac(nic).has_value(); });
}

HostNetwork host_network(const Derived& derived, const NodeView& node, const NodeFacts& facts) {
  HostNetwork network;
  for (const LinkView& link : node.links) add_link(*derived.plan, link, facts, network);
  return network;
}

}  // namespace rackseed::plan
