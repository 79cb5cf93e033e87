#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "src/plan/ports.hpp"
#include "src/plan/rules/rules.hpp"
#include "src/plan/speed.hpp"

namespace rackseed::plan {
namespace {

/// Who uses which switch port. NICs of a node share cages and so their mistakes: what one value of
/// the plan does wrong in a cage is said once.
class PortBook {
 public:
  PortBook(const Plan& plan, Report& report) : plan_(plan), report_(report) {}

  /// Ports of upstreams (which are no switches) and ports that the plan leaves open are ignored.
  void use(const std::string& switch_name, const std::string& port, const Subject& user) {
    const Switch* device = plan_.switch_named(switch_name);
    const auto parsed = parse_port(port);
    if (device == nullptr || !parsed) return;
    if (!has_port(device->model, *parsed)) {
      if (said_.insert({user.where, "", parsed->cage()}).second)
        report_.add("E-403", user,
                    fmt::format("{} ({}) has no port {}", switch_name, device->model, port));
      return;
    }
    const auto [it, is_new] = users_.try_emplace({switch_name, port}, user);
    const Subject& owner = it->second;
    if (!is_new && said_.insert({user.where, owner.where, parsed->cage()}).second)
      report_.add("E-402", user,
                  fmt::format("{} on {} is already used by {}", port, switch_name, owner.path));
  }

 private:
  const Plan& plan_;
  Report& report_;
  std::map<std::pair<std::string, std::string>, Subject> users_;
  std::set<std::array<std::string, 3>> said_;
};

void use_infrastructure(const Plan& plan, PortBook& book) {
  for (const SwitchPair& pair : plan.pairs)
    for (const std::string& member : pair.members)
      for (const std::string& port : pair.peer_link)
        book.use(member, port, fmt::format("pairs.{}", pair.name));
  for (std::size_t i = 0; i < plan.links.size(); ++i) {
    const SwitchLink& link = plan.links[i];
    const std::string path = fmt::format("links[{}]", i);
    const Subject subject(fmt::format("link {} - {}", link.from, link.to), path);
    for (const std::string& port : link.ports) book.use(link.from, port, subject);
    for (const std::string& port : link.to_ports) book.use(link.to, port, subject);
  }
  for (const SeedCable& cable : plan.seed.cables)
    book.use(cable.switch_name, cable.port, {"seed", fmt::format("seed.cables.{}", cable.device)});
  for (const Switch& device : plan.switches)
    if (const Switch* mgmt = mgmt_switch(plan, device.rack))
      book.use(mgmt->name, device.mgmt_port,
               {device.name, fmt::format("switches.{}.mgmt_port", device.name)});
}

void use_upstreams(const Plan& plan, PortBook& book) {
  for (const Upstream& upstream : plan.upstreams)
    for (const Switch& device : plan.switches)
      if (is_attached(upstream, device))
        for (const std::string& port : upstream.ports)
          book.use(device.name, port, "upstream." + upstream.name);
}

Subject cable_subject(const NodeView& view, const Cable& cable) {
  const bool tor = cable.hardware != nullptr && cable.hardware->switch_kind == "tor";
  return {fmt::format("{}.{}", view.name(), cable.nic),
          tor ? fmt::format("nodes.{}.tor", view.name())
              : fmt::format("nodes.{}.mgmt.{}", view.name(), cable.nic)};
}

/// Cables that cannot be planned at all. Returns true for a cable that can.
bool check_cable(const NodeView& view, const Cable& cable, Report& report) {
  const std::string where = fmt::format("nodes.{}.tor", view.name());
  const bool tor = cable.hardware != nullptr && cable.hardware->switch_kind == "tor";
  if (tor && view.node->tor.empty()) {
    report.add("E-405", {view.name(), where},
               fmt::format("no tor port, but hardware.{} has NICs on ToRs", view.hardware->name));
    return false;
  }
  if (cable.cage_lane > kLanesPerCage) {
    report.add("E-404", {view.name(), where},
               fmt::format("tor {} plus lane {} leaves the cage (lanes 1..{})", view.node->tor,
                           cable.hardware->lane, kLanesPerCage));
    return false;
  }
  return true;
}

struct LaneUser {
  std::string name{};
  int speed_mbps = 0;
  std::string where{};
};

struct Cages {
  std::map<std::pair<std::string, std::string>, LaneUser> first_users{};
  std::set<std::array<std::string, 3>> said{};  ///< the two sides of a node mostly err together
};

/// All lanes of a broken-out cage run at one speed.
void check_cage(const NodeView& view, const Cable& cable, Cages& cages, Report& report) {
  const auto port = parse_port(cable.port);
  if (cable.hardware == nullptr || !port || port->lane == 0 || cable.switch_name.empty()) return;
  const Subject subject = cable_subject(view, cable);
  const int speed = cable.hardware->speed_mbps;
  const auto [it, is_new] = cages.first_users.try_emplace(
      {cable.switch_name, port->cage()}, LaneUser{subject.path, speed, subject.where});
  const LaneUser& first = it->second;
  if (is_new || first.speed_mbps == speed) return;
  if (!cages.said.insert({port->cage(), first.where, subject.where}).second) return;
  report.add(
      "E-412", {cable.switch_name, subject.where},
      fmt::format("cage {} would run two lane speeds: {} {}, {} {}", port->cage(), first.name,
                  speed_text(first.speed_mbps), subject.path, speed_text(speed)));
}

}  // namespace

void check_cabling(const Derived& derived, Report& report) {
  PortBook book(*derived.plan, report);
  use_infrastructure(*derived.plan, book);
  use_upstreams(*derived.plan, book);
  Cages cages;
  for (const NodeView& view : derived.nodes) {
    for (const Cable& cable : view.cables) {
      if (!check_cable(view, cable, report)) continue;
      book.use(cable.switch_name, cable.port, cable_subject(view, cable));
      check_cage(view, cable, cages, report);
    }
  }
}

}  // namespace rackseed::plan
