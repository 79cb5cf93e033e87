#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

constexpr int kPeerLinkChannel = 1000;
constexpr int kLastMlagId = 2000;     // EOS
constexpr int kLastEsiSuffix = 9999;  // four decimal digits of the identifier

void check_serials(const Plan& plan, Report& report) {
  std::map<std::string, const Switch*> owners;
  for (const Switch& device : plan.switches) {
    const Subject subject(device.name, fmt::format("switches.{}.serial", device.name));
    if (device.serial.empty()) {
      report.add("E-406", subject,
                 "no serial: zero touch provisioning cannot tell this switch from its twin");
      continue;
    }
    const auto [owner, is_new] = owners.try_emplace(device.serial, &device);
    if (!is_new)
      report.add("E-407", subject,
                 fmt::format("serial {} is also {}", device.serial, owner->second->name));
  }
}

/// Switches stand in the rack before servers do, so a server is what has to move.
void check_units(const Plan& plan, Report& report) {
  std::map<std::pair<std::string, int>, std::string> owners;
  const auto place = [&](const std::string& name, const std::string& rack, int unit,
                         const std::string& where) {
    const int height = plan.rack(rack)->height_units;
    if (unit < 1 || unit > height) {
      report.add("E-413", {name, where},
                 fmt::format("unit {} is outside 1..{} of rack {}", unit, height, rack));
      return;
    }
    const auto [owner, is_new] = owners.try_emplace({rack, unit}, name);
    if (!is_new)
      report.add(
          "E-409", {name, where},
          fmt::format("unit {} of rack {} is already taken by {}", unit, rack, owner->second));
  };
  for (const Switch& device : plan.switches)
    place(device.name, device.rack, device.unit, fmt::format("switches.{}.unit", device.name));
  for (const Node& node : plan.nodes)
    place(node.name, node.rack, node.unit, fmt::format("nodes.{}.unit", node.name));
}

/// Racks in which some node's NICs go to ToRs.
std::set<std::string> racks_with_tor_ports(const Derived& derived) {
  std::set<std::string> racks;
  for (const NodeView& view : derived.nodes)
    if (std::ranges::any_of(view.hardware->nics,
                            [](const Nic& nic) { return nic.switch_kind == "tor"; }))
      racks.insert(view.node->rack);
  return racks;
}

void check_tor_pair(const Plan& plan, const std::string& rack, Report& report) {
  const Switch* a = tor_switch(plan, rack, Side::kA);
  const Switch* b = tor_switch(plan, rack, Side::kB);
  const std::string path = "racks." + rack;
  if (a == nullptr || b == nullptr) {
    std::set<std::string> sides;
    for (const Switch& device : plan.switches)
      if (device.role == SwitchRole::kTor && device.rack == rack)
        sides.insert(fmt::format("'{}'", to_string(device.side)));
    report.add("E-401", path,
               fmt::format("needs one ToR on side A and one on side B, found [{}]",
                           fmt::join(sides, ", ")));
    return;
  }
  const SwitchPair* pair = pair_of(plan, a->name);
  if (plan.bond.mode == "802.3ad" && (pair == nullptr || pair != pair_of(plan, b->name)))
    report.add(
        "E-305", path,
        fmt::format("{} and {} are not in one MLAG/ESI pair; an 802.3ad bond over both would "
                    "split into two aggregators",
                    a->name, b->name));
}

/// MLAG ids and ethernet segment identifiers are made from the suffix, so both bound it.
void check_suffix(const NodeView& view, bool mlag, Report& report) {
  const Subject subject(view.name(), fmt::format("nodes.{}.bmc", view.name()));
  const auto refused = std::ranges::find_if(view.links, [](const LinkView& link) {
    return link.channel == kPeerLinkChannel || link.channel > kLastMlagId;
  });
  if (mlag && refused != view.links.end())
    report.add("E-417", subject,
               fmt::format("suffix {} gives MLAG id {}: {} is the peer link and {} the last one; "
                           "set another suffix",
                           view.suffix, refused->channel, kPeerLinkChannel, kLastMlagId));
  if (!mlag && view.suffix > kLastEsiSuffix)
    report.add("E-417", subject,
               fmt::format("suffix {} does not fit an ethernet segment identifier (0..{}); set "
                           "another suffix",
                           view.suffix, kLastEsiSuffix));
}

void check_suffixes(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  for (const NodeView& view : derived.nodes) {
    const Switch* tor = tor_switch(plan, view.node->rack, Side::kA);
    const SwitchPair* pair = tor != nullptr ? pair_of(plan, tor->name) : nullptr;
    if (pair != nullptr) check_suffix(view, pair->type == PairType::kMlag, report);
  }
}

}  // namespace

void check_switches(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  check_serials(plan, report);
  check_units(plan, report);
  for (const std::string& rack : racks_with_tor_ports(derived)) check_tor_pair(plan, rack, report);
  check_suffixes(derived, report);
}

}  // namespace rackseed::plan
