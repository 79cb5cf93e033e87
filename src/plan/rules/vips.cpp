#include <fmt/format.h>

#include <map>

#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

constexpr int kLastVrid = 255;  // RFC 5798 section 5.2.3

void check_vip(const Derived& derived, const VipView& view, Report& report) {
  const Vip& vip = *view.vip;
  const Plan& plan = *derived.plan;
  const std::string path = "vips." + vip.name;
  const auto& subnet = view.network->subnet;
  if (subnet && !subnet->is_host(vip.address))
    report.add("E-213", {path, path + ".address"},
               fmt::format("{} is not in networks.{} {}", vip.address.text(), vip.network,
                           subnet->masked().text()));
  // Its members have one role, so they all are in the network or none is.
  if (!view.members.empty() && view.members.front().attachment == nullptr)
    report.add("E-224", {path, path + ".network"},
               fmt::format("the VIP is on network {} but {} has no interface in it", vip.network,
                           view.members.front().node->name()));
  if (plan.handover.target != Target::kOsism) return;
  if (vip.name == "internal" && view.network->zone != Zone::kApi)
    report.add("E-227", {path, path + ".network"},
               "kolla's precheck wants the internal VIP inside the api_interface network");
  if (vip.manager == VipManager::kRackseed && vip.at_handover == AtHandover::kKeep)
    report.add(
        "W-703", {path, path + ".at_handover"},
        "kolla's precheck pings the VIP and fails when it answers; use at_handover: release");
}

}  // namespace

void check_vips(const Derived& derived, Report& report) {
  std::map<std::pair<const Network*, int>, const Vip*> owners;
  for (const VipView& view : derived.vips) {
    check_vip(derived, view, report);
    const std::string path = fmt::format("vips.{}.vrid", view.vip->name);
    if (view.vrid < 1 || view.vrid > kLastVrid)
      report.add("E-220", path, fmt::format("{} is outside 1..{}", view.vrid, kLastVrid));
    const auto [owner, is_new] = owners.try_emplace({view.network, view.vrid}, view.vip);
    if (!is_new)
      report.add("E-220", path,
                 fmt::format("{} is already the VRID of vips.{} on network {}; set another",
                             view.vrid, owner->second->name, view.vip->network));
  }
}

}  // namespace rackseed::plan
