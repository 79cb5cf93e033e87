#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "src/plan/network_subnets.hpp"
#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

struct Reserved {
  Prefix prefix{};
  std::string_view owner{};
};

// 172.31.100.0-172.31.102.x and 172.31.254.0/24: OSISM's appendix on networks.
constexpr auto kReserved = std::to_array<Reserved>({
    {Prefix(Ipv4(0xac1f6400), 22), "OSISM container networks (docs/appendix/networks.md)"},
    {Prefix(Ipv4(0xac1ffe00), 24), "OSISM container networks (docs/appendix/networks.md)"},
    {Prefix(Ipv4(0xac110000), 16), "Docker's default bridge"},
});

void check_host_bits(const Network& network, Report& report) {
  const auto check = [&](const Prefix& subnet, const std::string& path) {
    if (!subnet.has_host_bits()) return;
    report.add("E-201", path,
               fmt::format("{} has host bits set; did you mean {}?", subnet.text(),
                           subnet.masked().text()));
  };
  const std::string path = "networks." + network.name;
  if (network.subnet) check(*network.subnet, path + ".subnet");
  for (const RackSubnet& subnet : network.subnets)
    check(subnet.subnet, fmt::format("{}.subnets.{}", path, subnet.rack));
}

void check_reserved(const Plan& plan, const NetworkSubnet& subnet, Report& report) {
  if (plan.handover.target != Target::kOsism) return;
  for (const Reserved& reserved : kReserved)
    if (subnet.prefix.overlaps(reserved.prefix))
      report.add("E-203", {"networks." + subnet.network->name, subnet.path()},
                 fmt::format("{} overlaps {}, used by {}", subnet.prefix.text(),
                             reserved.prefix.text(), reserved.owner));
}

void check_overlaps(const std::vector<NetworkSubnet>& subnets, Report& report) {
  for (auto a = subnets.begin(); a != subnets.end(); ++a)
    for (auto b = a + 1; b != subnets.end(); ++b)
      if (a->prefix.overlaps(b->prefix))
        report.add("E-202", Subject("networks." + a->network->name, a->path()),
                   fmt::format("{} overlaps networks.{} {}", a->prefix.text(), b->network->name,
                               b->prefix.text()));
}

void check_gateway(const NetworkSubnet& subnet, Report& report) {
  const Network& network = *subnet.network;
  const std::string path = "networks." + network.name;
  if (network.gateway) {
    if (!subnet.prefix.is_host(*network.gateway))
      report.add("E-206", path + ".gateway",
                 fmt::format("{} is not a usable address of {}", network.gateway->text(),
                             subnet.prefix.text()));
  } else if (network.gateway_host && !subnet.prefix.host(*network.gateway_host)) {
    report.add("E-206", path + ".gateway_host",
               fmt::format("{} is not a usable host number of {}", *network.gateway_host,
                           subnet.prefix.text()));
  }
}

void check_pool(const NetworkSubnet& subnet, Report& report) {
  const Network& network = *subnet.network;
  if (!network.pool || pool_in(network, subnet.prefix)) return;
  const auto text = [&](int number) {
    return Ipv4(subnet.prefix.network().bits() + static_cast<std::uint32_t>(number)).text();
  };
  report.add("E-219", fmt::format("networks.{}.pool", network.name),
             fmt::format("{}-{} is not a range inside {}", text(network.pool->first),
                         text(network.pool->second), subnet.prefix.text()));
}

bool is_attached(const Derived& derived, const Network& network) {
  const Plan& plan = *derived.plan;
  const bool in_role = std::ranges::any_of(plan.roles, [&](const Role& role) {
    return std::ranges::any_of(role.interfaces, [&](const InterfacePlan& interface) {
      return std::ranges::count(interface.networks, network.name) > 0;
    });
  });
  const bool boots = std::ranges::any_of(derived.nodes, [&](const NodeView& node) {
    return node.boot && node.boot->network == &network;
  });
  return in_role || boots || network.carries_bmcs() ||
         std::ranges::count(plan.seed.attach, network.name, &SeedAttachment::network) > 0;
}

}  // namespace

void check_subnets(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  const auto subnets = all_subnets(plan);
  for (const NetworkSubnet& subnet : subnets) {
    check_reserved(plan, subnet, report);
    check_gateway(subnet, report);
    check_pool(subnet, report);
  }
  check_overlaps(subnets, report);
  for (const Network& network : plan.networks) {
    const std::string path = "networks." + network.name;
    check_host_bits(network, report);
    if (network.zone == Zone::kExternal && network.addressed)
      report.add("E-228", path, "a provider network handed to Neutron must have addressing: none");
    if (!is_attached(derived, network))
      report.add("W-222", path, "defined but never attached to a role, the seed or the BMCs");
  }
  if (std::ranges::none_of(plan.networks, &Network::carries_bmcs))
    report.add("E-207", "networks", "no network has zone bmc (or also: bmc)");
}

}  // namespace rackseed::plan
