#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/plan/render/render.hpp"
#include "tests/plan/example.hpp"

namespace rackseed::plan {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string render_eos(const tests::Example& example, std::string_view name) {
  return render_eos(example.derive(), *example.plan.switch_named(name), {});
}

/// A section from its header to the "!" that ends it.
std::string section(const std::string& text, const std::string& header) {
  const auto begin = text.find(header + '\n');
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find("\n!\n", begin) - begin + 3);
}

class RenderEosGolden : public testing::TestWithParam<std::string> {};

TEST_P(RenderEosGolden, EqualsTheGoldenFiles) {
  const tests::Example example(GetParam());
  for (const Switch& device : example.plan.switches)
    tests::expect_golden(GetParam() + "/eos/" + device.name + ".cfg",
                         render_eos(example, device.name));
}

INSTANTIATE_TEST_SUITE_P(Examples, RenderEosGolden, testing::Values("minipod", "nanopod", "fabric"),
                         [](const auto& example) { return example.param; });

TEST(RenderEos, LetsABondThatBootsWorkPortByPort) {
  const tests::Example example("nanopod");
  const std::string text = render_eos(example, "tor-a");
  EXPECT_THAT(text, HasSubstr("interface Port-Channel342\n"
                              "   description srv1_bond0\n"
                              "   switchport trunk native vlan 8\n"
                              "   switchport trunk allowed vlan 8\n"
                              "   switchport mode trunk\n"
                              "   switchport\n"
                              "   mlag 342\n"
                              "   port-channel lacp fallback individual\n"
                              "   port-channel lacp fallback timeout 5\n"
                              "   spanning-tree portfast\n"
                              "   spanning-tree bpduguard enable\n"
                              "!\n"
                              "interface Ethernet1/1\n"
                              "   description srv1_a0\n"
                              "   speed forced 25gfull\n"
                              "   switchport trunk native vlan 8\n"
                              "   switchport trunk allowed vlan 8\n"
                              "   switchport mode trunk\n"
                              "   switchport\n"
                              "   spanning-tree portfast\n"
                              "   spanning-tree bpduguard enable\n"
                              "   lacp timer fast\n"
                              "   channel-group 342 mode active\n"
                              "!\n"));
}

TEST(RenderEos, AddsTheProvisioningVlanToTheOthersOfABondThatBoots) {
  tests::Example example("minipod");
  for (Node& node : example.plan.nodes) node.boot = {BootPath::kBondNative, "a0", "prov"};
  const std::string text = render_eos(example, "tor-r11a");
  EXPECT_THAT(section(text, "interface Port-Channel120"),
              HasSubstr("native vlan 8\n   switchport trunk allowed vlan 8,10,20,30\n"));
  EXPECT_THAT(section(text, "interface Port-Channel121"), Not(HasSubstr("fallback")));
  EXPECT_THAT(text, HasSubstr("vlan 8\n   name PROV\n"));
}

TEST(RenderEos, MakesOneSegmentOfABondOnTwoSwitches) {
  const tests::Example example("fabric");
  constexpr std::string_view kBond =
      "interface Port-Channel124\n"
      "   description ctrl1_bond0\n"
      "   switchport trunk allowed vlan 10,20,30\n"
      "   switchport mode trunk\n"
      "   switchport\n"
      "   !\n"
      "   evpn ethernet-segment\n"
      "      identifier 0000:0000:0021:0012:0000\n"
      "      route-target import 00:21:00:12:00:00\n"
      "   lacp system-id 0021.0012.0000\n"
      "   spanning-tree portfast\n"
      "!\n";
  for (const std::string_view name : {"tor-r21a", "tor-r21b"}) {
    const std::string text = render_eos(example, name);
    EXPECT_THAT(text, HasSubstr(std::string(kBond)));
    EXPECT_THAT(text, HasSubstr("\nspanning-tree edge-port bpduguard default\n"));
  }
}

TEST(RenderEos, KeepsASegmentValidInRacksWithHighNumbers) {
  tests::Example example("fabric");
  const auto bond = [&](int index) {
    example.plan.racks[0].index = index;
    return section(render_eos(example, "tor-r21a"), "interface Port-Channel124");
  };
  EXPECT_THAT(bond(101), HasSubstr("      identifier 0000:0000:0101:0012:0000\n"
                                   "      route-target import 01:01:00:12:00:00\n"
                                   "   lacp system-id 0001.0012.0000\n"));  // no group address
  EXPECT_THAT(bond(4999), HasSubstr("   lacp system-id 4899.0012.0000\n"));
  EXPECT_THAT(bond(200), HasSubstr("   lacp system-id 0200.0012.0000\n"));
  EXPECT_THAT(bond(12021), HasSubstr("      identifier 0000:0000:2021:0012:0000\n"));
}

