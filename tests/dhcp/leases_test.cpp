#include "dhcp/leases.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

Mac numbered(std::uint32_t number) {
  return Mac({2, 0, static_cast<std::uint8_t>(number >> 24U),
              static_cast<std::uint8_t>(number >> 16U), static_cast<std::uint8_t>(number >> 8U),
              static_cast<std::uint8_t>(number)});
}

struct DhcpLeases : testing::Test {
  DhcpLeases() { subnet.probes_pool = true; }

  std::optional<PoolChoice> offer(Mac client, std::string_view wanted = "") {
    return leases.offer(directory, subnet, client, Ipv4::parse(wanted), now);
  }
  std::string offered(Mac client, std::string_view wanted = "") {
    const auto choice = offer(client, wanted);
    return choice ? choice->address.text() : "none";
  }
  std::vector<LeaseRow> bind(Mac client, std::string_view address,
                             std::chrono::seconds lease = 1800s) {
    return leases.bind(
        {.address = ip(address), .mac = client, .network = "prov", .expires = now + lease},
        subnet.prefix, now);
  }

  Subnet subnet = prov();  // .100 to .103
  Directory directory{plan()};
  Leases leases{};
  Time now = kNow;
  Mac a = numbered(1);
  Mac b = numbered(2);
};

TEST_F(DhcpLeases, OffersOneAddressPerClient) {
  EXPECT_EQ(offered(a), "10.1.8.100");
  EXPECT_EQ(offered(b), "10.1.8.101");
  EXPECT_EQ(offered(a), "10.1.8.100");
}

TEST_F(DhcpLeases, OffersWhatTheClientWantsIfItIsFree) {
  EXPECT_EQ(offered(a, "10.1.8.102"), "10.1.8.102");
  EXPECT_EQ(offered(b, "10.1.8.102"), "10.1.8.100");
}

TEST_F(DhcpLeases, OffersNothingFromOutsideThePool) {
  EXPECT_EQ(offered(a, "10.1.8.99"), "10.1.8.100");
  EXPECT_EQ(offered(b, "10.1.9.100"), "10.1.8.101");
}

TEST_F(DhcpLeases, KeepsTheAddressThatAClientHasWhateverItWants) {
  bind(a, "10.1.8.102");
  EXPECT_EQ(offered(a, "10.1.8.100"), "10.1.8.102");
}

TEST_F(DhcpLeases, NeverOffersWhatIsReserved) {
  DirectoryContent content = plan();
  content.never_given = {ip("10.1.8.100"), ip("10.1.8.102")};
  directory = Directory(content);
  EXPECT_EQ(offered(a, "10.1.8.102"), "10.1.8.101");
  EXPECT_EQ(offered(b), "10.1.8.103");
  EXPECT_EQ(offered(numbered(3)), "none");
}

TEST_F(DhcpLeases, TakesBackAnAddressThatWasReservedSince) {
  bind(a, "10.1.8.100");
  DirectoryContent content = plan();
  content.never_given = {ip("10.1.8.100")};
  directory = Directory(content);
  EXPECT_EQ(offered(a), "10.1.8.101");
}

TEST_F(DhcpLeases, OffersWhatIsNoLongerReserved) {
  DirectoryContent content = plan();
  content.never_given = {ip("10.1.8.100"), ip("10.1.8.101"), ip("10.1.8.102")};
  directory = Directory(content);
  EXPECT_EQ(offered(a), "10.1.8.103");
  EXPECT_EQ(offered(b), "none");
  directory = Directory(plan());
  EXPECT_EQ(offered(b), "10.1.8.100");
  EXPECT_EQ(offered(numbered(3)), "10.1.8.101");
}

TEST_F(DhcpLeases, RemembersTheLastAddressOfSeveral) {
  bind(a, "10.1.8.150");  // the pool was moved since
  bind(a, "10.1.8.100");
  EXPECT_EQ(leases.find_address(a, subnet.prefix), ip("10.1.8.100"));
  EXPECT_EQ(offered(a), "10.1.8.100");
  EXPECT_EQ(offered(a, "10.1.8.103"), "10.1.8.100");
}

