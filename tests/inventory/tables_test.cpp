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

}  // namespace
}  // namespace rackseed::inventory::sqlite