/// The link of the fabric's first management switch, to both ToRs of its rack.
void use_both_tors(Plan& plan, std::optional<int> channel) {
  for (SwitchLink& link : plan.links) {
    if (link.to != "tor-r21a") continue;
    link.channel = channel;
    SwitchLink twin = link;
    twin.ports = {"Ethernet47"};
    twin.to = "tor-r21b";
    plan.links.push_back(std::move(twin));
    return;
  }
}

TEST(RenderEos, MakesOneSegmentOfABundleToAnotherSwitchWithoutAPeerLink) {
  tests::Example example("fabric");
  use_both_tors(example.plan, 2);
  for (const std::string_view name : {"tor-r21a", "tor-r21b"})
    EXPECT_EQ(section(render_eos(example, name), "interface Port-Channel2"),
              "interface Port-Channel2\n   description MGMT_mgmt-r21\n"
              "   switchport trunk allowed vlan 10\n   switchport mode trunk\n   switchport\n"
              "   !\n   evpn ethernet-segment\n      identifier 0000:0002:0001:0002:0002\n"
              "      route-target import 00:01:00:02:00:02\n"
              "   lacp system-id 0001.0002.0002\n!\n");
  EXPECT_THAT(render_eos(example, "mgmt-r21"), Not(HasSubstr("evpn")));
}

TEST(RenderEos, BreaksTheLoopThroughASwitchOnTwoCablesWithoutAPeerLink) {
  tests::Example example("fabric");
  EXPECT_THAT(section(render_eos(example, "tor-r21a"), "interface Ethernet28/1"),
              Not(HasSubstr("evpn")));
  use_both_tors(example.plan, {});
  for (const std::string_view name : {"tor-r21a", "tor-r21b"})
    EXPECT_THAT(section(render_eos(example, name), "interface Ethernet28/1"),
                HasSubstr("   evpn ethernet-segment\n      identifier 0000:0002:0001:0000:0002\n"
                          "      redundancy single-active\n"
                          "      route-target import 00:01:00:00:00:02\n!\n"));
}

TEST(RenderEos, GivesEachOfSeveralCablesASegmentOfItsOwn) {
  tests::Example example("fabric");
  use_both_tors(example.plan, {});
  for (SwitchLink& link : example.plan.links) {
    if (link.to != "tor-r21a" && link.to != "tor-r21b") continue;
    link.ports.emplace_back(link.to == "tor-r21a" ? "Ethernet45" : "Ethernet46");
    link.to_ports.emplace_back("Ethernet27/1");
  }
  for (const std::string_view name : {"tor-r21a", "tor-r21b"}) {
    const std::string text = render_eos(example, name);
    EXPECT_THAT(section(text, "interface Ethernet28/1"), HasSubstr("0000:0002:0001:0000:0002\n"));
    EXPECT_THAT(section(text, "interface Ethernet27/1"), HasSubstr("0000:0002:0001:0000:0003\n"));
  }
}

TEST(RenderEos, MakesNoSegmentOfTheCableBetweenTheTwo) {
  tests::Example example("fabric");
  example.plan.links.push_back({.from = "tor-r22a",
                                .ports = {"Ethernet31/1"},
                                .to = "tor-r22b",
                                .to_ports = {"Ethernet31/1"},
                                .networks = std::vector<std::string>{"management"}});
  const std::string port = section(render_eos(example, "tor-r22b"), "interface Ethernet31/1");
  EXPECT_THAT(port, HasSubstr("switchport mode trunk"));
  EXPECT_THAT(port, Not(HasSubstr("evpn")));
}

TEST(RenderEos, MakesNoSegmentOfRoutedLinks) {
  tests::Example example("fabric");
  for (SwitchLink& link : example.plan.links)
    if (link.to == "spine-1") link.channel = 9;
  const std::string port = section(render_eos(example, "tor-r22a"), "interface Port-Channel9");
  EXPECT_THAT(port, HasSubstr("no switchport"));
  EXPECT_THAT(port, Not(HasSubstr("evpn")));
}

TEST(RenderEos, GivesABondOnASingleSwitchNeitherMlagNorSegment) {
  tests::Example example("minipod");
  example.plan.roles[0].interfaces[1].members = {"a0"};
  EXPECT_THAT(section(render_eos(example, "tor-r11a"), "interface Port-Channel120"),
              Not(HasSubstr("mlag")));
  tests::Example fabric("fabric");
  fabric.plan.roles[1].interfaces[1].members = {"a0"};
  const std::string bond = section(render_eos(fabric, "tor-r21a"), "interface Port-Channel124");
  EXPECT_THAT(bond, Not(HasSubstr("evpn")));
  EXPECT_THAT(bond, HasSubstr("bpduguard"));
}

