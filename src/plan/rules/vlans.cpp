#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

constexpr int kFirstVlan = 2;  // 1 is every switch's default
constexpr int kLastVlan = 4094;
constexpr int kFrameOverhead = 22;  // Ethernet header, one tag, FCS
constexpr int kSwitchMtu = 9214;    // EOS forwards frames of this size without any command
constexpr int kGeneveOverhead = 58;
constexpr int kLeastMtu = 1280;  // RFC 8200 section 5: IPv6 runs on nothing smaller

void check_vlan_range(const std::string& path, int vlan, Report& report) {
  if (vlan < kFirstVlan || vlan > kLastVlan)
    report.add("E-205", path, fmt::format("{} is outside {}..{}", vlan, kFirstVlan, kLastVlan));
}

void check_peer_vlans(const Plan& plan, const std::map<int, const Network*>& owners,
                      Report& report) {
  for (const SwitchPair& pair : plan.pairs) {
    if (pair.type != PairType::kMlag) continue;
    const Subject subject("pairs." + pair.name, fmt::format("pairs.{}.peer_vlan", pair.name));
    if (const auto it = owners.find(pair.peer_vlan); it != owners.end())
      report.add("E-408", subject,
                 fmt::format("peer_vlan {} is also networks.{}", pair.peer_vlan, it->second->name));
    check_vlan_range(subject.where, pair.peer_vlan, report);
  }
}

/// A switch needs a number for the untagged network that a bonded port falls back to.
void check_native_vlan(const Derived& derived, Report& report) {
  std::set<std::string> reported;
  for (const NodeView& view : derived.nodes) {
    const Boot& boot = view.node->boot;
    if (boot.path != BootPath::kBondNative || !view.boot) continue;
    const Network& network = *view.boot->network;
    if (network.vlan || network.access_vlan) continue;
    const std::string own = fmt::format("nodes.{}.boot", view.name());
    const std::string path = derived.plan->source.contains(own) ? own : "defaults.boot";
    if (reported.insert(path).second)
      report.add(
          "E-414", path,
          fmt::format("boot path bond-native: network {} needs a VLAN number the ToR can use "
                      "as native VLAN; set vlan or access_vlan",
                      network.name));
  }
}

}  // namespace

void check_vlans(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  std::map<int, const Network*> owners;
  for (const Network& network : plan.networks) {
    const auto number = network.vlan ? network.vlan : network.access_vlan;
    if (!number) continue;
    const std::string path =
        fmt::format("networks.{}.{}", network.name, network.vlan ? "vlan" : "access_vlan");
    // 1 is allowed where a switch keeps a segment in its default VLAN.
    if (network.vlan || *number != 1) check_vlan_range(path, *number, report);
    const auto [owner, is_new] = owners.try_emplace(*number, &network);
    if (!is_new)
      report.add(
          "E-204", path,
          fmt::format("VLAN {} is already used by networks.{}", *number, owner->second->name));
  }
  check_peer_vlans(plan, owners, report);
  check_native_vlan(derived, report);
}

void check_mtus(const Derived& derived, Report& report) {
  for (const Network& network : derived.plan->networks) {
    const std::string path = fmt::format("networks.{}.mtu", network.name);
    const int mtu = network.mtu;
    if (mtu + kFrameOverhead > kSwitchMtu)
      report.add("E-310", path,
                 fmt::format("{} + {} bytes of header and tag does not fit the switch MTU {}", mtu,
                             kFrameOverhead, kSwitchMtu));
    if (mtu < kLeastMtu) report.add("E-311", path, fmt::format("{} is below {}", mtu, kLeastMtu));
    if (network.zone == Zone::kTunnel && mtu >= kLeastMtu && mtu - kGeneveOverhead < 1500)
      report.add("W-312", path,
                 fmt::format("{} leaves tenants an MTU of {}; {} is needed for 1500", mtu,
                             mtu - kGeneveOverhead, 1500 + kGeneveOverhead));
    if (mtu > 1500 && !network.upstream.empty())
      report.add(
          "W-314", path,
          fmt::format("{} leaves the rack through {}; the customer side must carry it end to "
                      "end",
                      mtu, network.upstream));
  }
}

}  // namespace rackseed::plan
