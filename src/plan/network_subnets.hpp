#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "src/plan/plan.hpp"

namespace rackseed::plan {

/// One subnet of a network: that of the plan, or that of one rack.
struct NetworkSubnet {
  const Network* network = nullptr;
  std::string rack{};  ///< "" when it serves the whole plan
  Prefix prefix{};     ///< without host bits

  [[nodiscard]] std::string path() const {
    return rack.empty() ? fmt::format("networks.{}.subnet", network->name)
                        : fmt::format("networks.{}.subnets.{}", network->name, rack);
  }
};

/// In the order of the plan.
[[nodiscard]] inline std::vector<NetworkSubnet> all_subnets(const Plan& plan) {
  std::vector<NetworkSubnet> result;
  for (const Network& network : plan.networks) {
    if (!network.per_rack && network.subnet)
      result.push_back({.network = &network, .prefix = network.subnet->masked()});
    if (!network.per_rack) continue;
    for (const RackSubnet& subnet : network.subnets)
      result.push_back({&network, subnet.rack, subnet.subnet.masked()});
  }
  return result;
}

/// Addresses, both ends included.
struct AddressRange {
  Ipv4 first{}, last{};

  [[nodiscard]] bool contains(Ipv4 address) const { return address >= first && address <= last; }
  [[nodiscard]] std::int64_t size() const { return std::int64_t{last.bits()} - first.bits() + 1; }
  [[nodiscard]] std::string text() const { return first.text() + "-" + last.text(); }
};

/// The dynamic range of a network in one of its subnets; nothing when it has none, or when its
/// numbers are no range of hosts there (E-219).
[[nodiscard]] inline std::optional<AddressRange> pool_in(const Network& network,
                                                         const Prefix& subnet) {
  if (!network.pool || network.pool->first > network.pool->second) return {};
  const auto first = subnet.host(network.pool->first);
  const auto last = subnet.host(network.pool->second);
  if (!first || !last) return {};
  return AddressRange{*first, *last};
}

}  // namespace rackseed::plan
