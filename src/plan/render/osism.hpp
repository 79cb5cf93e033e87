#pragma once

#include <rackseed/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/plan/artefact.hpp"
#include "src/plan/derived.hpp"
#include "src/plan/facts.hpp"

/// The parts of the overlay for OSISM's configuration repository; render_osism puts them together.
namespace rackseed::plan {

// What a plan calls the two VIPs that OSISM knows.
inline constexpr std::string_view kInternalVip = "internal";
inline constexpr std::string_view kExternalVip = "external";

/// The nodes that OSISM takes over, in the plan's order: those that rackseed installs.
[[nodiscard]] std::vector<const NodeView*> osism_nodes(const Derived& derived);

/// By the node's role; the hand-over's manager is in "manager" besides.
[[nodiscard]] bool is_osism_member(const Plan& plan, const NodeView& node, std::string_view group);

/// The nodes among osism_nodes that are in a group of OSISM.
[[nodiscard]] std::vector<const NodeView*> osism_members(const Derived& derived,
                                                         std::string_view group);

/// "---" and the value. A text that Ansible would evaluate as a template is tagged "!unsafe", so
/// that no value of a plan is ever executed by the hand-over.
[[nodiscard]] std::string ansible_yaml(const Value& value);

/// Stands for a secret that a person fills in. It is no valid template on purpose: a run of
/// Ansible with a forgotten placeholder stops there.
[[nodiscard]] std::string secret_placeholder(const Secret& secret);

/// The subnets of the first network of a zone, separated by commas; "" when there is none.
[[nodiscard]] std::string zone_subnets(const Plan& plan, Zone zone);

[[nodiscard]] Artefacts osism_inventory(const Derived& derived);
[[nodiscard]] Artefacts osism_environments(const Derived& derived);
/// host_vars of every node whose MACs are known; the others have no file, because one without
/// interfaces would make OSISM write an empty network configuration.
[[nodiscard]] Artefacts osism_host_vars(const Derived& derived, const Facts& facts);

}  // namespace rackseed::plan
