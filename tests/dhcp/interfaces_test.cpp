#include "dhcp/interfaces.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

NetworkInterface p1() {
  return {.index = 2,
          .name = "p1",
          .mac = mac("00:00:5e:00:53:fe"),
          .addresses = {*Prefix::parse("10.1.8.2/22")},
          .is_up = true,
          .is_running = true};
}

std::vector<std::string> texts(const std::vector<NetworkInterface>& before,
                               const std::vector<NetworkInterface>& after) {
  std::vector<std::string> texts;
  for (const InterfaceChange& change : compare(before, after)) {
    EXPECT_TRUE(change.text.starts_with(change.name + " "));
    texts.push_back(change.text);
  }
  return texts;
}

TEST(Interfaces, ThatStayAreNoNews) {
  EXPECT_THAT(compare({p1()}, {p1()}), IsEmpty());
  EXPECT_THAT(compare({}, {}), IsEmpty());
}

TEST(Interfaces, Vanish) {
  const auto changes = compare({p1()}, {});
  EXPECT_THAT(changes,
              ElementsAre(InterfaceChange{
                  .event = InterfaceEvent::kVanished, .name = "p1", .text = "p1 vanished"}));
}

TEST(Interfaces, ComeBackOnceTheyHaveAnAddress) {
  NetworkInterface bare = p1();
  bare.index = 3;
  bare.addresses.clear();
  NetworkInterface anew = p1();
  anew.index = 3;
  EXPECT_THAT(texts({}, {bare}), IsEmpty());
  EXPECT_THAT(texts({bare}, {anew}), ElementsAre("p1 is back with 10.1.8.2/22"));
  EXPECT_THAT(texts({}, {anew}), ElementsAre("p1 is back with 10.1.8.2/22"));
}

TEST(Interfaces, MayBeAwayTooShortlyToSeeIt) {
  NetworkInterface anew = p1();
  anew.index = 3;
  EXPECT_THAT(texts({p1()}, {anew}), ElementsAre("p1 is back with 10.1.8.2/22"));
}

TEST(Interfaces, LoseAndChangeAddresses) {
  NetworkInterface bare = p1();
  bare.addresses.clear();
  EXPECT_THAT(texts({p1()}, {bare}), ElementsAre("p1 lost 10.1.8.2/22"));
  NetworkInterface other = p1();
  other.addresses = {*Prefix::parse("10.1.8.3/22"), *Prefix::parse("10.1.8.4/22")};
  EXPECT_THAT(texts({p1()}, {other}),
              ElementsAre("p1 has 10.1.8.3/22, 10.1.8.4/22 instead of 10.1.8.2/22"));
}

TEST(Interfaces, LoseAndFindTheirCarrier) {
  NetworkInterface unplugged = p1();
  unplugged.is_running = false;
  NetworkInterface down = unplugged;
  down.is_up = false;
  EXPECT_THAT(texts({p1()}, {unplugged}), ElementsAre("p1 has no carrier"));
  EXPECT_THAT(texts({p1()}, {down}), ElementsAre("p1 was set down"));
  EXPECT_THAT(texts({unplugged}, {p1()}), ElementsAre("p1 has a carrier again"));
}

TEST(Interfaces, WithoutAnAddressAreNobodysBusiness) {
  NetworkInterface bare = p1();
  bare.addresses.clear();
  NetworkInterface unplugged = bare;
  unplugged.is_running = false;
  EXPECT_THAT(texts({bare}, {unplugged}), IsEmpty());
  EXPECT_THAT(texts({bare}, {}), IsEmpty());
}

TEST(Interfaces, AreToldApart) {
  NetworkInterface p2 = p1();
  p2.name = "p2";
  p2.index = 5;
  EXPECT_THAT(texts({p1(), p2}, {p2}), ElementsAre("p1 vanished"));
  EXPECT_THAT(texts({p2}, {p1()}), ElementsAre("p2 vanished", "p1 is back with 10.1.8.2/22"));
}

TEST(Interfaces, OfThisMachineHaveALoopback) {
  const auto interfaces = fetch_interfaces();
  ASSERT_TRUE(interfaces);
  const auto lo = std::ranges::find(*interfaces, "lo", &NetworkInterface::name);
  ASSERT_NE(lo, interfaces->end());
  EXPECT_GT(lo->index, 0);
  EXPECT_EQ(lo->mac, Mac());
  EXPECT_THAT(lo->addresses, testing::Contains(*Prefix::parse("127.0.0.1/8")));
}

}  // namespace
}  // namespace rackseed::dhcp::tests
