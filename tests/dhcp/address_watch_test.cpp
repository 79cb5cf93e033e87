#include "dhcp/address_watch.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Mac kSeed = mac("00:00:5e:00:53:fe");
const Mac kSecondPort = mac("00:00:5e:00:53:fd");

/// What is reported when some hosts answer.
class Wire {
 public:
  explicit Wire(DirectoryContent content = plan(), const std::vector<LeaseRow>& leases = {})
      : directory_(std::move(content)), watch_(directory_, "eth0", leases, {kSeed, kSecondPort}) {}

  Wire& answer(std::string_view address, Mac from) {
    watch_.hear({.is_reply = true, .sender_mac = from, .sender = ip(address)});
    return *this;
  }
  [[nodiscard]] SegmentReport report() const {
    SegmentReport report{.interface = "eth0"};
    watch_.report(directory_, report);
    return report;
  }
  [[nodiscard]] std::vector<Ipv4> addresses() const { return watch_.addresses(); }
  AddressWatch& watch() { return watch_; }

 private:
  Directory directory_;
  AddressWatch watch_;
};

void expect_nothing(const SegmentReport& report) {
  EXPECT_THAT(report.in_use, IsEmpty());
  EXPECT_THAT(report.conflicts, IsEmpty());
}

TEST(AddressWatch, AsksForWhatIsOursOnTheInterface) {
  EXPECT_THAT(Wire().addresses(),
              ElementsAre(ip("10.1.8.2"), ip("10.1.8.21"), ip("10.1.8.100"), ip("10.1.8.101"),
                          ip("10.1.8.102"), ip("10.1.8.103"), ip("172.30.2.2"), ip("172.30.2.21")));
}

TEST(AddressWatch, LeavesOutWhatIsReservedInAPool) {
  DirectoryContent content = plan();
  content.never_given = {ip("10.1.8.101")};
  content.subnets[0].pool = {{.first = ip("10.1.8.101"), .last = ip("10.1.8.102")}};
  EXPECT_THAT(Wire(content).addresses(),
              ElementsAre(ip("10.1.8.2"), ip("10.1.8.21"), ip("10.1.8.102"), ip("172.30.2.2"),
                          ip("172.30.2.21")));
}

TEST(AddressWatch, ReportsNothingOfASilentWire) {
  const SegmentReport report = Wire().report();
  expect_nothing(report);
  EXPECT_EQ(report.asked, 8U);
  EXPECT_EQ(report.not_asked, 0U);
}

TEST(AddressWatch, ReportsAnAddressOfAPool) {
  const auto report = Wire().answer("10.1.8.101", mac(kIntruder)).report();
  EXPECT_THAT(
      report.in_use,
      ElementsAre(AddressInUse{
          .address = ip("10.1.8.101"), .mac = mac(kIntruder), .network = "prov", .is_pool = true}));
  EXPECT_THAT(report.conflicts, IsEmpty());
}

TEST(AddressWatch, LetsTheOwnerOfALeaseAnswer) {
  const std::vector<LeaseRow> leases{{.address = ip("10.1.8.101"), .mac = mac(kIntruder)}};
  expect_nothing(Wire(plan(), leases).answer("10.1.8.101", mac(kIntruder)).report());
  EXPECT_THAT(Wire(plan(), leases).answer("10.1.8.102", mac(kIntruder)).report().in_use, SizeIs(1));
  EXPECT_THAT(Wire(plan(), leases).answer("10.1.8.101", mac(kStranger)).report().in_use, SizeIs(1));
}

TEST(AddressWatch, LetsTheOwnerOfAReservationAnswer) {
  expect_nothing(Wire().answer("10.1.8.21", mac(kCmp1)).report());
}

TEST(AddressWatch, LetsAHostAnswerOnAnyOfItsPorts) {
  expect_nothing(
      Wire().answer("172.30.2.21", mac(kCmp1Bmc)).answer("172.30.2.21", mac(kCmp1)).report());
}

