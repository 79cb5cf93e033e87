#include <gtest/gtest.h>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

std::string interface_with(std::string_view keys) {
  return fmt::format("roles: {{r: {{hardware: h, os: none, interfaces: {{i0: {{{}}}}}}}}}\n", keys);
}

TEST(Roles, ReadEveryKey) {
  const std::string text =
      "roles:\n  control:\n    short: ctrl\n    first_index: 0\n    hardware: h\n    os: noble\n"
      "    storage: s\n    osism_groups: [control, network]\n    default_route: oob\n"
      "    interfaces:\n      oob0: {nic: o0, networks: [oob]}\n"
      "      bond0: {members: [a0, b0], networks: [api, storage]}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::Role& role = plan.roles.at(0);
  EXPECT_EQ(role.short_name, "ctrl");
  EXPECT_EQ(role.first_index, 0);
  EXPECT_EQ(role.hardware, "h");
  EXPECT_EQ(role.os, "noble");
  EXPECT_EQ(role.storage, "s");
  EXPECT_EQ(role.osism_groups, (Lines{"control", "network"}));
  EXPECT_EQ(role.default_route, "oob");
  ASSERT_EQ(role.interfaces.size(), 2U);
  EXPECT_EQ(role.interfaces[0].nic, "o0");
  EXPECT_FALSE(role.interfaces[0].is_bond());
  EXPECT_EQ(role.interfaces[1].members, (Lines{"a0", "b0"}));
  EXPECT_EQ(role.interfaces[1].networks, (Lines{"api", "storage"}));
  EXPECT_EQ(plan.source.find("roles.control.interfaces.bond0"), (plan::Position{16, 7}));
}

TEST(Roles, MayHaveNoSystemAndNoRoute) {
  const auto plan = plan_of("roles: {r: {hardware: h, os: none, default_route: none}}\n");
  EXPECT_EQ(plan.roles.at(0).os, "");
  EXPECT_EQ(plan.roles.at(0).default_route, "");
}

TEST(Roles, NeedHardwareAndASystem) {
  EXPECT_EQ(said("roles: {r: {}}\n"),
            (Lines{"5:9 E-115 roles.r.hardware: missing",
                   "5:9 E-115 roles.r.os: missing; name one of os_profiles, or none"}));
}

TEST(Roles, HaveBondsOrPlainNics) {
  EXPECT_EQ(said(interface_with("members: [a, b], nic: c")),
            Lines{"5:49 E-111 roles.r.interfaces.i0: has members (a bond) and nic (a plain NIC): "
                  "remove one of them"});
  EXPECT_EQ(said(interface_with("networks: []")),
            Lines{"5:49 E-111 roles.r.interfaces.i0: needs members: [NIC, ...] for a bond, or nic: "
                  "NIC"});
  EXPECT_EQ(said(interface_with("members: []")).size(), 1U);
  EXPECT_EQ(said(interface_with("members: [], nic: a")).size(), 0U);
  EXPECT_EQ(said(interface_with("members: [a b]")).size(), 1U) << "and not that there are none";
}

TEST(Roles, LeaveInterfaceNamesToTheRules) {
  EXPECT_EQ(said("roles: {r: {hardware: h, os: none, interfaces: {bond-mgmt: {nic: a},"
                 " br-ex: {nic: b}, anameofmorethanfifteen: {nic: c}}}}\n"),
            Lines{});
  EXPECT_EQ(
      said("roles: {r: {hardware: h, os: none, interfaces: {\"a\u202eb\": {nic: a}}}}\n").size(),
      1U)
      << "as far as they can be printed";
}

TEST(Defaults, ReadEveryKey) {
  const std::string text =
      "defaults:\n"
      "  bond: {mode: active-backup, lacp_rate: slow, hash: layer2, miimon_ms: 50, min_links: 2}\n"
      "  boot: {path: bond-native, nic: a0, network: prov, firmware: bios, secure_boot: true,"
      " loader: grub}\n"
      "  bmc: {protocol: ipmi, credentials: {secret: c}, tls: legacy,"
      " verify_tls: pin-on-first-use}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  EXPECT_EQ(plan.bond.mode, "active-backup");
  EXPECT_EQ(plan.bond.lacp_rate, "slow");
  EXPECT_EQ(plan.bond.hash, "layer2");
  EXPECT_EQ(plan.bond.miimon_ms, 50);
  EXPECT_EQ(plan.bond.min_links, 2);
  EXPECT_EQ(plan.boot.path, plan::BootPath::kBondNative);
  EXPECT_EQ(plan.boot.nic, "a0");
  EXPECT_EQ(plan.boot.network, "prov");
  EXPECT_EQ(plan.boot.firmware, plan::Firmware::kBios);
  EXPECT_TRUE(plan.boot.secure_boot);
  EXPECT_EQ(plan.boot.loader, plan::Loader::kGrub);
  EXPECT_EQ(plan.bmc.protocol, plan::BmcProtocol::kIpmi);
  EXPECT_EQ(plan.bmc.credentials->name, "c");
  EXPECT_EQ(plan.bmc.tls, plan::BmcTls::kLegacy);
}

TEST(Defaults, StandInThePlan) {
  const auto plan = plan_of("");
  EXPECT_EQ(plan.bond.mode, "802.3ad");
  EXPECT_EQ(plan.boot.loader, plan::Loader::kIpxe);
  EXPECT_EQ(plan.bmc.protocol, plan::BmcProtocol::kRedfish);
  EXPECT_EQ(plan.bmc.tls, plan::BmcTls::kModern);
  EXPECT_EQ(plan.bmc.verify_tls, "pin-on-first-use");
}

TEST(Defaults, NameWhatIsWrong) {
  EXPECT_EQ(said("defaults: {bond: {lacp_rate: quick}}\n"),
            Lines{"5:30 E-111 defaults.bond.lacp_rate: \"quick\" is not known here; use one of "
                  "slow, fast"});
  EXPECT_EQ(said("defaults: {boot: {loader: pxe}}\n"),
            Lines{"5:27 E-111 defaults.boot.loader: \"pxe\" is not known here; use one of ipxe, "
                  "grub (did you mean \"ipxe\"?)"});
  EXPECT_EQ(
      said("defaults: {boot: {secure_boot: on}}\n"),
      Lines{"5:32 E-111 defaults.boot.secure_boot: \"on\" is not true or false: write true or "
            "false"});
  EXPECT_EQ(said("defaults: {bmc: {verify_tls: always}}\n"),
            Lines{"5:30 E-111 defaults.bmc.verify_tls: \"always\" is not known here; use "
                  "pin-on-first-use"});
  EXPECT_EQ(said("defaults: {bond: {mode: balance-rr}}\n"), Lines{}) << "a rule says why not";
}

}  // namespace
}  // namespace rackseed::config