TEST_F(DhcpLeases, RemembersTheLastAddressAfterARestart) {
  bind(a, "10.1.8.102");
  now += 60s;
  std::vector<LeaseRow> rows = bind(a, "10.1.8.101");
  ASSERT_EQ(rows.size(), 2U);
  std::ranges::reverse(rows);  // a table of rows comes in the order of their addresses
  leases = Leases();
  leases.load(rows);
  EXPECT_EQ(leases.find_address(a, subnet.prefix), ip("10.1.8.101"));
}

TEST_F(DhcpLeases, RunsOutAndComesBack) {
  for (std::uint32_t i = 1; i <= 4; ++i) EXPECT_NE(offered(numbered(i)), "none");
  EXPECT_EQ(offered(numbered(5)), "none");
  now += 60s;  // the offers are over
  EXPECT_EQ(offered(numbered(5)), "10.1.8.100");
}

TEST_F(DhcpLeases, PrefersAddressesThatNobodyHad) {
  bind(a, "10.1.8.100", 10s);
  now += 10s;
  EXPECT_EQ(offered(b), "10.1.8.101");
  EXPECT_EQ(offered(a), "10.1.8.100");  // remembered
}

TEST_F(DhcpLeases, ForgetsWhoseAddressWasGivenAway) {
  subnet.pool = {{.first = ip("10.1.8.100"), .last = ip("10.1.8.100")}};
  bind(a, "10.1.8.100", 10s);
  now += 10s;
  EXPECT_EQ(offered(b), "10.1.8.100");
  EXPECT_EQ(leases.find_address(a, subnet.prefix), std::nullopt);
  EXPECT_EQ(offered(a), "none");
}

TEST_F(DhcpLeases, UsesSeveralRanges) {
  subnet.pool = {{.first = ip("10.1.8.100"), .last = ip("10.1.8.100")},
                 {.first = ip("10.1.8.200"), .last = ip("10.1.8.200")}};
  EXPECT_EQ(offered(a), "10.1.8.100");
  EXPECT_EQ(offered(b), "10.1.8.200");
  EXPECT_EQ(offered(numbered(3)), "none");
}

TEST_F(DhcpLeases, SurvivesARangeAtTheEndOfAllAddresses) {
  subnet.prefix = *Prefix::parse("255.255.255.0/24");
  subnet.pool = {{.first = ip("255.255.255.255"), .last = ip("255.255.255.255")}};
  EXPECT_EQ(offered(a), "255.255.255.255");
  EXPECT_EQ(offered(b), "none");
}

TEST_F(DhcpLeases, ProbesAnAddressThatItDoesNotKnow) {
  EXPECT_TRUE(offer(a)->needs_probe);
  EXPECT_TRUE(offer(a)->needs_probe);  // no answer yet
  EXPECT_EQ(leases.probed(ip("10.1.8.100"), false, now), std::nullopt);
  EXPECT_FALSE(offer(a)->needs_probe);
  now += 300s;
  EXPECT_TRUE(offer(a)->needs_probe);  // too long ago
}

TEST_F(DhcpLeases, ProbesNotWhatTheClientItselfMayAnswer) {
  bind(a, "10.1.8.100", 10s);
  EXPECT_FALSE(offer(a)->needs_probe);
  now += 20s;
  EXPECT_FALSE(offer(a)->needs_probe);
  EXPECT_FALSE(offer(a)->needs_probe);
}

TEST_F(DhcpLeases, ProbesAnAddressForItsNextOwner) {
  subnet.pool = {{.first = ip("10.1.8.100"), .last = ip("10.1.8.100")}};
  bind(a, "10.1.8.100", 10s);
  now += 10s;
  EXPECT_TRUE(offer(b)->needs_probe);
}

