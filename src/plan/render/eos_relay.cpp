#include "src/plan/render/eos_relay.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rackseed::plan {
namespace {

bool is_routed_here(const EosContext& context, const Network& network, std::string_view rack) {
  return network.per_rack && network.relay_on == context.device->name && subnet_in(network, rack) &&
         gateway_in(network, rack);
}

std::string vrf_of(const Network& network) {
  return network.carries_bmcs() ? "" : upper_word(network.name);
}

RoutedPort gateway_port(const EosContext& context, const Network& network, std::string_view rack) {
  const Prefix gateway(*gateway_in(network, rack), subnet_in(network, rack)->length());
  return {.enabled = true,
          .mtu = network.mtu == 1500 ? 0 : network.mtu,
          .vrf = vrf_of(network),
          .addresses = {gateway},
          .dhcp_server = seed_address(*context.plan, network.name)};
}

EosInterface subinterface(const EosContext& context, const EosInterface& port,
                          const Network& network, std::string_view rack) {
  const int vlan = network.switch_vlan();
  EosInterface result{.name = fmt::format("{}.{}", port.name, vlan),
                      .description = port.description + "_" + upper_word(network.name),
                      .routing = {.enabled = true, .bridged_to = vlan}};
  if (is_routed_here(context, network, rack)) result.routing = gateway_port(context, network, rack);
  result.routing.encapsulation = vlan;
  return result;
}

}  // namespace

bool is_relay(const EosContext& context) {
  return std::ranges::any_of(context.plan->networks, [&](const Network& network) {
    return network.per_rack && network.relay_on == context.device->name;
  });
}

bool is_relayed(const EosContext& context, const LinkEnd& end) {
  return end.other->rack != context.device->rack &&
         std::ranges::any_of(carried_networks(*context.plan, *end.link), [&](const Network* n) {
           return is_routed_here(context, *n, end.other->rack);
         });
}

EosInterfaces relay_interfaces(const EosContext& context, const LinkEnd& end, EosInterface port) {
  const std::string& rack = end.other->rack;
  EosInterfaces interfaces;
  port.routing.enabled = true;
  bool has_untagged = false;
  for (const Network* network : carried_networks(*context.plan, *end.link)) {
    const bool routed = is_routed_here(context, *network, rack);
    if (!network->vlan && routed && !has_untagged) {
      port.routing = gateway_port(context, *network, rack);
      has_untagged = true;
    } else {
      interfaces.push_back(subinterface(context, port, *network, rack));
    }
  }
  interfaces.insert(interfaces.begin(), std::move(port));
  return interfaces;
}

EosInterfaces vlan_interfaces(const EosContext& context) {
  const Switch& device = *context.device;
  const Network* managed_in = management_network(context);
  EosInterfaces interfaces;
  for (const Network& network : context.plan->networks) {
    const bool routed = is_routed_here(context, network, device.rack);
    const bool managed = device.role == SwitchRole::kMgmt && managed_in == &network;
    if (!routed && !managed) continue;
    EosInterface interface {
      .name = fmt::format("Vlan{}", network.switch_vlan()),
      .description = managed ? "in-band management" : upper_word(network.name), .routing = {
        .enabled = true
      }
    };
    if (routed) interface.routing = gateway_port(context, network, device.rack);
    if (managed && device.mgmt)  // a router's first address is the one its relayed requests name
      interface.routing.addresses.emplace_back(*device.mgmt,
                                               subnet_in(network, device.rack)->length());
    interfaces.push_back(std::move(interface));
  }
  return interfaces;
}

std::vector<std::string> relay_vrfs(const EosContext& context) {
  std::vector<std::string> vrfs;
  for (const Network& network : context.plan->networks)
    if (network.per_rack && network.relay_on == context.device->name && !vrf_of(network).empty())
      vrfs.push_back(vrf_of(network));
  return vrfs;
}

}  // namespace rackseed::plan
