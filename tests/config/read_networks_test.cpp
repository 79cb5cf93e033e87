#include <gtest/gtest.h>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

/// A network named api with the given keys beside zone and subnet; they begin in column 49.
std::string api(std::string_view keys) {
  return fmt::format("networks:\n  api: {{zone: api, subnet: 10.1.20.0/24, {}}}\n", keys);
}

plan::Network read_network(std::string_view keys) {
  const auto text = api(keys);
  EXPECT_EQ(said(text), Lines{});
  return plan_of(text).networks.at(0);
}

/// The one finding, after its place.
std::string network_refusal(std::string_view keys) {
  const auto lines = said(api(keys));
  if (lines.size() != 1) return fmt::format("{} findings", lines.size());
  return lines[0].substr(lines[0].find(' ') + 1);
}

TEST(Networks, HaveDefaults) {
  const auto plan = plan_of("networks:\n  api: {zone: api, subnet: 10.1.20.0/24}\n");
  const plan::Network& network = plan.networks.at(0);
  EXPECT_EQ(network.name, "api");
  EXPECT_EQ(network.zone, plan::Zone::kApi);
  EXPECT_FALSE(network.vlan);
  EXPECT_FALSE(network.also_bmc);
  EXPECT_FALSE(network.per_rack);
  EXPECT_TRUE(network.addressed);
  EXPECT_EQ(network.mtu, 1500);
  EXPECT_EQ(network.subnet->text(), "10.1.20.0/24");
  EXPECT_EQ(plan.source.find("networks.api.subnet"), (plan::Position{6, 28}));
  EXPECT_EQ(plan.source.find("networks.api"), (plan::Position{6, 3}));
}

TEST(Networks, ReadEveryKey) {
  const auto network = read_network(
      "also: bmc, vlan: 20, access_vlan: 2, gateway: 10.1.20.1, gateway_host: 1, host_offset: -100,"
      " mtu: 9000, pool: [150, 189], addressing: none, neutron_pool: [10.1.20.100, 10.1.20.200],"
      " upstream: customer-oob, relay: {on: mgmt-r21}, stretch: {vni: 16777215}");
  EXPECT_TRUE(network.also_bmc);
  EXPECT_EQ(network.vlan, 20);
  EXPECT_EQ(network.access_vlan, 2);
  EXPECT_EQ(network.gateway->text(), "10.1.20.1");
  EXPECT_EQ(network.gateway_host, 1);
  EXPECT_EQ(network.host_offset, -100);
  EXPECT_EQ(network.mtu, 9000);
  EXPECT_EQ(network.pool, std::pair(150, 189));
  EXPECT_FALSE(network.addressed);
  EXPECT_EQ(network.neutron_pool->second.text(), "10.1.20.200");
  EXPECT_EQ(network.upstream, "customer-oob");
  EXPECT_EQ(network.relay_on, "mgmt-r21");
  EXPECT_EQ(network.vni, 16'777'215);
}

