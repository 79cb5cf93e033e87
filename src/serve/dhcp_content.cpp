#include "src/serve/dhcp_content.hpp"

#include <algorithm>

namespace rackseed::serve {
namespace {

using plan::Network;

struct RackPrefix {
  std::string rack{};
  Prefix prefix{};
};

std::vector<RackPrefix> prefixes_of(const plan::Plan& plan, const Network& network) {
  std::vector<RackPrefix> prefixes;
  if (!network.per_rack) {
    if (network.subnet) prefixes.push_back({plan::seed_rack(plan), network.subnet->masked()});
    return prefixes;
  }
  for (const plan::RackSubnet& entry : network.subnets)
    prefixes.push_back({entry.rack, entry.subnet.masked()});
  return prefixes;
}

std::vector<dhcp::AddressRange> pool_of(const Network& network, const Prefix& prefix) {
  if (!network.pool) return {};
  const auto first = prefix.host(network.pool->first);
  const auto last = prefix.host(network.pool->second);
  if (!first || !last) return {};
  return {{*first, *last}};
}

dhcp::Subnet subnet_of(const plan::Plan& plan, const Network& network, const RackPrefix& place,
                       Ipv4 seed) {
  const bool is_proxy = plan.seed.dhcp.mode == plan::DhcpMode::kProxy;
  const bool pools = plan.seed.dhcp.unknown_clients == plan::UnknownClients::kPool;
  return {.network = network.name,
          .prefix = place.prefix,
          .seed = seed,
          .gateway = plan::gateway_in(network, place.rack),
          .pool = pool_of(network, place.prefix),
          .for_bmcs = network.zone == plan::Zone::kBmc,
          .mode = is_proxy ? dhcp::ServerMode::kProxy : dhcp::ServerMode::kAuthoritative,
          .unknown_clients = pools ? dhcp::UnknownClients::kPool : dhcp::UnknownClients::kIgnore,
          .name_servers = plan.services.resolvers,
          .time_servers = plan.services.ntp,
          .domain = plan.identity.domain};
}

dhcp::OsMethod method_of(const plan::OsProfile* os) {
  if (os == nullptr) return dhcp::OsMethod::kNone;
  switch (os->method) {
    case plan::Method::kAutoinstall:
      return dhcp::OsMethod::kAutoinstall;
    case plan::Method::kPreseed:
      return dhcp::OsMethod::kPreseed;
    case plan::Method::kImage:
      return dhcp::OsMethod::kImage;
    case plan::Method::kVendorIso:
      return dhcp::OsMethod::kVendorIso;
  }
  return dhcp::OsMethod::kNone;
}

/// The addresses of one of its NICs: the BMC's own, or the one to boot with.
std::vector<Ipv4> addresses_of(const plan::NodeView& view, std::string_view nic) {
  if (nic == "bmc") return {view.node->bmc};
  const bool boots = view.boot && view.boot->address && nic == view.node->boot.nic;
  return boots ? std::vector<Ipv4>{*view.boot->address} : std::vector<Ipv4>{};
}

void add_reservations(const Machine& machine, std::vector<dhcp::Reservation>& reservations) {
  const plan::NodeView& view = *machine.view;
  const plan::Boot& boot = view.node->boot;
  for (const auto& [nic, mac] : machine.facts.macs)
    reservations.push_back(
        {.mac = mac,
         .node = machine.name(),
         .bmc_address = machine.bmc(),
         .nic = nic,
         .port = nic == "bmc" ? dhcp::Port::kBmc : dhcp::Port::kHost,
         .addresses = addresses_of(view, nic),
         .secure_boot = boot.secure_boot || boot.loader == plan::Loader::kGrub,
         .boot_allowed = machine.may_install(),
         .uses_mirror = view.os != nullptr && view.os->apt_mode == plan::AptMode::kMirror,
         .os_method = method_of(view.os)});
}

void add_addresses(const plan::NodeView& view, std::vector<Ipv4>& addresses) {
  addresses.push_back(view.node->bmc);
  if (view.boot && view.boot->address) addresses.push_back(*view.boot->address);
  for (const plan::LinkView& link : view.links)
    for (const plan::Attachment& attachment : link.attachments)
      if (attachment.address) addresses.push_back(*attachment.address);
}

/// Planned for somebody whose MAC address may not be known yet.
std::vector<Ipv4> planned_addresses(const plan::Derived& derived) {
  std::vector<Ipv4> addresses;
  for (const plan::NodeView& view : derived.nodes) add_addresses(view, addresses);
  for (const plan::Switch& device : derived.plan->switches)
    if (device.mgmt) addresses.push_back(*device.mgmt);
  for (const plan::VipView& vip : derived.vips) addresses.push_back(vip.vip->address);
  return addresses;
}

}  // namespace

bool is_served(const plan::Derived& derived, const Network& network) {
  if (network.zone == plan::Zone::kOobAdmin) return false;
  if (network.carries_bmcs() || network.zone == plan::Zone::kProvisioning) return true;
  return std::ranges::any_of(derived.nodes, [&](const plan::NodeView& view) {
    return view.boot && view.boot->network == &network;
  });
}

std::map<std::string, Ipv4> seed_addresses(const plan::Derived& derived) {
  std::map<std::string, Ipv4> addresses;
  for (const Network& network : derived.plan->networks)
    if (const auto seed = plan::seed_address(*derived.plan, network.name);
        seed && is_served(derived, network))
      addresses.emplace(network.name, *seed);
  return addresses;
}

dhcp::DirectoryContent dhcp_content(const plan::Derived& derived, const Machines& machines,
                                    const SeedInterfaces& interfaces,
                                    const dhcp::BootFiles& boot_files) {
  const plan::Plan& plan = *derived.plan;
  dhcp::DirectoryContent content{
      .accept_relays = plan.seed.dhcp.accept_relays,
      .never_given = planned_addresses(derived),
      .boot_files = boot_files,
      .http_port = static_cast<std::uint16_t>(plan.seed.http_port),
      .lease = std::chrono::seconds(plan.seed.dhcp.lease_seconds),
  };
  const auto addresses = seed_addresses(derived);
  for (const Network& network : plan.networks) {
    const auto seed = addresses.find(network.name);
    if (seed == addresses.end()) continue;
    for (const RackPrefix& place : prefixes_of(plan, network)) {
      dhcp::Subnet subnet = subnet_of(plan, network, place, seed->second);
      const auto own = interfaces.find(seed->second);
      if (own != interfaces.end() && place.prefix.contains(seed->second))
        subnet.interface = own->second;
      content.subnets.push_back(std::move(subnet));
    }
  }
  for (const auto& [bmc, machine] : machines.all()) add_reservations(machine, content.reservations);
  return content;
}

}  // namespace rackseed::serve
