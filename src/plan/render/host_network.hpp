#pragma once

#include <rackseed/value.hpp>

#include <string>
#include <vector>

#include "src/plan/derived.hpp"
#include "src/plan/facts.hpp"

namespace rackseed::plan {

/// The network configuration of an installed node, in the words of netplan and in the plan's order.
/// netplan's own file and OSISM's host_vars are two ways to write this one tree, so that the file
/// does not change when OSISM takes the node over.
struct HostNetwork {
  Value::Map ethernets{};
  Value::Map bonds{};
  Value::Map vlans{};
};

/// True for a node whose operating system rackseed installs itself: not `os: none`, and not by a
/// vendor's installer, which makes its own configuration.
[[nodiscard]] bool is_installed_by_us(const NodeView& node);

/// The NICs whose MACs host_network needs, members of bonds included.
[[nodiscard]] std::vector<std::string> used_nics(const NodeView& node);

/// True when the facts hold the MACs of all used NICs.
[[nodiscard]] bool has_used_macs(const NodeView& node, const NodeFacts& facts);

/// A MAC that the facts do not hold becomes 00:00:00:00:00:00, which no NIC has.
[[nodiscard]] HostNetwork host_network(const Derived& derived, const NodeView& node,
                                       const NodeFacts& facts);

}  // namespace rackseed::plan