TEST(Networks, LeaveNumbersToTheRules) {
  EXPECT_EQ(read_network("vlan: 4095").vlan, 4095);
  EXPECT_EQ(read_network("vlan: -1").vlan, -1);
  EXPECT_EQ(read_network("mtu: 100000").mtu, 100'000);
  EXPECT_EQ(read_network("pool: [189, 150]").pool, std::pair(189, 150));
  EXPECT_EQ(network_refusal("vlan: 1000001"),
            "E-111 networks.api.vlan: 1000001 is outside -1000000..1000000");
}

TEST(Networks, AreUntaggedByWord) {
  EXPECT_FALSE(read_network("vlan: untagged").vlan);
  EXPECT_EQ(network_refusal("vlan: untaged"),
            "E-111 networks.api.vlan: \"untaged\" is not a whole number; write untagged or a "
            "number");
  EXPECT_EQ(network_refusal("vlan: no"),
            "E-111 networks.api.vlan: \"no\" is not a whole number; write "
            "untagged or a number");
  EXPECT_EQ(network_refusal("vlan: [1]"),
            "E-111 networks.api.vlan: expected a whole number, found a list");
  EXPECT_EQ(network_refusal("vlan: 010").substr(0, 30), "E-111 networks.api.vlan: \"010\"");
}

TEST(Networks, NeedAZone) {
  EXPECT_EQ(said("networks:\n  api: {subnet: 10.1.20.0/24}\n"),
            Lines{"6:3 E-115 networks.api.zone: missing; use one of bmc, oob-admin, provisioning, "
                  "management, api, migration, storage, storage-cluster, tunnel, external"});
}

TEST(Networks, NeedASubnetUnlessNobodyGetsAnAddress) {
  EXPECT_EQ(said("networks:\n  api: {zone: api}\n"),
            Lines{"6:3 E-115 networks.api.subnet: missing"});
  EXPECT_EQ(said("networks:\n  x: {zone: external, addressing: none}\n"), Lines{});
}

TEST(Networks, OfARackHaveASubnetEach) {
  const auto plan = plan_of(
      "networks:\n  bmc: {zone: bmc, scope: rack,\n        subnets: {R22: 10.0.2.0/24, R21: "
      "10.0.1.0/24}}\n");
  const plan::Network& network = plan.networks.at(0);
  EXPECT_TRUE(network.per_rack);
  EXPECT_FALSE(network.subnet);
  ASSERT_EQ(network.subnets.size(), 2U);
  EXPECT_EQ(network.subnets[0].rack, "R22") << "as written";
  EXPECT_EQ(network.subnets[1].subnet.text(), "10.0.1.0/24");
  EXPECT_EQ(plan.source.find("networks.bmc.subnets.R21"), (plan::Position{7, 42}));
}

TEST(Networks, HaveTheSubnetsThatTheirScopeCallsFor) {
  EXPECT_EQ(network_refusal("subnets: {R1: 10.0.0.0/24}"),
            "E-111 networks.api.subnets: only a network with scope: rack has a subnet for each "
            "rack");
  EXPECT_EQ(network_refusal("scope: rack, subnets: {R1: 10.0.0.0/24}"),
            "E-111 networks.api.subnet: a network with scope: rack has subnets: {RACK: PREFIX, "
            "...}");
  EXPECT_EQ(said("networks:\n  b: {zone: bmc, scope: rack}\n"),
            Lines{"6:3 E-115 networks.b.subnets: missing"});
  EXPECT_EQ(said("networks:\n  b: {zone: bmc, scope: rack, subnets: {R1: x}}\n"),
            Lines{"6:45 E-111 networks.b.subnets.R1: \"x\" is not an IPv4 prefix such as "
                  "10.1.20.0/24"});
}

TEST(Networks, HavePoolsOfTwoEnds) {
  EXPECT_EQ(network_refusal("pool: [1]"),
            "E-111 networks.api.pool: 1 values; write two: [first, last]");
  EXPECT_EQ(network_refusal("pool: [1, 2, 3]"),
            "E-111 networks.api.pool: 3 values; write two: [first, last]");
  EXPECT_EQ(network_refusal("pool: 1-2"),
            "E-111 networks.api.pool: expected a list of two: [first, last], found \"1-2\"");
  EXPECT_EQ(network_refusal("pool: [1, x]"),
            "E-111 networks.api.pool[1]: \"x\" is not a whole number");
  EXPECT_EQ(network_refusal("neutron_pool: [10.0.0.1, 10.0.0]").substr(0, 33),
            "E-111 networks.api.neutron_pool[1");
}

TEST(Networks, NameWhatIsWrong) {
  EXPECT_EQ(network_refusal("gatway: 10.1.20.1"),
            "E-101 networks.api.gatway: unknown key; did you mean \"gateway\"?");
  EXPECT_EQ(network_refusal("mtu: \"abc\"").substr(0, 28), "E-111 networks.api.mtu: \"abc");
  EXPECT_EQ(network_refusal("also: oob"),
            "E-111 networks.api.also: \"oob\" is not known here; use bmc");
  EXPECT_EQ(network_refusal("scope: row"),
            "E-111 networks.api.scope: \"row\" is not known here; use one of plan, rack");
  EXPECT_EQ(network_refusal("relay: {}"), "E-115 networks.api.relay.on: missing");
  EXPECT_EQ(network_refusal("relay: mgmt-r21"),
            "E-111 networks.api.relay: expected a map, found \"mgmt-r21\"");
  EXPECT_EQ(network_refusal("stretch: {vni: 16777216}"),
            "E-111 networks.api.stretch.vni: 16777216 is outside 1..16777215");
  EXPECT_EQ(network_refusal("upstream: \"{{ x }}\"").substr(0, 40),
            "E-111 networks.api.upstream: \"{{ x }}\" i");
}

TEST(Networks, HaveNamesThatAreWords) {
  EXPECT_EQ(said("networks:\n  \"a b\": {zone: api}\n").size(), 1U);
  EXPECT_EQ(said("networks: [a]\n"), Lines{"5:1 E-111 networks: expected a map, found a list"});
  EXPECT_EQ(said("networks: {api: 5}\n"),
            Lines{"5:17 E-111 networks.api: expected a map, found \"5\""});
}

}  // namespace
}  // namespace rackseed::config
