#include <gmock/gmock.h>

#include "inventory/sqlite/tables.hpp"
#include "tests/inventory/memory.hpp"

namespace rackseed::inventory::sqlite {
namespace {

using testing::ElementsAre;

Lease lease(std::string_view address, std::string_view mac, std::int64_t expires = 100) {
  return {.address = *Ipv4::parse(address),
          .mac = *Mac::parse(mac),
          .network = "prov",
          .expires = Time(std::chrono::seconds(expires)),
          .source = LeaseSource::kPool};
}

constexpr auto kMacA = "00:00:5e:00:53:01";
constexpr auto kMacB = "00:00:5e:00:53:02";

TEST(Leases, AreReadAsTheyWereSaved) {
  const Database database = memory();
  auto reserved = lease("10.1.8.9", kMacA);
  reserved.source = LeaseSource::kReserved;
  const std::vector<Lease> leases = {lease("10.1.8.100", kMacB), reserved};
  ASSERT_TRUE(save_leases(database, leases));
  EXPECT_THAT(read_leases(database).value(), ElementsAre(reserved, leases[0])) << "by address";
}

TEST(Leases, OfAnAddressReplaceEachOther) {
  const Database database = memory();
  ASSERT_TRUE(save_leases(database, {lease("10.1.8.100", kMacA)}));
  ASSERT_TRUE(save_leases(database, {lease("10.1.8.100", kMacB), lease("10.1.8.100", kMacB, 200)}));
  EXPECT_THAT(read_leases(database).value(), ElementsAre(lease("10.1.8.100", kMacB, 200)));
}

TEST(Leases, AreNotReadFromADamagedRow) {
  const Database database = memory();
  ASSERT_TRUE(database.run("INSERT INTO lease VALUES ('10.1.8.1000', 'x', 'n', 1, 'pool')"));
  const auto leases = read_leases(database);
  ASSERT_FALSE(leases);
  EXPECT_EQ(leases.error().code, Errc::kMalformed);
  EXPECT_EQ(leases.error().detail, "database: row 10.1.8.1000 of table lease is damaged");
}

TEST(Leases, OfALostTableAreAnError) {
  const Database database = memory();
  ASSERT_TRUE(database.run("DROP TABLE lease"));
  EXPECT_EQ(read_leases(database).error().code, Errc::kUnavailable);
  EXPECT_EQ(save_leases(database, {lease("10.1.8.1", kMacA)}).error().code, Errc::kUnavailable);
}

TEST(Events, AreNumberedInTheirOrder) {
  const Database database = memory();
  const Event first{.time = Time(std::chrono::seconds(5)),
                    .bmc = Ipv4::parse("172.30.2.21"),
                    .kind = "dhcp",
                    .data = R"({"a": 1})"};
  const Event second{.time = Time(std::chrono::seconds(6)), .kind = "seed", .data = "{}"};
  ASSERT_TRUE(append_events(database, {first, second}));
  ASSERT_TRUE(append_events(database, {first}));
  const auto all = read_events(database, 0, 10).value();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].bmc, first.bmc);
  EXPECT_EQ(all[0].data, first.data);
  EXPECT_EQ(all[1].bmc, std::nullopt);
  EXPECT_EQ(all[1].id, 2);
  EXPECT_EQ(read_events(database, 1, 1).value().size(), 1U);
  EXPECT_EQ(read_events(database, 1, 1).value()[0].id, 2);
}

TEST(Images, AreKnownByTheirContent) {
  const Database database = memory();
  Image image{.sha256 = std::string(64, 'a'), .name = "b.iso", .kind = "iso", .bytes = 5};
  ASSERT_TRUE(save_image(database, image));
  image.name = "a.iso";
  ASSERT_TRUE(save_image(database, image));
  EXPECT_THAT(read_images(database).value(), ElementsAre(image));
  ASSERT_TRUE(erase_image(database, image.sha256));
  ASSERT_TRUE(erase_image(database, image.sha256));
  EXPECT_TRUE(read_images(database).value().empty());
}

Event seen(std::string_view bmc, std::string_view kind, std::string_view data) {
  return {.bmc = Ipv4::parse(bmc), .kind = std::string(kind), .data = std::string(data)};
}

TEST(Events, OfEachKindTheLastOfANodeIsFound) {
  const Database database = memory();
  const Event ours{.kind = "dhcp", .data = "of no node"};
  ASSERT_TRUE(append_events(
      database, {seen("172.30.2.21", "dhcp", "old"), ours, seen("172.30.2.21", "tftp", "a"),
                 seen("172.30.2.22", "dhcp", "b"), seen("172.30.2.21", "dhcp", "new")}));
  std::vector<std::string> data;
  for (const Event& event : read_last_events(database).value()) data.push_back(event.data);
  EXPECT_THAT(data, ElementsAre("a", "b", "new"));
}

TEST(Nodes, AreReadAsTheyWereSavedAndCountTheirVersions) {
  const Database database = memory();
  Node node{.bmc = *Ipv4::parse("172.30.2.21"),
            .name = "cmp1",
            .role = "compute",
            .rack = "r11",
            .unit = 20,
            .serial = "SRV00021",
            .system_uuid = "00112233445566778899aabbccddeeff",
            .state = NodeState::kInstall,
            .rung = "dhcp",
            .since = Time(std::chrono::seconds(7)),
            .attempt = 2};
  ASSERT_TRUE(save_nodes(database, {node}));
  ASSERT_TRUE(save_nodes(database, {node}));
  node.version = 2;
  EXPECT_THAT(read_nodes(database).value(), ElementsAre(node));
}

TEST(Nodes, AreNotReadFromADamagedRow) {
  const Database database = memory();
  ASSERT_TRUE(
      database.run("INSERT INTO node VALUES ('10.1.1', '', '', '', 1, '', '', 'held', '', "
                   "0, 0, 0)"));
  EXPECT_EQ(read_nodes(database).error().code, Errc::kMalformed);
}

TEST(Nics, MoveToTheNodeThatHasThemNow) {
  const Database database = memory();
  Nic nic{.mac = *Mac::parse(kMacA),
          .bmc = *Ipv4::parse("172.30.2.21"),
          .name = "lom0",
          .pci = "0000:01:00.0",
          .speed_mbps = 1000,
          .link = "up",
          .switch_name = "mgmt-r11",
          .switch_port = "Ethernet3"};
  ASSERT_TRUE(save_nics(database, {nic}));
  nic.bmc = *Ipv4::parse("172.30.2.22");
  ASSERT_TRUE(save_nics(database, {nic}));
  EXPECT_THAT(read_nics(database).value(), ElementsAre(nic));
}

}  // namespace
}  // namespace rackseed::inventory::sqlite
