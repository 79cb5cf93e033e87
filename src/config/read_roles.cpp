#include <array>

#include "src/config/readers.hpp"

namespace rackseed::config {
namespace {

/// A name, or the word none for "".
void read_name_or_none(const Cell& cell, std::string& target) {
  if (read_value(cell, target, kName) && target == "none") target.clear();
}

void read_interface(Section& in, plan::InterfacePlan& interface) {
  in.read("members", interface.members, kNicName);
  in.read("nic", interface.nic, kNicName);
  in.read("networks", interface.networks, kName);
  const Tree* members = in.cell().tree().find("members");
  const Tree* nic = in.cell().tree().find("nic");
  const bool has_members =
      members != nullptr && (members->kind != Kind::kList || !members->items.empty());
  if (has_members && nic != nullptr)
    in.cell().refuse("has members (a bond) and nic (a plain NIC): remove one of them");
  if (!has_members && nic == nullptr && in.is_complete())
    in.cell().refuse("needs members: [NIC, ...] for a bond, or nic: NIC");
}

void read_role(Section& in, plan::Role& role) {
  in.read("short", role.short_name, kName);
  in.read("first_index", role.first_index, kAnyCount);
  in.require("hardware", role.hardware, kName);
  if (const auto os = in.need_or_note("os", "E-115", "missing; name one of os_profiles, or none"))
    read_name_or_none(*os, role.os);
  in.read("storage", role.storage, kName);
  in.read("osism_groups", role.osism_groups, kName);
  if (const auto network = in.find("default_route"))
    read_name_or_none(*network, role.default_route);
  in.entries("interfaces", kLabel, [&](const std::string& name, Section& keys) {
    plan::InterfacePlan interface { .name = name };
    read_interface(keys, interface);
    role.interfaces.push_back(std::move(interface));
  });
}

void read_bond(Section& in, plan::BondSettings& bond) {
  constexpr auto kRates = std::to_array<std::string_view>({"slow", "fast"});
  in.read("mode", bond.mode, kWord);
  in.read("lacp_rate", bond.lacp_rate, OneOf{kRates});
  in.read("hash", bond.hash, kWord);
  in.read("miimon_ms", bond.miimon_ms, kAnyCount);
  in.read("min_links", bond.min_links, kAnyCount);
}

void read_bmc(Section& in, plan::BmcSettings& bmc) {
  in.read("protocol", bmc.protocol);
  in.read("credentials", bmc.credentials);
  constexpr auto kWays = std::to_array<std::string_view>({"pin-on-first-use"});
  in.read("tls", bmc.tls);
  in.read("verify_tls", bmc.verify_tls, OneOf{kWays});
}

}  // namespace

void read_boot(Section& in, plan::Boot& boot) {
  in.read("path", boot.path);
  in.read("nic", boot.nic, kNicName);
  in.read("network", boot.network, kName);
  in.read("firmware", boot.firmware);
  in.read("secure_boot", boot.secure_boot);
  in.read("loader", boot.loader);
}

void read_defaults(Section& root, plan::Plan& plan) {
  root.section("defaults", [&](Section& in) {
    in.section("bond", [&](Section& bond) { read_bond(bond, plan.bond); });
    in.section("boot", [&](Section& boot) { read_boot(boot, plan.boot); });
    in.section("bmc", [&](Section& bmc) { read_bmc(bmc, plan.bmc); });
  });
}

void read_roles(Section& root, plan::Plan& plan) {
  root.entries("roles", kName, [&](const std::string& name, Section& in) {
    plan::Role role{.name = name};
    read_role(in, role);
    plan.roles.push_back(std::move(role));
  });
}

}  // namespace rackseed::config