TEST_F(DhcpLeases, ProbesNothingWhereTheSubnetSaysSo) {
  subnet.probes_pool = false;
  EXPECT_FALSE(offer(a)->needs_probe);
}

TEST_F(DhcpLeases, QuarantinesAnAddressThatAnswersTheProbe) {
  const Ipv4 taken = offer(a)->address;
  const auto row = leases.probed(taken, true, now);
  EXPECT_EQ(row, (LeaseRow{.address = taken, .network = "prov", .expires = now + 600s}));
  EXPECT_EQ(offered(a), "10.1.8.101");
  EXPECT_EQ(offered(b, taken.text()), "10.1.8.102");
  now += 600s;
  EXPECT_EQ(offered(numbered(3), taken.text()), taken.text());
}

TEST_F(DhcpLeases, IgnoresALateProbe) {
  EXPECT_EQ(leases.probed(ip("10.1.8.100"), true, now), std::nullopt);
  bind(a, "10.1.8.100");
  EXPECT_EQ(leases.probed(ip("10.1.8.100"), true, now), std::nullopt);
  EXPECT_EQ(leases.find(ip("10.1.8.100"))->mac, a);
}

TEST_F(DhcpLeases, FreesAnOfferThatWasNotTaken) {
  subnet.pool = {{.first = ip("10.1.8.100"), .last = ip("10.1.8.100")}};
  offered(a);
  EXPECT_EQ(offered(b), "none");
  leases.withdraw(a, subnet.prefix, now);
  EXPECT_EQ(offered(b), "10.1.8.100");
}

TEST_F(DhcpLeases, WithdrawsNoLease) {
  bind(a, "10.1.8.100");
  leases.withdraw(a, subnet.prefix, now);
  leases.withdraw(b, subnet.prefix, now);
  EXPECT_TRUE(leases.find(ip("10.1.8.100"))->is_active(now));
}

TEST_F(DhcpLeases, SaysWhatToMakeDurable) {
  EXPECT_THAT(
      bind(a, "10.1.8.100"),
      ElementsAre(LeaseRow{
          .address = ip("10.1.8.100"), .mac = a, .network = "prov", .expires = now + 1800s}));
}

TEST_F(DhcpLeases, FreesTheOtherAddressOfAClient) {
  bind(a, "10.1.8.100");
  const auto rows = bind(a, "10.1.8.101");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].address, ip("10.1.8.100"));
  EXPECT_EQ(rows[0].expires, now);
  EXPECT_EQ(rows[1].address, ip("10.1.8.101"));
}

TEST_F(DhcpLeases, KeepsAnAddressInAnotherSubnet) {
  bind(a, "10.1.8.100");
  leases.bind({.address = ip("10.1.9.100"), .mac = a, .network = "prov", .expires = now + 9s},
              prov_of_rack_2().prefix, now);
  EXPECT_EQ(leases.find_address(a, prov().prefix), ip("10.1.8.100"));
  EXPECT_EQ(leases.find_address(a, prov_of_rack_2().prefix), ip("10.1.9.100"));
  EXPECT_TRUE(leases.find(ip("10.1.8.100"))->is_active(now));
}

TEST_F(DhcpLeases, GivesAnAddressToItsNewOwner) {
  bind(a, "10.1.8.100");
  bind(b, "10.1.8.100");
  EXPECT_EQ(leases.find(ip("10.1.8.100"))->mac, b);
  EXPECT_EQ(leases.find_address(a, subnet.prefix), std::nullopt);
}

TEST_F(DhcpLeases, ReleasesOnlyToTheOwner) {
  bind(a, "10.1.8.100");
  EXPECT_EQ(leases.release(ip("10.1.8.100"), b, now), std::nullopt);
  EXPECT_EQ(leases.release(ip("10.1.8.101"), a, now), std::nullopt);
  const auto row = leases.release(ip("10.1.8.100"), a, now);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->expires, now);
  EXPECT_EQ(leases.release(ip("10.1.8.100"), a, now), std::nullopt);
  EXPECT_EQ(offered(a), "10.1.8.100");
}

