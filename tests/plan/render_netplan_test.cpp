#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/plan/render/host_network.hpp"
#include "src/plan/render/render.hpp"
#include "tests/plan/example.hpp"
#include "tests/plan/one_node_plan.hpp"

namespace rackseed::plan {
namespace {

using testing::HasSubstr;
using testing::Not;

class RenderNetplan : public testing::Test {
 protected:
  std::string render() {
    const Derived derived = derive(plan_);
    return render_netplan(derived, derived.nodes.front(), facts_.begin()->second);
  }
  NodeFacts& facts() { return facts_.begin()->second; }

  Plan plan_ = tests::one_node_plan();
  Facts facts_ = tests::one_node_facts();
};

TEST(RenderNetplanGolden, EqualsWhatOsismsTemplateWrites) {
  const tests::Example minipod("minipod");
  const Derived derived = minipod.derive();
  for (const NodeView& node : derived.nodes)
    tests::expect_golden("minipod/netplan/" + node.name() + ".yaml",
                         render_netplan(derived, node, minipod.facts_of(node)));
}

TEST_F(RenderNetplan, GivesABondTheLargestMtuOfItsNetworksAndAVlanItsOwn) {
  const std::string text = render();
  EXPECT_THAT(text, HasSubstr("    bond0:\n        dhcp4: false\n        dhcp6: false\n"
                              "        interfaces:\n        - a0\n        - b0\n"
                              "        link-local: []\n        mtu: 9000\n"));
  EXPECT_THAT(text, HasSubstr("    vlan10:\n        addresses:\n        - 10.1.10.10/24\n"
                              "        id: 10\n        link: bond0\n        mtu: 1500\n"));
}

TEST_F(RenderNetplan, LeavesAnUnaddressedVlanWithoutAnyAddress) {
  EXPECT_THAT(render(), HasSubstr("    vlan100:\n        id: 100\n        link: bond0\n"
                                  "        link-local: []\n        mtu: 1500\n"));
}

TEST_F(RenderNetplan, RoutesOnlyThroughTheDefaultNetwork) {
  const std::string text = render();
  EXPECT_THAT(text, HasSubstr("        nameservers:\n            addresses:\n"
                              "            - 172.30.1.100\n            search:\n"
                              "            - small.example.com\n"
                              "        routes:\n        -   to: default\n"
                              "            via: 10.1.10.1\n"));
  EXPECT_EQ(text.find("routes:"), text.rfind("routes:"));
  plan_.roles[0].default_route = "";
  EXPECT_THAT(render(), Not(HasSubstr("routes:")));
}

TEST_F(RenderNetplan, QuotesAMacThatReadersTakeForANumber) {
  EXPECT_THAT(render(), HasSubstr("            macaddress: '10:20:30:40:50:55'\n"));
}

TEST_F(RenderNetplan, WritesEmptySections) {
  const std::string text = render();
  EXPECT_TRUE(text.ends_with("\n\n\n  vrfs:\n    {}\n\n"));
  plan_.roles[0].interfaces.pop_back();
  EXPECT_THAT(render(), HasSubstr("  renderer: networkd\n\n  bonds:\n    {}\n\n\n  bridges:\n"));
}

TEST_F(RenderNetplan, LeavesLacpOutOfAnActiveBackupBond) {
  plan_.bond.mode = "active-backup";
  const std::string text = render();
  EXPECT_THAT(text, HasSubstr("        parameters:\n            mii-monitor-interval: 100\n"
                              "            min-links: 1\n            mode: active-backup\n"));
  EXPECT_THAT(text, Not(HasSubstr("lacp-rate")));
  EXPECT_THAT(text, Not(HasSubstr("transmit-hash-policy")));
}

TEST_F(RenderNetplan, PutsAnUntaggedNetworkOnTheBondItself) {
  plan_.roles[0].interfaces = {{.name = "bond0", .members = {"a0"}, .networks = {"oob"}}};
  EXPECT_THAT(render(), HasSubstr("    bond0:\n        addresses:\n        - 172.30.1.10/24\n"));
}

TEST_F(RenderNetplan, LeavesAPlainNicWithoutAnUntaggedNetworkUnaddressed) {
  plan_.roles[0].interfaces = {{.name = "up0", .nic = "o0", .networks = {"storage"}}};
  const std::string text = render();
  EXPECT_THAT(text, HasSubstr("        link-local: []\n        match:\n"
                              "            macaddress: '10:20:30:40:50:55'\n        mtu: 9000\n"
                              "        set-name: up0\n"));
  EXPECT_THAT(text, Not(HasSubstr("optional")));
}

TEST_F(RenderNetplan, NeverMatchesANicWhoseMacIsUnknown) {
  facts().macs.clear();
  EXPECT_THAT(render(), HasSubstr("macaddress: 00:00:00:00:00:00\n"));
}

TEST_F(RenderNetplan, WritesNoResolverWhereThePlanHasNone) {
  plan_.services.resolvers.clear();
  EXPECT_THAT(render(), HasSubstr("        nameservers:\n            search:\n"));
}

TEST_F(RenderNetplan, KnowsWhichMacsItNeeds) {
  const Derived derived = derive(plan_);
  const NodeView& node = derived.nodes.front();
  EXPECT_EQ(used_nics(node), (std::vector<std::string>{"o0", "a0", "b0"}));
  EXPECT_TRUE(has_used_macs(node, facts()));
  facts().macs.pop_back();
  EXPECT_FALSE(has_used_macs(node, facts()));
}

TEST_F(RenderNetplan, IsForNodesThatRackseedInstalls) {
  const auto installed = [&] { return is_installed_by_us(derive(plan_).nodes.front()); };
  for (const Method method : {Method::kAutoinstall, Method::kPreseed, Method::kImage}) {
    plan_.os_profiles[0].method = method;
    EXPECT_TRUE(installed());
  }
  plan_.os_profiles[0].method = Method::kVendorIso;
  EXPECT_FALSE(installed());
  plan_.roles[0].os = "";
  EXPECT_FALSE(installed());
}

}  // namespace
}  // namespace rackseed::plan
