#include "src/plan/rules/check.hpp"

#include <array>

#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

constexpr auto kRules = std::to_array<void (*)(const Derived&, Report&)>(
    {check_mode, check_names, check_subnets, check_vlans, check_mtus, check_addresses, check_vips,
     check_roles, check_switches, check_cabling, check_reachability, check_installation,
     check_services, check_handover});

}  // namespace

std::vector<Finding> check_rules(const Derived& derived) {
  Report report(derived.plan->source);
  for (const auto rule : kRules) rule(derived, report);
  return report.take();
}

std::vector<Finding> check(const Plan& plan) {
  auto findings = check_references(plan);
  if (has_errors(findings)) return findings;
  return check_rules(derive(plan));
}

}  // namespace rackseed::plan