TEST(RenderEos, BundlesNothingForABondWithoutLacp) {
  tests::Example example("minipod");
  example.plan.bond.mode = "active-backup";
  const std::string text = render_eos(example, "tor-r11a");
  EXPECT_THAT(text, Not(HasSubstr("Port-Channel120")));
  EXPECT_EQ(section(text, "interface Ethernet1/1"),
            "interface Ethernet1/1\n   description ctrl1_a0\n   speed forced 25gfull\n"
            "   switchport trunk allowed vlan 10,20,30\n   switchport mode trunk\n"
            "   switchport\n   spanning-tree portfast\n   spanning-tree bpduguard enable\n!\n");
}

TEST(RenderEos, KnowsTheSpeedsOfAPort) {
  tests::Example example("minipod");
  for (const auto& [mbps, text] : {std::pair(10000, "10000full"), std::pair(100000, "100gfull")}) {
    for (Hardware& hardware : example.plan.hardware)
      for (Nic& nic : hardware.nics) nic.speed_mbps = mbps;
    EXPECT_THAT(section(render_eos(example, "tor-r11a"), "interface Ethernet1/1"),
                HasSubstr(std::string("speed forced ") + text));
  }
}

TEST(RenderEos, AllowsWhatTheCustomersPlatformMakesUpButNothingOfTheRack) {
  const tests::Example example("nanopod");
  EXPECT_EQ(section(render_eos(example, "tor-b"), "interface Ethernet29/1"),
            "interface Ethernet29/1\n   description customer-data\n"
            "   switchport trunk allowed vlan 3-7,9-4093\n   switchport mode trunk\n"
            "   switchport\n!\n");
}

TEST(RenderEos, BreaksTheLoopThroughTheCustomersSwitchesWithoutAPeerLink) {
  const tests::Example example("fabric");
  EXPECT_EQ(section(render_eos(example, "edge-2"), "interface Ethernet27/1"),
            "interface Ethernet27/1\n   description customer-data\n"
            "   switchport trunk allowed vlan 100\n   switchport mode trunk\n   switchport\n"
            "   !\n   evpn ethernet-segment\n      identifier 0000:0001:0000:0001:0001\n"
            "      redundancy single-active\n      route-target import 00:00:00:01:00:01\n!\n");
}

TEST(RenderEos, IsTheGatewayOnTheToRsWhereThereIsNoEdge) {
  tests::Example example("minipod");
  std::erase_if(example.plan.switches, [](const Switch& s) { return s.role == SwitchRole::kEdge; });
  std::erase_if(example.plan.pairs, [](const SwitchPair& p) { return p.name == "edge"; });
  EXPECT_THAT(render_eos(example, "tor-r12a"),
              HasSubstr("interface Vlan10\n   description MANAGEMENT\n"
                        "   ip address virtual 10.1.10.1/24\n!\nip routing\n"));
}

TEST(RenderEos, RoutesWithTheMtuOfTheNetwork) {
  tests::Example example("minipod");
  example.plan.networks[3].mtu = 9000;
  ASSERT_EQ(example.plan.networks[3].name, "management");
  EXPECT_THAT(section(render_eos(example, "edge-1"), "interface Vlan10"),
              HasSubstr("   mtu 9000\n"));
}

TEST(RenderEos, AgreesWithItsPeerOnAPeerNetworkThatNobodyChose) {
  tests::Example example("minipod");
  for (SwitchPair& pair : example.plan.pairs) pair.peer_net.reset();
  EXPECT_THAT(render_eos(example, "tor-r11a"), HasSubstr("   ip address 169.254.0.0/31\n"));
  EXPECT_THAT(render_eos(example, "tor-r11b"), HasSubstr("   ip address 169.254.0.1/31\n"));
  EXPECT_THAT(render_eos(example, "tor-r11b"), HasSubstr("   peer-address 169.254.0.0\n"));
}

TEST(RenderEos, UsesMlagTowardsOtherSwitchesOnlyWhereThePeerHasTheSameChannel) {
  tests::Example example("minipod");
  std::erase_if(example.plan.links, [](const SwitchLink& link) { return link.to == "tor-r11b"; });
  EXPECT_THAT(section(render_eos(example, "tor-r11a"), "interface Port-Channel2"),
              Not(HasSubstr("mlag")));
}

TEST(RenderEos, PutsTheSeedOnAnAccessPortWhenItTagsNothing) {
  tests::Example example("minipod");
  std::erase_if(example.plan.seed.attach, [](const SeedAttachment& a) { return a.tagged; });
  EXPECT_EQ(section(render_eos(example, "mgmt-r11"), "interface Ethernet48"),
            "interface Ethernet48\n   description SEED\n   switchport access vlan 2\n"
            "   spanning-tree portfast\n   spanning-tree bpduguard enable\n!\n");
}