TEST_F(DhcpLeases, ReleasesAnOfferWithoutARow) {
  offered(a);
  EXPECT_EQ(leases.release(ip("10.1.8.100"), a, now), std::nullopt);
  EXPECT_FALSE(leases.find(ip("10.1.8.100"))->is_active(now));
}

TEST_F(DhcpLeases, ComesBackFromItsRows) {
  std::vector<LeaseRow> rows = bind(a, "10.1.8.101");
  rows.push_back(leases.quarantine(ip("10.1.8.100"), "prov", LeaseSource::kPool, now));
  leases = Leases();
  leases.load(rows);
  EXPECT_EQ(leases.find(ip("10.1.8.101"))->state, LeaseState::kBound);
  EXPECT_EQ(leases.find(ip("10.1.8.100"))->state, LeaseState::kQuarantined);
  EXPECT_EQ(offered(a), "10.1.8.101");
  EXPECT_FALSE(offer(a)->needs_probe);
  EXPECT_EQ(offered(b), "10.1.8.102");
}

TEST_F(DhcpLeases, TakesTheLaterOfTwoRowsOfOneAddress) {
  leases.load({{.address = ip("10.1.8.100"), .mac = a, .expires = now + 60s},
               {.address = ip("10.1.8.100"), .mac = b, .expires = now + 60s}});
  EXPECT_EQ(leases.find(ip("10.1.8.100"))->mac, b);
  EXPECT_EQ(leases.find_address(a, subnet.prefix), std::nullopt);
  EXPECT_EQ(leases.size(), 1U);
}

TEST_F(DhcpLeases, TrustsNoClockThatWasTurnedBack) {
  subnet.pool = {{.first = ip("10.1.8.100"), .last = ip("10.1.8.100")}};
  bind(a, "10.1.8.100", 60s);
  now += 60s;
  leases.withdraw(b, subnet.prefix, now);
  subnet.pool[0].last = ip("10.1.8.101");
  EXPECT_EQ(offered(b), "10.1.8.101");  // and the lease of .100 is noted as expired
  now -= 30s;
  EXPECT_EQ(offered(numbered(3)), "none");
}

TEST_F(DhcpLeases, HoldsNoMoreThanThePoolUnderAFlood) {
  for (std::uint32_t i = 0; i < 5000; ++i) {
    offered(numbered(i));
    now += 20s;
  }
  EXPECT_EQ(leases.size(), 4U);
}

/// Thousands of leases, each operation checked against what must hold.
TEST_F(DhcpLeases, ServesThousands) {
  subnet.prefix = *Prefix::parse("10.8.0.0/16");
  subnet.pool = {{.first = ip("10.8.1.0"), .last = ip("10.8.255.255")}};
  constexpr std::uint32_t kClients = 20'000;
  std::set<Ipv4> given;
  for (std::uint32_t i = 0; i < kClients; ++i) {
    const auto choice = offer(numbered(i));
    ASSERT_TRUE(choice);
    EXPECT_TRUE(given.insert(choice->address).second);
    bind(numbered(i), choice->address.text(), std::chrono::seconds(600 + i % 7));
  }
  now += 603s;  // some are over, and go to others in any order
  for (std::uint32_t i = kClients; i < 2 * kClients; ++i) {
    const auto choice = offer(numbered(i));
    ASSERT_TRUE(choice);
    const Lease* lease = leases.find(choice->address);
    EXPECT_EQ(lease->mac, numbered(i));
    bind(numbered(i), choice->address.text());
  }
  for (std::uint32_t i = 0; i < 2 * kClients; ++i) {
    const auto address = leases.find_address(numbered(i), subnet.prefix);
    EXPECT_TRUE(!address || leases.find(*address)->mac == numbered(i));
  }
}

}  // namespace
}  // namespace rackseed::dhcp::tests
