// The plans that a reader is given to start from. The tests run in the folder of the project.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

plan::Plan read(const std::string& name) {
  std::ifstream file("examples/" + name);
  std::stringstream text;
  text << file.rdbuf();
  auto loaded = parse_plan(text.str());
  EXPECT_EQ(lines_of(loaded.findings), Lines{}) << name;
  return std::move(loaded.plan);
}

const plan::Node& node(const plan::Plan& plan, std::string_view name) {
  return *std::ranges::find(plan.nodes, name, &plan::Node::name);
}

TEST(MinipodExample, IsRead) {
  const auto plan = read("minipod.yaml");
  EXPECT_EQ(plan.metadata.name, "opcp01-dc1");
  EXPECT_EQ(plan.metadata.revision, 7);
  EXPECT_EQ(plan.identity.location, "R11-1");
  EXPECT_EQ(plan.networks.size(), 10U);
  EXPECT_EQ(plan.network("external")->neutron_pool->first.text(), "203.0.113.100");
  EXPECT_EQ(plan.network("bmc")->pool, std::pair(150, 189));
  EXPECT_EQ(plan.switches.size(), 8U);
  EXPECT_EQ(plan.pairs.at(2).peer_net->text(), "169.254.99.0/31");
  EXPECT_EQ(plan.links.size(), 11U);
  EXPECT_EQ(plan.links.at(1).channel, 2);
  EXPECT_EQ(plan.nodes.size(), 9U);
  EXPECT_EQ(node(plan, "sto3").mgmt.at(1).port, "Ethernet28");
  EXPECT_EQ(plan.vips.at(0).at_handover, plan::AtHandover::kRelease);
  EXPECT_EQ(plan.services.s3_metrics->bucket, "opcp01-metrics-dc1");
  EXPECT_TRUE(plan.policy.rotate_bmc_password);
  EXPECT_EQ(plan.handover.osism.manager, "ctrl1");
}

TEST(MinipodExample, InheritsNicsInTheirOrder) {
  const auto plan = read("minipod.yaml");
  const auto& hardware = *plan::find_named(plan.hardware, "ctl-4x25-oob");
  Lines nics;
  for (const plan::Nic& nic : hardware.nics) nics.push_back(nic.name);
  EXPECT_EQ(nics, (Lines{"lom0", "a0", "a1", "b0", "b1", "o0"}));
  EXPECT_EQ(hardware.min_ram_gib, 64);
}

TEST(MinipodExample, KnowsItsLines) {
  const auto plan = read("minipod.yaml");
  EXPECT_EQ(plan.source.find("metadata.mode").line, 13);
  EXPECT_EQ(plan.source.find("networks.management.gateway").line, 54);
  EXPECT_EQ(plan.source.find("nodes.ctrl1").column, 5);
  EXPECT_GT(plan.source.find("handover.osism.vrid").line, 200);
}

TEST(NanopodExample, IsRead) {
  const auto plan = read("nanopod.yaml");
  EXPECT_EQ(plan.metadata.mode, plan::Mode::kNanopod);
  EXPECT_TRUE(plan.network("oob")->also_bmc);
  EXPECT_EQ(plan.network("oob")->host_offset, -100);
  EXPECT_EQ(plan.role("baremetal")->os, "");
  EXPECT_EQ(plan.role("baremetal")->default_route, "");
  EXPECT_EQ(plan.role("control")->first_index, 0);
  EXPECT_EQ(plan.role("baremetal")->interfaces.at(0).members.size(), 4U);
  EXPECT_TRUE(plan.upstreams.at(0).vlans_by_neutron);
  EXPECT_EQ(plan.nodes.size(), 5U);
  EXPECT_EQ(node(plan, "srv4").tor, "Ethernet4/1");
  EXPECT_EQ(node(plan, "srv4").unit, 17);
  EXPECT_EQ(node(plan, "srv4").bmc.text(), "172.30.7.124");
  EXPECT_EQ(node(plan, "srv1").boot.path, plan::BootPath::kBondNative);
  EXPECT_EQ(node(plan, "opcp-controller-0").boot.path, plan::BootPath::kVirtualMedia);
  EXPECT_EQ(node(plan, "opcp-controller-0").boot.nic, "a0") << "of the defaults";
  EXPECT_TRUE(plan.vips.empty());
  EXPECT_EQ(plan.os_profiles.at(0).answers.size(), 7U);
  EXPECT_EQ(plan.services.ipsec.psk->name, "ipsec_psk");
  EXPECT_TRUE(plan.handover.opcp_netbox);
}

TEST(FabricExample, StandsForFortyNodes) {
  const auto plan = read("fabric.yaml");
  ASSERT_EQ(plan.nodes.size(), 40U);
  std::set<std::string> names;
  for (const plan::Node& node : plan.nodes) names.insert(node.name);
  EXPECT_EQ(names.size(), 40U);
  EXPECT_EQ(node(plan, "cmp7").unit, 14);
  EXPECT_EQ(node(plan, "cmp7").bmc.text(), "172.30.33.27");
  EXPECT_EQ(node(plan, "cmp7").tor, "Ethernet5/1");
  EXPECT_EQ(node(plan, "cmp7").mgmt.at(0).port, "Ethernet9");
  EXPECT_EQ(node(plan, "cmp30").tor, "Ethernet5/1");
  EXPECT_EQ(node(plan, "cmp30").mgmt.at(1).port, "Ethernet33");
  EXPECT_EQ(node(plan, "sto2").tor, "Ethernet6/3");
}

TEST(FabricExample, StandsForTwentyFourLinks) {
  const auto plan = read("fabric.yaml");
  ASSERT_EQ(plan.links.size(), 24U);
  EXPECT_EQ(plan.links[2].from, "mgmt-r24");
  EXPECT_EQ(plan.links[2].to_ports, Lines{"Ethernet51"});
  EXPECT_EQ(plan.links[2].networks, (Lines{"bmc", "prov"}));
  EXPECT_EQ(plan.links[7].from, "tor-r24a");
  EXPECT_EQ(plan.links[7].to, "spine-1");
  EXPECT_EQ(plan.links[7].to_ports, Lines{"Ethernet7/1"});
  EXPECT_EQ(plan.links[23].from, "edge-2");
  EXPECT_EQ(plan.links[23].to_ports, Lines{"Ethernet32/1"});
  EXPECT_FALSE(plan.links[23].networks);
  EXPECT_EQ(plan.source.find("links[0]"), plan.source.find("links[2]"));
  EXPECT_NE(plan.source.find("links[2]"), plan.source.find("links[3]"));
}

TEST(FabricExample, HasASubnetForEachRack) {
  const auto plan = read("fabric.yaml");
  const plan::Network& bmc = *plan.network("bmc");
  EXPECT_TRUE(bmc.per_rack);
  ASSERT_EQ(bmc.subnets.size(), 4U);
  EXPECT_EQ(bmc.subnets[3].rack, "R24");
  EXPECT_EQ(bmc.subnets[3].subnet.text(), "172.30.36.0/24");
  EXPECT_EQ(bmc.relay_on, "mgmt-r21");
  EXPECT_EQ(bmc.gateway_host, 1);
  EXPECT_EQ(plan.network("tunnel")->vni, 10050);
  EXPECT_EQ(plan.seed.dhcp.accept_relays.size(), 8U);
  EXPECT_EQ(plan.os_profiles.at(0).apt_uri, "http://{seed.prov}/apt/ubuntu-noble");
}

}  // namespace
}  // namespace rackseed::config
