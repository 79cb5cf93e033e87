#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

constexpr std::string_view kControlRole = "control";

struct ModeLimits {
  Mode mode = Mode::kMinipod;
  std::size_t controllers = 0;
  std::size_t least_racks = 0, most_racks = 0;
  std::size_t edges = 0, spines = 0;
  bool has_vip = false;
};

constexpr auto kLimits = std::to_array<ModeLimits>({
    {.mode = Mode::kNanopod, .controllers = 1, .least_racks = 1, .most_racks = 1},
    {.mode = Mode::kMinipod,
     .controllers = 3,
     .least_racks = 2,
     .most_racks = 3,
     .edges = 2,
     .has_vip = true},
    {.mode = Mode::kFabric,
     .controllers = 3,
     .least_racks = 3,
     .most_racks = 10,
     .edges = 2,
     .spines = 2,
     .has_vip = true},
});

std::vector<const Node*> controllers(const Plan& plan) {
  std::vector<const Node*> result;
  for (const Node& node : plan.nodes)
    if (node.role == kControlRole) result.push_back(&node);
  return result;
}

/// Returns true when the number is right.
bool check_controllers(const Plan& plan, const ModeLimits& limits, Report& report) {
  const auto found = controllers(plan);
  if (found.size() == limits.controllers) return true;
  std::vector<std::string_view> names;
  names.reserve(found.size());
  for (const Node* node : found) names.emplace_back(node->name);
  report.add("E-104", "nodes",
             fmt::format("mode {} needs exactly {} node(s) with role control, found {}{}",
                         to_string(limits.mode), limits.controllers, found.size(),
                         names.empty() ? "" : fmt::format(" ({})", fmt::join(names, ", "))));
  return false;
}

void check_switch_count(const Plan& plan, SwitchRole role, std::size_t least, Report& report) {
  const auto count =
      static_cast<std::size_t>(std::ranges::count(plan.switches, role, &Switch::role));
  if (count >= least) return;
  report.add("E-106", "switches",
             fmt::format("mode {} needs at least two {} switches, found {}",
                         to_string(plan.metadata.mode), to_string(role), count));
}

/// Neither VRRP nor Galera keeps a majority when one rack holds it.
void check_majority(const Plan& plan, Report& report) {
  const auto all = controllers(plan);
  if (all.size() < 2) return;
  for (const Rack& rack : plan.racks) {
    const auto here = static_cast<std::size_t>(std::ranges::count(all, rack.name, &Node::rack));
    if (2 * here <= all.size()) continue;
    const bool spread = 2 * (here - 1) <= all.size();
    const std::string_view advice = plan.racks.size() != 2 ? "put each controller in its own rack"
                                    : spread               ? "unavoidable with two racks"
                                                           : "move one to the other rack";
    report.add("W-232", fmt::format("racks.{}", rack.name),
               fmt::format("holds {} of {} controllers: losing it loses the quorum ({})", here,
                           all.size(), advice));
  }
}

void check_replicas(const Derived& derived, Report& report) {
  constexpr std::size_t kReplicas = 3;
  constexpr std::size_t kRecommended = 5;
  if (derived.plan->handover.target != Target::kOsism || !derived.plan->handover.osism.ceph) return;
  const auto count =
      static_cast<std::size_t>(std::ranges::count_if(derived.nodes, [](const NodeView& view) {
        return std::ranges::count(view.role->osism_groups, "ceph-resource") > 0;
      }));
  if (count < kReplicas) {
    report.add("E-233", "nodes",
               fmt::format("{} storage nodes; the default Ceph replication needs 3", count));
  } else if (count < kRecommended) {
    report.add("W-233", "nodes",
               fmt::format("{} storage nodes: no self-healing after losing {} (5 recommended)",
                           count, count == kReplicas ? "one" : "two"));
  }
}

}  // namespace

void check_mode(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  const auto& limits = *std::ranges::find(kLimits, plan.metadata.mode, &ModeLimits::mode);
  if (check_controllers(plan, limits, report)) check_majority(plan, report);
  if (plan.racks.size() < limits.least_racks || plan.racks.size() > limits.most_racks)
    report.add(
        "E-105", "racks",
        fmt::format("mode {} supports {} to {} racks, the plan has {}", to_string(limits.mode),
                    limits.least_racks, limits.most_racks, plan.racks.size()));
  check_switch_count(plan, SwitchRole::kEdge, limits.edges, report);
  check_switch_count(plan, SwitchRole::kSpine, limits.spines, report);
  if (plan.vips.empty() == limits.has_vip)
    report.add("E-107", "vips",
               "a VIP needs three controllers: remove it in nanopod, add it in minipod and fabric");
  check_replicas(derived, report);
}

}  // namespace rackseed::plan