TEST(RenderEos, AsksForAnAddressWhenThePlanHasNone) {
  tests::Example example("minipod");
  for (Switch& device : example.plan.switches) device.mgmt.reset();
  EXPECT_THAT(render_eos(example, "tor-r11a"), HasSubstr("   vrf MGMT\n   ip address dhcp\n"));
  EXPECT_THAT(render_eos(example, "tor-r11a"), Not(HasSubstr("heartbeat")));
  EXPECT_THAT(render_eos(example, "mgmt-r11"), Not(HasSubstr("interface Vlan")));
}

TEST(RenderEos, RoutesEachRackOnTheCableThatLeadsThere) {
  const tests::Example example("fabric");
  const std::string text = render_eos(example, "mgmt-r21");
  EXPECT_THAT(text, HasSubstr("interface Ethernet49\n   description mgmt-r22_Ethernet52\n"
                              "   no switchport\n   ip address 172.30.34.1/24\n"
                              "   ip helper-address 172.30.33.2\n!\n"
                              "interface Ethernet49.8\n   description mgmt-r22_Ethernet52_PROV\n"
                              "   encapsulation dot1q vlan 8\n   vrf PROV\n"
                              "   ip address 10.2.34.1/24\n   ip helper-address 10.2.33.2\n!\n"));
  EXPECT_THAT(text, HasSubstr("interface Vlan2\n   description in-band management\n"
                              "   ip address 172.30.33.1/24\n"
                              "   ip address 172.30.33.241/24 secondary\n"
                              "   ip helper-address 172.30.33.2\n!\n"));
  EXPECT_THAT(section(render_eos(example, "mgmt-r22"), "interface Ethernet52"),
              HasSubstr("native vlan 2\n   switchport trunk allowed vlan 2,8\n"));
}

TEST(RenderEos, BridgesANetworkOfAllRacksThroughARoutedPort) {
  tests::Example example("fabric");
  example.plan.links[0].networks->push_back("management");
  EXPECT_THAT(render_eos(example, "mgmt-r21"),
              HasSubstr("interface Ethernet49.10\n"
                        "   description mgmt-r22_Ethernet52_MANAGEMENT\n"
                        "   encapsulation dot1q vlan 10\n   vlan id 10\n!\n"));
}

TEST(RenderEos, RoutesOverABundleOfCables) {
  tests::Example example("fabric");
  SwitchLink& link = example.plan.links[0];
  link.ports = {"Ethernet51", "Ethernet52"};
  link.to_ports = {"Ethernet46", "Ethernet47"};
  link.channel = 9;
  const std::string text = render_eos(example, link.to);
  EXPECT_THAT(text, HasSubstr("interface Port-Channel9\n   description TO_MGMT_R22\n"
                              "   no switchport\n   ip address 172.30.34.1/24\n"));
  EXPECT_THAT(text, HasSubstr("interface Port-Channel9.8\n"));
  EXPECT_THAT(section(text, "interface Ethernet46"), HasSubstr("channel-group 9 mode active"));
}

/// Every name in a plan that an EOS configuration repeats.
void rename_everything(Plan& plan, const std::string& text) {
  plan.metadata.name = text;
  for (Node& node : plan.nodes) node.name = text;
  for (Upstream& upstream : plan.upstreams) upstream.name = text;
  for (SwitchPair& pair : plan.pairs) pair.name = text;
  for (SeedCable& cable : plan.seed.cables) cable.port = text;
  for (const std::string network : {"management", "prov", "external"})
    tests::rename_network(plan, network, text + network);
}

TEST(RenderEos, TakesNoCommandFromAName) {
  for (const std::string name : {"minipod", "fabric"}) {
    tests::Example harmless(name);
    rename_everything(harmless.plan, "x");
    for (const std::string& text : tests::hostile_texts()) {
      if (text.empty()) continue;  // a seed without a port has no section
      tests::Example hostile(name);
      rename_everything(hostile.plan, text);
      for (const Switch& device : hostile.plan.switches) {
        const auto lines = tests::lines_of(render_eos(hostile, device.name));
        const auto expected = tests::lines_of(render_eos(harmless, device.name));
        ASSERT_EQ(lines.size(), expected.size()) << text;
        for (std::size_t i = 0; i < lines.size(); ++i) {
          ASSERT_EQ(lines[i].find_first_of("\r\t\"'`{}|\\;\x1b"), std::string::npos) << lines[i];
          ASSERT_LE(lines[i].size(), 240U);
          ASSERT_EQ(lines[i].substr(0, lines[i].find(' ', 6)),
                    expected[i].substr(0, expected[i].find(' ', 6)));
        }
      }
    }
  }
}

}  // namespace
}  // namespace rackseed::plan