TEST(AddressWatch, ReportsAnotherAtAReservedAddress) {
  const auto report = Wire().answer("172.30.2.21", mac(kSto1)).report();
  EXPECT_THAT(
      report.in_use,
      ElementsAre(AddressInUse{
          .address = ip("172.30.2.21"), .mac = mac(kSto1), .network = "bmc", .owner = "cmp1 bmc"}));
}

TEST(AddressWatch, ReportsTwoHostsAtOneAddress) {
  const auto report = Wire()
                          .answer("172.30.2.21", mac(kCmp1Bmc))
                          .answer("172.30.2.21", mac(kIntruder))
                          .answer("172.30.2.21", mac(kIntruder))
                          .report();
  EXPECT_THAT(report.in_use, IsEmpty());
  EXPECT_THAT(report.conflicts,
              ElementsAre(AddressConflict{.address = ip("172.30.2.21"),
                                          .network = "bmc",
                                          .macs = {mac(kCmp1Bmc), mac(kIntruder)}}));
}

TEST(AddressWatch, ReportsAnotherAtTheSeedsAddress) {
  const auto report = Wire().answer("10.1.8.2", mac(kIntruder)).report();
  EXPECT_THAT(report.conflicts, ElementsAre(AddressConflict{.address = ip("10.1.8.2"),
                                                            .network = "prov",
                                                            .macs = {mac(kIntruder)},
                                                            .is_seed = true}));
}

TEST(AddressWatch, IsNoStrangerToItself) {
  expect_nothing(Wire()
                     .answer("10.1.8.2", kSeed)
                     .answer("10.1.8.2", kSecondPort)
                     .answer("10.1.8.101", kSecondPort)
                     .report());
}

TEST(AddressWatch, NoticesWhoIsAboutToTakeAnAddress) {
  Wire wire;
  wire.watch().hear({.sender_mac = mac(kIntruder), .target = ip("10.1.8.102")});
  wire.watch().hear(
      {.sender_mac = mac(kIntruder), .sender = ip("10.1.8.9"), .target = ip("10.1.8.103")});
  const auto report = wire.report();
  ASSERT_THAT(report.in_use, SizeIs(1));
  EXPECT_EQ(report.in_use[0].address, ip("10.1.8.102"));
}

TEST(AddressWatch, RemembersABoundedNumberOfHosts) {
  Wire wire;
  for (std::uint8_t i = 0; i < 100; ++i) wire.answer("10.1.8.101", Mac({0, 0, 0, 1, 2, i}));
  EXPECT_THAT(wire.report().conflicts.at(0).macs, SizeIs(8));
}

TEST(AddressWatch, AsksABoundedNumberOfAddresses) {
  DirectoryContent content = plan();
  content.subnets[0].prefix = *Prefix::parse("0.0.0.0/1");
  content.subnets[0].pool = {{.first = ip("10.2.0.0"), .last = ip("10.2.255.255")},
                             {.first = ip("10.9.0.1"), .last = ip("10.9.0.4")},
                             {.first = ip("10.9.9.9"), .last = ip("10.9.9.8")}};
  const Wire wire(content);
  const auto report = wire.report();
  EXPECT_EQ(report.asked, kMostAddressesAsked);
  EXPECT_THAT(wire.addresses(), SizeIs(kMostAddressesAsked));
  EXPECT_EQ(report.asked + report.not_asked, 65536U + 4U + 5U);
  EXPECT_THAT(wire.addresses(), testing::Contains(ip("172.30.2.21")));
}

TEST(AddressWatch, ComesToTheEndOfAllAddresses) {
  DirectoryContent content = plan();
  content.subnets[0].pool = {{.first = ip("255.255.255.254"), .last = ip("255.255.255.255")}};
  EXPECT_THAT(Wire(content).addresses(), testing::Contains(ip("255.255.255.255")));
}

}  // namespace
}  // namespace rackseed::dhcp::tests
