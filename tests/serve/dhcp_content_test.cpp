#include "src/serve/dhcp_content.hpp"

#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace rackseed::serve {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::Pair;
using testing::SizeIs;
using namespace tests;

dhcp::DirectoryContent content(Rack& rack, const SeedInterfaces& interfaces) {
  return dhcp_content(rack.derived(), rack.machines(), interfaces, {});
}

dhcp::DirectoryContent minipod(Rack& rack) {
  return content(rack, {{ip("172.30.2.2"), "eno1"}, {ip("10.1.8.2"), "eno1.8"}});
}

dhcp::DirectoryContent fabric(Rack& rack) {
  return content(rack, {{ip("172.30.33.2"), "eno1"}, {ip("10.2.33.2"), "eno1.8"}});
}

const dhcp::Subnet& subnet(const dhcp::DirectoryContent& content, std::string_view prefix) {
  const auto found =
      std::ranges::find(content.subnets, *Prefix::parse(prefix), &dhcp::Subnet::prefix);
  EXPECT_NE(found, content.subnets.end()) << prefix;
  return *found;
}

const dhcp::Reservation& reservation(const dhcp::DirectoryContent& content, Mac mac) {
  const auto found = std::ranges::find(content.reservations, mac, &dhcp::Reservation::mac);
  EXPECT_NE(found, content.reservations.end()) << mac.text();
  return *found;
}

TEST(SeedAddresses, AreThoseOfServedNetworks) {
  EXPECT_THAT(seed_addresses(Rack("minipod").derived()),
              ElementsAre(Pair("bmc", ip("172.30.2.2")), Pair("prov", ip("10.1.8.2"))));
  EXPECT_THAT(seed_addresses(Rack("fabric").derived()),
              ElementsAre(Pair("bmc", ip("172.30.33.2")), Pair("prov", ip("10.2.33.2"))));
}

TEST(IsServed, NeverForTheNetworkOfTheCustomer) {
  Rack rack;
  const plan::Network& oob = *rack.derived().plan->network("oob");
  EXPECT_FALSE(is_served(rack.derived(), oob));
  for (plan::NodeView& node : rack.nodes()) node.boot->network = &oob;
  EXPECT_FALSE(is_served(rack.derived(), oob));
}

TEST(IsServed, ForANetworkThatANodeBootsFrom) {
  Rack rack;
  const plan::Network& management = *rack.derived().plan->network("management");
  EXPECT_FALSE(is_served(rack.derived(), management));
  rack.nodes().front().boot->network = &management;
  EXPECT_TRUE(is_served(rack.derived(), management));
}

TEST(DhcpContent, HasTheSubnetsOfAMinipod) {
  Rack rack;
  const auto found = minipod(rack);
  ASSERT_THAT(found.subnets, SizeIs(2));
  const dhcp::Subnet& prov = subnet(found, "10.1.8.0/24");
  EXPECT_EQ(prov.network, "prov");
  EXPECT_EQ(prov.interface, "eno1.8");
  EXPECT_EQ(prov.seed, ip("10.1.8.2"));
  EXPECT_EQ(prov.gateway, std::nullopt);
  EXPECT_THAT(prov.pool, ElementsAre(dhcp::AddressRange{ip("10.1.8.150"), ip("10.1.8.189")}));
  EXPECT_EQ(prov.mode, dhcp::ServerMode::kAuthoritative);
  EXPECT_EQ(prov.unknown_clients, dhcp::UnknownClients::kPool);
  EXPECT_THAT(prov.time_servers, ElementsAre(ip("172.30.1.200"), ip("172.30.1.201")));
  EXPECT_THAT(prov.name_servers, ElementsAre(ip("172.30.1.100"), ip("172.30.1.101")));
  EXPECT_EQ(prov.domain, "opcp01.example.com");
  EXPECT_EQ(subnet(found, "172.30.2.0/24").interface, "eno1");
  EXPECT_EQ(found.lease, std::chrono::seconds(1800));
  EXPECT_EQ(found.http_port, 80);
}

TEST(DhcpContent, ServesTheOtherRacksThroughRelays) {
  Rack rack("fabric");
  const auto found = fabric(rack);
  ASSERT_THAT(found.subnets, SizeIs(8));
  EXPECT_EQ(subnet(found, "10.2.33.0/24").interface, "eno1.8");
  EXPECT_EQ(subnet(found, "172.30.33.0/24").interface, "eno1");
  for (const char* prefix : {"10.2.34.0/24", "10.2.35.0/24", "10.2.36.0/24"}) {
    const dhcp::Subnet& relayed = subnet(found, prefix);
    EXPECT_TRUE(relayed.is_relayed());
    EXPECT_EQ(relayed.network, "prov");
    EXPECT_EQ(relayed.seed, ip("10.2.33.2"));
    EXPECT_EQ(relayed.gateway, relayed.prefix.host(1));
    EXPECT_EQ(relayed.unknown_clients, dhcp::UnknownClients::kIgnore);
    EXPECT_THAT(relayed.pool, ElementsAre(dhcp::AddressRange{*relayed.prefix.host(200),
                                                             *relayed.prefix.host(239)}));
  }
  EXPECT_THAT(found.accept_relays, SizeIs(8));
}

