#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "src/plan/rules/check.hpp"
#include "src/plan/rules/report.hpp"

namespace rackseed::plan {
namespace {

class References {
 public:
  explicit References(const Plan& plan) : plan_(plan), report_(plan.source) {}

  std::vector<Finding> check() {
    check_seed();
    for (const Network& network : plan_.networks) check_network(network);
    for (const Hardware& hardware : plan_.hardware) check_hardware(hardware);
    for (const Role& role : plan_.roles) check_role(role);
    need_network(plan_.boot.network, "defaults.boot.network");
    for (const Switch& device : plan_.switches)
      need_rack(device.rack, {device.name, fmt::format("switches.{}.rack", device.name)});
    check_pairs();
    check_links();
    for (const Upstream& upstream : plan_.upstreams) check_upstream(upstream);
    for (const Node& node : plan_.nodes) check_node(node);
    for (const Vip& vip : plan_.vips) check_vip(vip);
    check_handover();
    return report_.take();
  }

 private:
  // An empty name was reported as missing by the reader, or may be left out.
  void need_network(const std::string& name, const Subject& subject) {
    if (name.empty() || plan_.network(name) != nullptr) return;
    report_.add("E-223", subject, fmt::format("network \"{}\" is not defined", name));
  }

  void need_rack(const std::string& name, const Subject& subject) {
    if (name.empty() || plan_.rack(name) != nullptr) return;
    report_.add("E-411", subject, fmt::format("unknown rack {}", name));
  }

  void need_switch(const std::string& name, const Subject& subject, std::string_view text) {
    if (name.empty() || plan_.switch_named(name) != nullptr) return;
    report_.add("E-410", subject, fmt::format("{} {}", text, name));
  }

  void need_role(const std::string& name, const Subject& subject) {
    if (name.empty() || plan_.role(name) != nullptr) return;
    std::vector<std::string_view> roles;
    for (const Role& role : plan_.roles) roles.emplace_back(role.name);
    report_.add(
        "E-501", subject,
        fmt::format("unknown role \"{}\"; the plan defines {}", name, fmt::join(roles, ", ")));
  }

  void need(bool defined, const std::string& name, const std::string& path) {
    if (!defined && !name.empty())
      report_.add("E-116", path, fmt::format("\"{}\" is not defined", name));
  }

  [[nodiscard]] bool has_upstream(const std::string& name) const {
    return find_named(plan_.upstreams, name) != nullptr;
  }

  void check_seed() {
    need_rack(plan_.seed.rack, "seed.rack");
    for (std::size_t i = 0; i < plan_.seed.attach.size(); ++i)
      need_network(plan_.seed.attach[i].network,
                   {"seed.attach", fmt::format("seed.attach[{}]", i)});
    for (const SeedCable& cable : plan_.seed.cables)
      if (!has_upstream(cable.switch_name))
        need_switch(cable.switch_name, fmt::format("seed.cables.{}", cable.device),
                    "cable to unknown switch");
  }

  void check_network(const Network& network) {
    const std::string path = "networks." + network.name;
    need(has_upstream(network.upstream), network.upstream, path + ".upstream");
    need_switch(network.relay_on, path + ".relay", "relay on unknown switch");
    for (const RackSubnet& subnet : network.subnets) need_rack(subnet.rack, path + ".subnets");
  }

  void check_hardware(const Hardware& hardware) {
    for (const Nic& nic : hardware.nics) {
      const bool known = nic.switch_kind == "tor" || nic.switch_kind == "mgmt";
      need(known || has_upstream(nic.switch_kind), nic.switch_kind,
           fmt::format("hardware.{}.nics.{}.switch", hardware.name, nic.name));
    }
  }

  void check_role(const Role& role) {
    const std::string path = "roles." + role.name;
    const Hardware* hardware = find_named(plan_.hardware, role.hardware);
    need(hardware != nullptr, role.hardware, path + ".hardware");
    need(find_named(plan_.os_profiles, role.os) != nullptr, role.os, path + ".os");
    need(find_named(plan_.storage_profiles, role.storage) != nullptr, role.storage,
         path + ".storage");
    for (const InterfacePlan& interface : role.interfaces) {
      const Subject subject(fmt::format("{}.{}", path, interface.name),
                            fmt::format("{}.interfaces.{}", path, interface.name));
      for (const std::string& network : interface.networks) need_network(network, subject);
      if (hardware == nullptr) continue;
      for (const std::string& nic : interface.nics())
        if (!nic.empty() && find_named(hardware->nics, nic) == nullptr)
          report_.add("E-301", subject,
                      fmt::format("NIC {} is not defined in hardware.{}", nic, hardware->name));
    }
  }

  void check_pairs() {
    for (const SwitchPair& pair : plan_.pairs)
      for (const std::string& member : pair.members)
        need_switch(member, fmt::format("pairs.{}", pair.name), "unknown switch");
  }

  void check_links() {
    for (std::size_t i = 0; i < plan_.links.size(); ++i) {
      const SwitchLink& link = plan_.links[i];
      const std::string path = fmt::format("links[{}]", i);
      need_switch(link.from, {path, path + ".from"}, "link from unknown switch");
      need_switch(link.to, {link.from, path + ".to"}, "link to unknown switch");
      for (const std::string& network : link.networks.value_or(std::vector<std::string>{}))
        need_network(network, {path, path + ".networks"});
    }
  }

  void check_upstream(const Upstream& upstream) {
    const std::string path = "upstream." + upstream.name;
    need_switch(upstream.switch_name, path + ".switch", "unknown switch");
    for (const std::string& network : upstream.vlans) need_network(network, path + ".vlans");
    need_network(upstream.untagged, path + ".untagged");
    for (const std::string& rack : upstream.racks) need_rack(rack, path + ".racks");
  }

  void check_node(const Node& node) {
    const std::string path = "nodes." + node.name;
    need_role(node.role, {node.name, path + ".role"});
    need_rack(node.rack, {node.name, path + ".rack"});
    if (node.boot.network != plan_.boot.network)
      need_network(node.boot.network, {node.name, path + ".boot.network"});
    check_boot_nic(node);
  }

  void check_boot_nic(const Node& node) {
    const Role* role = plan_.role(node.role);
    const Hardware* hardware = role ? find_named(plan_.hardware, role->hardware) : nullptr;
    if (hardware == nullptr || node.boot.path == BootPath::kVirtualMedia || node.boot.nic.empty() ||
        find_named(hardware->nics, node.boot.nic) != nullptr)
      return;
    const std::string own = fmt::format("nodes.{}.boot.nic", node.name);
    report_.add(
        "E-415", {node.name, plan_.source.contains(own) ? own : "defaults.boot.nic"},
        fmt::format("boot.nic {} is not defined in hardware.{}", node.boot.nic, hardware->name));
  }

  void check_vip(const Vip& vip) {
    const std::string path = "vips." + vip.name;
    need_network(vip.network, {path, path + ".network"});
    need_role(vip.members_role, {path, path + ".members.role"});
  }

  void check_handover() {
    const std::string& manager = plan_.handover.osism.manager;
    if (manager.empty() || find_named(plan_.nodes, manager) != nullptr) return;
    report_.add("E-702", "handover.osism.manager", fmt::format("unknown node \"{}\"", manager));
  }

  const Plan& plan_;
  Report report_;
};

}  // namespace

std::vector<Finding> check_references(const Plan& plan) { return References(plan).check(); }

}  // namespace rackseed::plan
