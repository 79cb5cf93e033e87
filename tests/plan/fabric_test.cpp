#include "src/plan/fabric.hpp"

#include <gtest/gtest.h>

#include "tests/plan/one_node_plan.hpp"

namespace rackseed::plan {
namespace {

Plan fabric_plan() {
  Plan plan;
  plan.switches = {{.name = "mgmt", .role = SwitchRole::kMgmt},
                   {.name = "leaf-a", .role = SwitchRole::kTor},
                   {.name = "leaf-b", .role = SwitchRole::kTor},
                   {.name = "spine", .role = SwitchRole::kSpine},
                   {.name = "edge", .role = SwitchRole::kEdge}};
  plan.links = {{.from = "mgmt", .to = "leaf-a"},
                {.from = "leaf-a", .to = "spine"},
                {.from = "spine", .to = "leaf-b"},
                {.from = "edge", .to = "spine"}};
  return plan;
}

TEST(Fabric, CountsTheSwitchesWithALinkToASpine) {
  const Plan plan = fabric_plan();
  const Fabric fabric = derive_fabric(plan);
  ASSERT_EQ(fabric.members.size(), 4U);
  EXPECT_EQ(fabric.find("mgmt"), nullptr);
  const FabricMember* leaf = fabric.find("leaf-b");
  ASSERT_NE(leaf, nullptr);
  EXPECT_EQ(leaf->as_number, 65002U);
  EXPECT_EQ(leaf->router_id.text(), "100.64.0.2");
  EXPECT_EQ(leaf->vtep->text(), "100.64.1.2");
}

TEST(Fabric, GivesASpineTheCommonNumberAndNoTunnelEnd) {
  const Plan plan = fabric_plan();
  const FabricMember spine = *derive_fabric(plan).find("spine");
  EXPECT_EQ(spine.as_number, 65000U);
  EXPECT_EQ(spine.router_id.text(), "100.64.0.3");
  EXPECT_FALSE(spine.vtep);
}

TEST(Fabric, HasNoMembersWithoutASpine) {
  Plan plan = fabric_plan();
  plan.switches[3].role = SwitchRole::kEdge;
  EXPECT_TRUE(derive_fabric(plan).members.empty());
}

TEST(Fabric, KeepsClearOfEverythingThatIsPlanned) {
  Plan plan = fabric_plan();
  const auto loopbacks = [&] { return derive_fabric(plan).loopbacks.text(); };
  EXPECT_EQ(loopbacks(), "100.64.0.0/23");
  plan.networks = {{.name = "a", .subnet = tests::prefix("100.64.1.0/24")}};
  EXPECT_EQ(loopbacks(), "100.64.2.0/23");
  plan.networks.push_back({.name = "b", .subnets = {{"R1", tests::prefix("100.64.3.0/26")}}});
  EXPECT_EQ(loopbacks(), "100.64.4.0/23");
  plan.services.resolvers = {tests::ip("100.64.4.9")};
  plan.services.ntp = {tests::ip("100.64.7.255")};
  plan.services.admin_networks = {tests::prefix("100.64.8.0/22")};
  plan.pairs = {{.name = "p", .peer_net = tests::prefix("100.64.12.0/31")}};
  EXPECT_EQ(loopbacks(), "100.64.14.0/23");
  EXPECT_EQ(derive_fabric(plan).find("edge")->vtep->text(), "100.64.15.4");
}

}  // namespace
}  // namespace rackseed::plan