TEST(DhcpContent, ServesThroughRelaysWhereItHasNoInterface) {
  Rack rack;
  EXPECT_THAT(content(rack, {}).subnets, Each(Field(&dhcp::Subnet::interface, "")));
}

TEST(DhcpContent, ReservesForTheBmcAndTheNicThatBoots) {
  Rack rack;
  const auto found = minipod(rack);
  EXPECT_THAT(found.reservations, SizeIs(3 * 7 + 6 * 6));
  EXPECT_THAT(reservation(found, mac("00:00:5e:00:53:01")),
              AllOf(Field(&dhcp::Reservation::node, "ctrl1"),
                    Field(&dhcp::Reservation::port, dhcp::Port::kBmc),
                    Field(&dhcp::Reservation::addresses, ElementsAre(kCtrl1))));
  EXPECT_THAT(
      reservation(found, kCtrl1Lom),
      AllOf(Field(&dhcp::Reservation::bmc_address, kCtrl1), Field(&dhcp::Reservation::nic, "lom0"),
            Field(&dhcp::Reservation::port, dhcp::Port::kHost),
            Field(&dhcp::Reservation::addresses, ElementsAre(ip("10.1.8.10"))),
            Field(&dhcp::Reservation::secure_boot, false),
            Field(&dhcp::Reservation::uses_mirror, false),
            Field(&dhcp::Reservation::os_method, dhcp::OsMethod::kAutoinstall)));
  EXPECT_THAT(reservation(found, mac("00:00:5e:00:53:03")).addresses, IsEmpty());
}

TEST(DhcpContent, ReservesInEachRackOfAFabric) {
  Rack rack("fabric");
  const auto found = fabric(rack);
  for (const plan::NodeView& view : rack.derived().nodes) {
    const Machine& machine = *rack.machines().find(view.node->bmc);
    const auto lom = machine.facts.mac("lom0");
    ASSERT_TRUE(lom) << view.name();
    EXPECT_THAT(reservation(found, *lom).addresses, ElementsAre(*view.boot->address));
    EXPECT_TRUE(reservation(found, *lom).uses_mirror);
  }
}

TEST(DhcpContent, LetsOnlyThoseBootThatMayBeInstalled) {
  using inventory::NodeState;
  Rack rack;
  EXPECT_THAT(minipod(rack).reservations, Each(Field(&dhcp::Reservation::boot_allowed, false)));
  rack.arm();
  for (const dhcp::Reservation& entry : minipod(rack).reservations)
    EXPECT_EQ(entry.boot_allowed, entry.node == "ctrl1") << entry.node;
  for (const NodeState state : {NodeState::kInstalled, NodeState::kHeld, NodeState::kPlanned}) {
    rack.set(kCtrl1, state);
    EXPECT_FALSE(reservation(minipod(rack), kCtrl1Lom).boot_allowed);
  }
}

TEST(DhcpContent, BootsByShimWhereSecureBootOrGrubIsPlanned) {
  Rack rack;
  auto& nodes = rack.plan().nodes;
  nodes.at(0).boot.secure_boot = true;
  nodes.at(1).boot.loader = plan::Loader::kGrub;
  const auto found = minipod(rack);
  EXPECT_TRUE(reservation(found, kCtrl1Lom).secure_boot);
  EXPECT_TRUE(reservation(found, kCtrl2Lom).secure_boot);
  EXPECT_FALSE(reservation(found, mac("00:00:5e:00:53:10")).secure_boot);
}

TEST(DhcpContent, GivesNobodyWhatIsPlannedForAnother) {
  Rack rack;
  const auto found = minipod(rack).never_given;
  EXPECT_THAT(found, IsSupersetOf({kCtrl1, ip("10.1.8.10"), ip("172.30.1.10"), ip("10.1.10.10"),
                                   ip("172.30.2.201"), ip("172.30.1.5"), ip("10.1.20.5")}));
  EXPECT_THAT(found, Not(Contains(ip("10.1.8.150"))));
}

TEST(DhcpContent, AddsOnlyBootOptionsAsAProxy) {
  Rack rack;
  rack.plan().seed.dhcp.mode = plan::DhcpMode::kProxy;
  EXPECT_THAT(minipod(rack).subnets, Each(Field(&dhcp::Subnet::mode, dhcp::ServerMode::kProxy)));
}

TEST(DhcpContent, KnowsTheMethodOfAnInstallation) {
  Rack rack;
  const std::vector<std::pair<plan::Method, dhcp::OsMethod>> methods = {
      {plan::Method::kAutoinstall, dhcp::OsMethod::kAutoinstall},
      {plan::Method::kPreseed, dhcp::OsMethod::kPreseed},
      {plan::Method::kImage, dhcp::OsMethod::kImage},
      {plan::Method::kVendorIso, dhcp::OsMethod::kVendorIso}};
  for (const auto& [planned, served] : methods) {
    rack.plan().os_profiles.at(0).method = planned;
    EXPECT_EQ(reservation(minipod(rack), kCtrl1Lom).os_method, served);
  }
  rack.nodes().front().os = nullptr;
  EXPECT_EQ(reservation(minipod(rack), kCtrl1Lom).os_method, dhcp::OsMethod::kNone);
}

}  // namespace
}  // namespace rackseed::serve
