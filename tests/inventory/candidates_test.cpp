#include <gmock/gmock.h>

#include "inventory/sqlite/tables.hpp"
#include "tests/inventory/memory.hpp"

namespace rackseed::inventory::sqlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Time second(int number) { return Time(std::chrono::seconds(number)); }

BmcCandidate by_ssdp() {
  return {.address = *Ipv4::parse("172.30.2.21"),
          .vendor = "HPE",
          .product = "iLO 5",
          .uuid = "00112233-4455-6677-8899-aabbccddeeff",
          .found_by = "ssdp",
          .has_redfish = true,
          .notes = "iLO5 1.40",
          .first_seen = second(100),
          .last_seen = second(100)};
}

BmcCandidate by_dhcp() {
  return {.address = *Ipv4::parse("172.30.2.21"),
          .mac = "00:00:5e:00:53:01",
          .found_by = "dhcp",
          .has_ipmi = true,
          .first_seen = second(200),
          .last_seen = second(200)};
}

TEST(Candidates, AreReadAsTheyWereSavedByAddress) {
  const Database database = memory();
  BmcCandidate near = by_ssdp();
  near.address = *Ipv4::parse("172.30.2.9");
  near.spki = std::string(64, 'a');
  ASSERT_TRUE(save_candidates(database, {by_ssdp(), near}));
  EXPECT_THAT(read_candidates(database).value(), ElementsAre(near, by_ssdp()));
}

TEST(Candidates, AddUpWhatWasSeen) {
  BmcCandidate expected = by_ssdp();
  expected.mac = by_dhcp().mac;
  expected.found_by = "dhcp, ssdp";
  expected.has_ipmi = true;
  expected.last_seen = second(200);
  const Database database = memory();
  ASSERT_TRUE(save_candidates(database, {by_ssdp()}));
  ASSERT_TRUE(save_candidates(database, {by_dhcp()}));
  EXPECT_THAT(read_candidates(database).value(), ElementsAre(expected));
}

TEST(Candidates, AddUpInOneBatch) {
  const Database database = memory();
  ASSERT_TRUE(save_candidates(database, {by_ssdp(), by_dhcp(), by_ssdp()}));
  const auto candidates = read_candidates(database).value();
  ASSERT_EQ(candidates.size(), 1U);
  EXPECT_EQ(candidates[0].found_by, "dhcp, ssdp");
  EXPECT_EQ(candidates[0].first_seen, second(100));
  EXPECT_EQ(candidates[0].last_seen, second(200)) << "an earlier sight does not turn time back";
}

TEST(Candidates, AreReplacedByAnotherMachineAtTheirAddress) {
  BmcCandidate first = by_ssdp();
  first.mac = "00:00:5e:00:53:09";
  EXPECT_EQ(merged(first, by_dhcp()), by_dhcp());
}

TEST(Candidates, AreReplacedByNewerWords) {
  BmcCandidate seen = by_ssdp();
  seen.product = "iLO 6";
  seen.notes = "iLO6 1.50";
  EXPECT_EQ(merged(by_ssdp(), seen), seen);
}

TEST(Candidates, NameEachWayOnce) {
  BmcCandidate seen = by_ssdp();
  seen.found_by = "ssdp,scan , , dhcp, ssdp";
  EXPECT_EQ(merged(by_dhcp(), seen).found_by, "dhcp, scan, ssdp");
  EXPECT_EQ(merged({}, seen).found_by, "dhcp, scan, ssdp");
  EXPECT_EQ(merged({}, {}).found_by, "");
}

TEST(Candidates, AreSavedWholeOrNotAtAll) {
  const Database database = memory();
  ASSERT_TRUE(
      database.run("CREATE TRIGGER no BEFORE INSERT ON candidate WHEN NEW.vendor = '' "
                   "BEGIN SELECT RAISE(ABORT, 'no'); END"));
  BmcCandidate other = by_dhcp();
  other.address = Ipv4(1);
  EXPECT_FALSE(save_candidates(database, {by_ssdp(), other}));
  EXPECT_THAT(read_candidates(database).value(), IsEmpty());
}

TEST(Candidates, AreNotReadFromADamagedRow) {
  const Database database = memory();
  ASSERT_TRUE(
      database.run("INSERT INTO candidate VALUES ('x', '', '', '', '', '', '', 0, 0, '', 1, 1)"));
  EXPECT_EQ(read_candidates(database).error().code, Errc::kMalformed);
}

TEST(Candidates, OfALostTableAreAnError) {
  const Database database = memory();
  ASSERT_TRUE(database.run("DROP TABLE candidate"));
  EXPECT_EQ(read_candidates(database).error().code, Errc::kUnavailable);
  EXPECT_EQ(save_candidates(database, {by_ssdp()}).error().code, Errc::kUnavailable);
}

}  // namespace
}  // namespace rackseed::inventory::sqlite
