#include <gtest/gtest.h>

#include <map>

#include "src/plan/derived.hpp"
#include "tests/plan/example_plans.hpp"
#include "tests/plan/one_node_plan.hpp"

namespace rackseed::plan {
namespace {

using tests::ExamplePlan;
using tests::ip;
using tests::one_node_plan;
using tests::prefix;

const LinkView& link(const NodeView& node, std::string_view name) {
  for (const LinkView& link : node.links)
    if (link.plan->name == name) return link;
  throw std::out_of_range(std::string(name));
}

const Attachment& attachment(const NodeView& node, std::string_view network) {
  const Attachment* found = node.attachment(network);
  if (found == nullptr) throw std::out_of_range(std::string(network));
  return *found;
}

/// "SWITCH PORT CHANNEL" of a cable.
std::string cable(const NodeView& node, std::string_view nic) {
  const Cable* found = node.cable(nic);
  if (found == nullptr) return "no cable";
  return found->switch_name + " " + found->port + " " + std::to_string(found->channel);
}

// Each derived value by the example MINIPOD, and what the example does not show by itself.

TEST(Suffix, IsTheLastOctetOfTheBmc) {
  const ExamplePlan minipod("minipod");
  EXPECT_EQ(minipod.node("ctrl1").suffix, 10);
  EXPECT_EQ(minipod.node("sto3").suffix, 33);
}

TEST(Suffix, IsWhatTheNodeSays) {
  Plan plan = one_node_plan();
  plan.nodes[0].suffix = 77;
  const Derived derived = derive(plan);
  EXPECT_EQ(derived.nodes[0].suffix, 77);
  EXPECT_EQ(derived.nodes[0].address_in("management"), ip("10.1.10.77"));
}

TEST(Suffix, IsTheHostPartOfTheBmcInLargerNetworks) {
  Plan plan = one_node_plan();
  plan.networks.push_back({.name = "bmc", .zone = Zone::kBmc, .subnet = prefix("172.30.0.0/16")});
  plan.networks[1].subnet = prefix("10.1.0.0/16");
  EXPECT_EQ(derive(plan).nodes[0].suffix, 10);
  plan.suffix_rule = SuffixRule::kBmcHostId;
  EXPECT_EQ(derive(plan).nodes[0].suffix, 2 * 256 + 10);
  EXPECT_EQ(derive(plan).nodes[0].address_in("management"), ip("10.1.2.10"));
}

TEST(Suffix, CountsFromTheSubnetOfTheRack) {
  Plan plan = one_node_plan();
  plan.suffix_rule = SuffixRule::kBmcHostId;
  plan.networks.push_back(
      {.name = "bmc",
       .zone = Zone::kBmc,
       .per_rack = true,
       .subnets = {{"R2", prefix("172.30.0.0/16")}, {"R1", prefix("172.30.2.0/28")}}});
  EXPECT_EQ(derive(plan).nodes[0].suffix, 10);
  plan.networks.back().subnets[1].subnet = prefix("172.30.2.8/29");
  EXPECT_EQ(derive(plan).nodes[0].suffix, 2);
}

TEST(HostAddress, IsNetworkPlusSuffix) {
  const ExamplePlan minipod("minipod");
  const Attachment& api = attachment(minipod.node("ctrl1"), "api");
  EXPECT_EQ(api.address, ip("10.1.20.10"));
  EXPECT_EQ(api.subnet, prefix("10.1.20.0/24"));
  EXPECT_EQ(minipod.node("cmp3").address_in("tunnel"), ip("10.1.50.23"));
}

TEST(HostAddress, IsMovedByTheOffset) {
  const ExamplePlan nanopod("nanopod");
  const NodeView& controller = nanopod.node("opcp-controller-0");
  EXPECT_EQ(controller.suffix, 110);
  EXPECT_EQ(controller.address_in("oob"), ip("172.30.7.10"));
}

TEST(HostAddress, IsAbsentInProviderNetworks) {
  const ExamplePlan minipod("minipod");
  EXPECT_FALSE(attachment(minipod.node("ctrl1"), "external").address);
}

TEST(HostAddress, IsAbsentWhereTheSubnetHasNoSuchHost) {
  Plan plan = one_node_plan();
  plan.networks[1].subnet = prefix("10.1.10.0/29");
  EXPECT_FALSE(derive(plan).nodes[0].address_in("management"));
  EXPECT_FALSE(derive(plan).nodes[0].address_in("nowhere"));
}

TEST(HostAddress, IsFoundInTheNetworkThatANodeOnlyBootsFrom) {
  const ExamplePlan minipod("minipod");
  const NodeView& node = minipod.node("ctrl1");
  EXPECT_EQ(node.attachment("prov"), nullptr);
  ASSERT_TRUE(node.boot);
  EXPECT_EQ(node.boot->network->name, "prov");
  EXPECT_EQ(node.boot->address, ip("10.1.8.10"));
  EXPECT_EQ(node.boot->subnet, prefix("10.1.8.0/24"));
  EXPECT_EQ(node.address_in("prov"), ip("10.1.8.10"));
}

TEST(HostAddress, IsNotNeededToBootByVirtualMedia) {
  const ExamplePlan nanopod("nanopod");
  EXPECT_FALSE(nanopod.node("opcp-controller-0").boot);
  EXPECT_EQ(nanopod.node("srv1").address_in("prov"), ip("10.7.8.121"));
}

TEST(SeedAddress, IsNetworkPlusHostNumber) {
  const ExamplePlan minipod("minipod");
  EXPECT_EQ(seed_address(minipod.plan, "prov"), ip("10.1.8.2"));
  EXPECT_EQ(seed_address(minipod.plan, "oob"), ip("172.30.1.2"));
}

TEST(SeedAddress, IsAbsentWhereTheSeedIsNot) {
  const ExamplePlan minipod("minipod");
  EXPECT_FALSE(seed_address(minipod.plan, "api"));
  EXPECT_FALSE(seed_address(minipod.plan, "nowhere"));
  Plan plan = one_node_plan();
  plan.networks[0].addressed = false;
  EXPECT_FALSE(seed_address(plan, "prov"));
  plan.networks[1].subnet = prefix("10.1.10.0/31");
  EXPECT_FALSE(seed_address(plan, "management"));
}

TEST(SeedRack, IsAsPlannedOrThatOfItsSwitchOrTheFirst) {
  EXPECT_EQ(seed_rack(ExamplePlan("fabric").plan), "R21");
  EXPECT_EQ(seed_rack(ExamplePlan("minipod").plan), "R11");
  Plan plan = one_node_plan();
  plan.racks.push_back({.name = "R2"});
  EXPECT_EQ(seed_rack(plan), "R1");
  plan.switches = {{.name = "mgmt-r2", .role = SwitchRole::kMgmt, .rack = "R2"}};
  plan.seed.cables = {{.device = "eno2", .switch_name = "customer"},
                      {.device = "eno1", .switch_name = "mgmt-r2"}};
  EXPECT_EQ(seed_rack(plan), "R2");
  plan.seed.rack = "R1";
  EXPECT_EQ(seed_rack(plan), "R1");
}

TEST(Names, AreMadeOfNodePlanAndRevision) {
  const ExamplePlan minipod("minipod");
  EXPECT_EQ(minipod.node("ctrl1").fqdn, "ctrl1.opcp01.example.com");
  EXPECT_EQ(minipod.node("ctrl1").instance_id, "rackseed-opcp01-dc1-ctrl1-r7");
}

TEST(Interface, IsNamedAfterItsVlan) {
  const ExamplePlan minipod("minipod");
  const Attachment& api = attachment(minipod.node("ctrl1"), "api");
  EXPECT_EQ(api.interface, "vlan20");
  EXPECT_EQ(api.link, "bond0");
  EXPECT_TRUE(api.tagged());
  const Attachment& oob = attachment(minipod.node("ctrl1"), "oob");
  EXPECT_EQ(oob.interface, "oob0");
  EXPECT_EQ(oob.link, "oob0");
  EXPECT_FALSE(oob.tagged());
}

TEST(Interface, IsFoundByTheZoneOfItsNetwork) {  // OSISM's api_interface, storage_interface, ...
  const ExamplePlan minipod("minipod");
  const std::map<Zone, std::string> expected = {
      {Zone::kManagement, "vlan10"}, {Zone::kApi, "vlan20"},    {Zone::kMigration, "vlan30"},
      {Zone::kStorage, "vlan40"},    {Zone::kTunnel, "vlan50"}, {Zone::kExternal, "vlan100"},
      {Zone::kOobAdmin, "oob0"}};
  for (const auto& [zone, interface] : expected) {
    const Attachment* found = minipod.node("ctrl1").attachment(zone);
    ASSERT_NE(found, nullptr) << to_string(zone);
    EXPECT_EQ(found->interface, interface);
  }
  EXPECT_EQ(minipod.node("ctrl1").attachment(Zone::kStorageCluster), nullptr);
}

TEST(Mtu, OfALinkIsTheLargestOfItsNetworksAndAtLeast1500) {
  const ExamplePlan minipod("minipod");
  EXPECT_EQ(link(minipod.node("ctrl1"), "bond1").mtu, 9000);
  EXPECT_EQ(link(minipod.node("ctrl1"), "bond0").mtu, 9000);  // migration
  EXPECT_EQ(link(minipod.node("ctrl1"), "oob0").mtu, 1500);
  EXPECT_EQ(link(minipod.node("sto1"), "bond0").mtu, 1500);
  Plan plan = one_node_plan();
  plan.networks[3].mtu = 1400;
  EXPECT_EQ(link(derive(plan).nodes[0], "oob0").mtu, 1500);
}

TEST(Mtu, OfAVlanIsThatOfItsNetwork) {
  const ExamplePlan minipod("minipod");
  EXPECT_EQ(attachment(minipod.node("ctrl1"), "external").network->mtu, 1500);
  EXPECT_EQ(attachment(minipod.node("ctrl1"), "tunnel").network->mtu, 9000);
}

TEST(Cable, EndsOnTheTorOfItsSideAtTheNodesLanePlusItsOwn) {
  const ExamplePlan minipod("minipod");
  const NodeView& node = minipod.node("ctrl1");
  EXPECT_EQ(cable(node, "a0"), "tor-r11a Ethernet1/1 120");
  EXPECT_EQ(cable(node, "a1"), "tor-r11a Ethernet1/2 121");
  EXPECT_EQ(cable(node, "b0"), "tor-r11b Ethernet1/1 120");
  EXPECT_EQ(cable(node, "b1"), "tor-r11b Ethernet1/2 121");
  EXPECT_EQ(cable(minipod.node("cmp2"), "b1"), "tor-r11b Ethernet2/4 145");
  EXPECT_EQ(cable(minipod.node("ctrl3"), "a0"), "tor-r12a Ethernet1/1 124");
  EXPECT_EQ(node.cable("b1")->cage_lane, 2);
  EXPECT_EQ(node.cable("lom0")->cage_lane, 0);
}

TEST(Cable, EndsOnTheManagementSwitchOfTheRackAsPlanned) {
  const ExamplePlan minipod("minipod");
  EXPECT_EQ(cable(minipod.node("ctrl2"), "lom0"), "mgmt-r11 Ethernet26 0");
  EXPECT_EQ(cable(minipod.node("ctrl2"), "bmc"), "mgmt-r11 Ethernet2 0");
  EXPECT_EQ(cable(minipod.node("sto2"), "bmc"), "mgmt-r12 Ethernet3 0");
  EXPECT_EQ(minipod.node("ctrl2").cables.back().nic, "bmc");
}

TEST(Cable, EndsAtTheCustomerWithoutAPort) {
  const ExamplePlan minipod("minipod");
  EXPECT_EQ(cable(minipod.node("ctrl1"), "o0"), "customer-oob  0");
  EXPECT_EQ(minipod.node("cmp1").cable("o0"), nullptr);
}

TEST(Cable, CountsPortsWhereTheTorHasNoLanes) {
  Plan plan = one_node_plan();
  plan.switches = {{.name = "tor-a", .role = SwitchRole::kTor, .side = Side::kA, .rack = "R1"}};
  plan.hardware[0].nics = {{.name = "a0", .switch_kind = "tor", .side = Side::kA},
                           {.name = "a1", .switch_kind = "tor", .side = Side::kA, .lane = 1},
                           {.name = "b0", .switch_kind = "tor", .side = Side::kB}};
  plan.nodes[0].tor = "Ethernet7";
  const Derived derived = derive(plan);
  EXPECT_EQ(cable(derived.nodes[0], "a0"), "tor-a Ethernet7 120");
  EXPECT_EQ(cable(derived.nodes[0], "a1"), "tor-a Ethernet8 0");
  EXPECT_EQ(cable(derived.nodes[0], "b0"), " Ethernet7 120");  // E-401: no ToR on side B
}

TEST(Channel, Is100PlusTwiceTheSuffixPlusTheBondIndex) {
  const ExamplePlan minipod("minipod");
  EXPECT_EQ(link(minipod.node("ctrl1"), "bond0").channel, 120);
  EXPECT_EQ(link(minipod.node("ctrl1"), "bond1").channel, 121);
  EXPECT_EQ(link(minipod.node("ctrl1"), "bond1").bond_index, 1);
  EXPECT_EQ(link(minipod.node("ctrl1"), "oob0").channel, 0);
  EXPECT_EQ(link(minipod.node("sto3"), "bond1").channel, 167);
}

TEST(Channel, IsUniqueInTheFabric) {
  const ExamplePlan fabric("fabric");
  std::map<int, int> uses;
  for (const NodeView& node : fabric.derived.nodes)
    for (const LinkView& bond : node.links)
      if (bond.plan->is_bond()) ++uses[bond.channel];
  EXPECT_EQ(uses.size(), 80U);
  EXPECT_EQ(link(fabric.node("cmp30"), "bond1").channel, 100 + 2 * 109 + 1);
}

TEST(DefaultRoute, LeadsToTheGatewayOfTheRolesNetwork) {
  const ExamplePlan minipod("minipod");
  const Attachment& oob = attachment(minipod.node("ctrl1"), "oob");
  EXPECT_TRUE(oob.default_route);
  EXPECT_EQ(oob.gateway, ip("172.30.1.254"));
  EXPECT_EQ(oob.interface, "oob0");
  EXPECT_FALSE(attachment(minipod.node("ctrl1"), "management").default_route);
  EXPECT_TRUE(attachment(minipod.node("cmp1"), "management").default_route);
}

TEST(Vrid, IsAHashAKollaConstantOrGiven) {
  const ExamplePlan minipod("minipod");
  EXPECT_EQ(minipod.derived.vip("external")->vrid, 141);
  EXPECT_EQ(minipod.derived.vip("internal")->vrid, 51);
  Plan plan = one_node_plan();
  plan.metadata.name = "opcp01-dc1";
  plan.vips = {{.name = "external"},
               {.name = "given", .vrid = 7},
               {.name = "internal", .manager = VipManager::kKolla}};
  plan.handover.osism.vrid = 52;
  EXPECT_EQ(derive(plan).vip("external")->vrid, 141);
  EXPECT_EQ(derive(plan).vip("given")->vrid, 7);
  EXPECT_EQ(derive(plan).vip("internal")->vrid, 52);
  plan.handover.target = Target::kNone;
  EXPECT_EQ(derive(plan).vip("internal")->vrid, 51);
}

TEST(Vrid, StaysBetween128And247) {
  Plan plan = one_node_plan();
  plan.vips = {{.name = "external"}};
  for (int i = 0; i < 1000; ++i) {
    plan.metadata.name = "plan" + std::to_string(i);
    const int vrid = derive(plan).vips[0].vrid;
    EXPECT_GE(vrid, 128);
    EXPECT_LE(vrid, 247);
  }
}

TEST(Priority, FallsByTenInTheOrderOfTheNodes) {
  const ExamplePlan minipod("minipod");
  const VipView& vip = *minipod.derived.vip("external");
  ASSERT_EQ(vip.members.size(), 3U);
  EXPECT_EQ(vip.network->name, "oob");
  int priority = 150;
  for (const std::string name : {"ctrl1", "ctrl2", "ctrl3"}) {
    const VipMember& member = vip.members[static_cast<std::size_t>(150 - priority) / 10];
    EXPECT_EQ(member.node->name(), name);
    EXPECT_EQ(member.priority, priority);
    EXPECT_EQ(member.attachment, member.node->attachment("oob"));
    priority -= 10;
  }
}

TEST(RackSubnets, GiveEachRackItsOwn) {
  const ExamplePlan fabric("fabric");
  const std::map<std::string, std::pair<std::string, std::string>> expected = {
      {"cmp1", {"10.2.33.21", "10.2.33.1"}},
      {"cmp8", {"10.2.34.51", "10.2.34.1"}},
      {"cmp15", {"10.2.35.81", "10.2.35.1"}},
      {"cmp22", {"10.2.36.101", "10.2.36.1"}}};
  const Network& prov = *fabric.plan.network("prov");
  for (const auto& [name, addresses] : expected) {
    const NodeView& node = fabric.node(name);
    EXPECT_EQ(node.boot->address, ip(addresses.first));
    EXPECT_EQ(gateway_in(prov, node.node->rack), ip(addresses.second));
    EXPECT_EQ(node.boot->subnet, subnet_in(prov, node.node->rack));
  }
  EXPECT_FALSE(subnet_in(prov, "R99"));
  EXPECT_FALSE(gateway_in(prov, "R99"));
  EXPECT_EQ(seed_address(fabric.plan, "prov"), ip("10.2.33.2"));
  EXPECT_EQ(seed_address(fabric.plan, "bmc"), ip("172.30.33.2"));
}

TEST(RackSubnets, AreReadWithoutHostBits) {
  Plan plan = one_node_plan();
  plan.networks[1].subnet = prefix("10.1.10.1/24");
  EXPECT_EQ(subnet_in(plan.networks[1], "R1"), prefix("10.1.10.0/24"));
  EXPECT_EQ(derive(plan).nodes[0].address_in("management"), ip("10.1.10.10"));
}

TEST(ServerNetworks, AreTheTaggedOnesOfRolesByNumber) {
  const ExamplePlan minipod("minipod");
  std::vector<std::string> names;
  for (const Network* network : server_networks(minipod.plan)) names.push_back(network->name);
  EXPECT_EQ(names, (std::vector<std::string>{"management", "api", "migration", "storage",
                                             "storage-cluster", "tunnel", "external"}));
}

TEST(Switches, AreFoundByRackAndSide) {
  const ExamplePlan minipod("minipod");
  const Plan& plan = minipod.plan;
  EXPECT_EQ(mgmt_switch(plan, "R12")->name, "mgmt-r12");
  EXPECT_EQ(tor_switch(plan, "R12", Side::kB)->name, "tor-r12b");
  EXPECT_EQ(mgmt_switch(plan, "R13"), nullptr);
  EXPECT_EQ(tor_switch(plan, "R12", Side::kNone), nullptr);
  const SwitchPair* pair = pair_of(plan, "edge-2");
  ASSERT_NE(pair, nullptr);
  EXPECT_EQ(peer_of(plan, *pair, "edge-2")->name, "edge-1");
  EXPECT_EQ(peer_of(plan, *pair, "edge-1")->name, "edge-2");
  EXPECT_EQ(pair_of(plan, "mgmt-r11"), nullptr);
  EXPECT_EQ(peer_of(plan, {.members = {"edge-1"}}, "edge-1"), nullptr);
}

TEST(Upstreams, EndOnTheNamedSwitchOrOnAllOfARole) {
  const Upstream edge{.attach = Attach::kEdge};
  EXPECT_TRUE(is_attached(edge, {.role = SwitchRole::kEdge}));
  EXPECT_FALSE(is_attached(edge, {.role = SwitchRole::kTor}));
  const Upstream named{.attach = Attach::kMgmt, .switch_name = "mgmt-r01"};
  EXPECT_TRUE(is_attached(named, {.name = "mgmt-r01", .role = SwitchRole::kMgmt}));
  EXPECT_FALSE(is_attached(named, {.name = "mgmt-r02", .role = SwitchRole::kMgmt}));
  EXPECT_FALSE(is_attached({.attach = Attach::kCustomer}, {.role = SwitchRole::kEdge}));
}

TEST(Roles, WithoutAnOperatingSystemHaveNone) {
  const ExamplePlan nanopod("nanopod");
  EXPECT_EQ(nanopod.node("srv1").os, nullptr);
  EXPECT_EQ(nanopod.node("srv1").storage, nullptr);
  EXPECT_EQ(nanopod.node("opcp-controller-0").os->name, "opcp-controller");
}

}  // namespace
}  // namespace rackseed::plan
