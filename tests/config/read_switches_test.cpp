#include <gtest/gtest.h>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

TEST(Racks, AreReadInTheirOrder) {
  const std::string text =
      "racks:\n  - {name: R12, height_u: 42, index: 12}\n  - {name: R11, index: 11}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  ASSERT_EQ(plan.racks.size(), 2U);
  EXPECT_EQ(plan.racks[0].name, "R12");
  EXPECT_EQ(plan.racks[0].height_units, 42);
  EXPECT_EQ(plan.racks[1].index, 11);
  EXPECT_EQ(plan.racks[1].height_units, 47);
  EXPECT_EQ(plan.source.find("racks.R11"), (plan::Position{7, 5}));
}

TEST(Racks, NeedANameAndAnIndex) {
  EXPECT_EQ(said("racks: [{height_u: 3}]\n"),
            (Lines{"5:9 E-115 racks[0].index: missing", "5:9 E-115 racks[0].name: missing"}));
}

TEST(Switches, ReadEveryKey) {
  const std::string text =
      "switches:\n  - {name: tor-r11a, role: tor, side: A, rack: R11, unit: 43, os: eos, model:"
      " DCS-7050CX3-32S, serial: JPE1, mgmt: 172.30.2.211, mgmt_port: Ethernet41}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::Switch& device = plan.switches.at(0);
  EXPECT_EQ(device.name, "tor-r11a");
  EXPECT_EQ(device.role, plan::SwitchRole::kTor);
  EXPECT_EQ(device.side, plan::Side::kA);
  EXPECT_EQ(device.rack, "R11");
  EXPECT_EQ(device.unit, 43);
  EXPECT_EQ(device.model, "DCS-7050CX3-32S");
  EXPECT_EQ(device.serial, "JPE1");
  EXPECT_EQ(device.mgmt->text(), "172.30.2.211");
  EXPECT_EQ(device.mgmt_port, "Ethernet41");
}

TEST(Switches, NeedWhatPlacesThem) {
  EXPECT_EQ(said("switches: [{name: s}]\n"),
            (Lines{"5:12 E-115 switches.s.rack: missing",
                   "5:12 E-115 switches.s.role: missing; use one of mgmt, tor, edge, spine",
                   "5:12 E-115 switches.s.unit: missing"}));
}

TEST(Switches, HaveHostNames) {
  for (const auto* name : {"\"a b\"", "a.b", "-a", R"("a\nhostname x")"})
    EXPECT_EQ(
        said(fmt::format("switches: [{{name: {}, role: tor, rack: R, unit: 1}}]\n", name)).size(),
        1U)
        << name;
}

TEST(Switches, HaveModelsWithoutCommands) {
  EXPECT_EQ(
      said("switches: [{name: s, role: tor, rack: R, unit: 1, model: \"a\\nreload\"}]\n").size(),
      1U);
}

TEST(Pairs, ReadEveryKey) {
  const std::string text =
      "pairs:\n  - {name: r11, type: mlag, members: [a, b], peer_link: [Ethernet31/1, "
      "Ethernet32/1],"
      " peer_vlan: 4093, peer_net: 169.254.11.0/31}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::SwitchPair& pair = plan.pairs.at(0);
  EXPECT_EQ(pair.type, plan::PairType::kMlag);
  EXPECT_EQ(pair.members, (Lines{"a", "b"}));
  EXPECT_EQ(pair.peer_link, (Lines{"Ethernet31/1", "Ethernet32/1"}));
  EXPECT_EQ(pair.peer_vlan, 4093);
  EXPECT_EQ(pair.peer_net->text(), "169.254.11.0/31");
}

TEST(Pairs, NameWhatIsWrong) {
  EXPECT_EQ(said("pairs: [{name: p, type: lacp, members: [a]}]\n"),
            Lines{"5:25 E-111 pairs.p.type: \"lacp\" is not known here; use one of mlag, esi"});
  EXPECT_EQ(said("pairs: [{name: p, type: esi, members: [a], peer_link: [31]}]\n"),
            Lines{"5:56 E-111 pairs.p.peer_link[0]: \"31\" is not a port such as Ethernet48 or "
                  "Ethernet1/3"});
}

TEST(Upstreams, ReadEveryKey) {
  const std::string text =
      "upstream:\n  data: {attach: edge, ports: [Ethernet27/1], mode: trunk, vlans: [external],"
      " speed: 100G}\n"
      "  oob: {attach: mgmt, switch: mgmt-r01, untagged: oob, racks: [R1, R2]}\n"
      "  neutron: {attach: tor, vlans: by-neutron}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const auto& upstreams = plan.upstreams;
  ASSERT_EQ(upstreams.size(), 3U);
  EXPECT_EQ(upstreams[0].attach, plan::Attach::kEdge);
  EXPECT_EQ(upstreams[0].ports, Lines{"Ethernet27/1"});
  EXPECT_EQ(upstreams[0].mode, "trunk");
  EXPECT_EQ(upstreams[0].vlans, Lines{"external"});
  EXPECT_FALSE(upstreams[0].vlans_by_neutron);
  EXPECT_EQ(upstreams[0].speed, "100G");
  EXPECT_EQ(upstreams[1].switch_name, "mgmt-r01");
  EXPECT_EQ(upstreams[1].untagged, "oob");
  EXPECT_EQ(upstreams[1].racks, (Lines{"R1", "R2"}));
  EXPECT_TRUE(upstreams[2].vlans_by_neutron);
}

TEST(Upstreams, NameWhatIsWrong) {
  EXPECT_EQ(said("upstream: {u: {}}\n"),
            Lines{"5:12 E-115 upstream.u.attach: missing; use one of tor, edge, mgmt, customer"});
  EXPECT_EQ(said("upstream: {u: {attach: tor, vlans: all}}\n"),
            Lines{"5:36 E-111 upstream.u.vlans: expected a list of networks or by-neutron, found "
                  "\"all\""});
  EXPECT_EQ(said("upstream: {u: {attach: tor, vlans: []}}\n"), Lines{});
}

TEST(Names, AreUsedOnce) {
  const std::string rack = "racks: [{name: R, index: 1}]\n";
  const std::string device = "switches: [{name: x, role: tor, rack: R, unit: 1}]\n";
  const std::string node = "nodes: [{name: x, role: r, rack: R, unit: 2, bmc: 10.0.0.1}]\n";
  EXPECT_EQ(said(rack + device + node), Lines{"7:9 E-108 nodes.x: name already used in switches"});
  EXPECT_EQ(said(node + device), Lines{"5:9 E-108 nodes.x: name already used in switches"})
      << "the order of the lists counts, not that of the file";
  EXPECT_EQ(said("upstream: {x: {attach: customer}}\n" + device),
            Lines{"5:12 E-108 upstream.x: name already used in switches"});
  EXPECT_EQ(said("racks: [{name: x, index: 1}]\n" + device), Lines{});
}

}  // namespace
}  // namespace rackseed::config
