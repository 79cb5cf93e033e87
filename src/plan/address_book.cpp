#include "src/plan/address_book.hpp"

#include <fmt/format.h>

#include "src/plan/network_subnets.hpp"

namespace rackseed::plan {
namespace {

const Network* bmc_network(const Plan& plan) {
  for (const Network& network : plan.networks)
    if (network.carries_bmcs()) return &network;
  return nullptr;
}

/// A router often serves time and names too, and one server may do both.
bool may_share(const AddressOwner& a, const AddressOwner& b) {
  const auto outside = [](OwnerKind kind) {
    return kind == OwnerKind::kGateway || kind == OwnerKind::kService;
  };
  return (outside(a.kind) && outside(b.kind)) ||
         (a.kind == OwnerKind::kSeed && b.kind == OwnerKind::kService);
}

}  // namespace

AddressBook::AddressBook(const Derived& derived) {
  const Plan& plan = *derived.plan;
  add_seed(plan);
  add_gateways(plan);
  add_machines(derived);
  for (const NodeView& view : derived.nodes) add_hosts(view);
  for (const VipView& vip : derived.vips)
    add({OwnerKind::kVip, vip.vip->address, "VIP " + vip.vip->name,
         fmt::format("vips.{}.address", vip.vip->name), vip.network});
  add_services(plan);
}

void AddressBook::add(AddressOwner owner) {
  const auto [it, is_new] = by_address_.try_emplace(owner.address, owners_.size());
  if (!is_new) {
    const AddressOwner& earlier = owners_[it->second];
    if (!may_share(earlier, owner)) conflicts_.push_back({owner, earlier});
    return;
  }
  owners_.push_back(std::move(owner));
}

void AddressBook::add_seed(const Plan& plan) {
  for (std::size_t i = 0; i < plan.seed.attach.size(); ++i) {
    const std::string& name = plan.seed.attach[i].network;
    if (const auto address = seed_address(plan, name))
      add({OwnerKind::kSeed, *address, "the seed in " + name, fmt::format("seed.attach[{}]", i),
           plan.network(name), "seed"});
  }
}

void AddressBook::add_gateways(const Plan& plan) {
  for (const NetworkSubnet& subnet : all_subnets(plan)) {
    const Network& network = *subnet.network;
    if (const auto gateway = gateway_in(network, subnet.rack))
      add({OwnerKind::kGateway, *gateway, "the gateway of " + network.name,
           fmt::format("networks.{}.{}", network.name,
                       network.gateway ? "gateway" : "gateway_host"),
           &network});
  }
}

void AddressBook::add_machines(const Derived& derived) {
  const Plan& plan = *derived.plan;
  const Network* network = bmc_network(plan);
  for (const Switch& device : plan.switches)
    if (device.mgmt)
      add({OwnerKind::kSwitch, *device.mgmt, "the switch " + device.name,
           fmt::format("switches.{}.mgmt", device.name), network});
  for (const NodeView& view : derived.nodes)
    add({OwnerKind::kBmc, view.node->bmc, "the BMC of " + view.name(),
         fmt::format("nodes.{}.bmc", view.name()), network, view.name()});
}

void AddressBook::add_hosts(const NodeView& view) {
  const auto add_host = [&](const Network& network, std::optional<Ipv4> address) {
    if (!address || *address == view.node->bmc) return;  // E-212 says that
    add({OwnerKind::kHost, *address, fmt::format("{} in {}", view.name(), network.name),
         "nodes." + view.name(), &network, view.name()});
  };
  for (const LinkView& link : view.links)
    for (const Attachment& attachment : link.attachments)
      add_host(*attachment.network, attachment.address);
  if (view.boot && view.attachment(view.boot->network->name) == nullptr)
    add_host(*view.boot->network, view.boot->address);
}

void AddressBook::add_services(const Plan& plan) {
  const auto add_all = [&](const std::vector<Ipv4>& addresses, const std::string& name) {
    for (const Ipv4 address : addresses)
      add({OwnerKind::kService, address, "services." + name, "services." + name, nullptr});
  };
  add_all(plan.services.ntp, "ntp");
  add_all(plan.services.resolvers, "dns.resolvers");
  if (plan.services.syslog)
    if (const auto address = Ipv4::parse(plan.services.syslog->server))
      add_all({*address}, "syslog");
}

}  // namespace rackseed::plan
