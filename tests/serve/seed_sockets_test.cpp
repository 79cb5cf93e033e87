#include "src/serve/seed_sockets.hpp"

#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace rackseed::serve {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using namespace tests;

const Ipv4 kBmcSeed = ip("172.30.2.2");
const Ipv4 kProvSeed = ip("10.1.8.2");

class LocateTest : public testing::Test {
 protected:
  void add(const std::string& name, const std::vector<std::string>& addresses) {
    dhcp::NetworkInterface interface { .name = name };
    for (const std::string& address : addresses)
      interface.addresses.push_back(*Prefix::parse(address));
    interfaces_.push_back(interface);
  }
  [[nodiscard]] Result<SeedInterfaces> locate(const std::vector<std::string>& wanted = {}) const {
    return serve::locate(seed_addresses(rack_.derived()), interfaces_, wanted, rack_.derived());
  }
  void expect_error(const Result<SeedInterfaces>& located, const std::string& text) {
    ASSERT_FALSE(located);
    EXPECT_EQ(located.error().code, Errc::kUnavailable);
    EXPECT_EQ(located.error().detail, text);
  }
  Rack rack_;
  std::vector<dhcp::NetworkInterface> interfaces_{};
};

TEST_F(LocateTest, FindsTheInterfaceOfEachAddress) {
  add("lo", {"127.0.0.1/8"});
  add("eno1", {"172.30.2.2/24"});
  add("eno1.8", {"10.1.8.2/24"});
  const auto located = locate();
  ASSERT_TRUE(located);
  EXPECT_THAT(*located, ElementsAre(Pair(kProvSeed, "eno1.8"), Pair(kBmcSeed, "eno1")));
}

TEST_F(LocateTest, FindsSeveralAddressesOfOneInterface) {
  add("eth0", {"192.0.2.1/24", "172.30.2.2/24", "10.1.8.2/16"});
  const auto located = locate();
  ASSERT_TRUE(located);
  EXPECT_THAT(*located, ElementsAre(Pair(kProvSeed, "eth0"), Pair(kBmcSeed, "eth0")));
}

TEST_F(LocateTest, SaysHowToAddAnAddress) {
  add("eno1", {"172.30.2.2/24"});
  expect_error(locate(),
               "no interface has 10.1.8.2, the seed's address in network prov; add it: ip addr add "
               "10.1.8.2/24 dev INTERFACE");
}

TEST_F(LocateTest, TakesNoOtherAddressOfTheSubnet) {
  add("eno1", {"172.30.2.2/24", "10.1.8.3/24"});
  EXPECT_FALSE(locate());
}

TEST_F(LocateTest, ServesOnlyOnWhatIsWanted) {
  add("eno1", {"172.30.2.2/24"});
  add("eno1.8", {"10.1.8.2/24"});
  const auto located = locate({"eno1.8"});
  ASSERT_TRUE(located);
  EXPECT_THAT(*located, ElementsAre(Pair(kProvSeed, "eno1.8")));
  EXPECT_EQ(locate({"eno1", "eno1.8"})->size(), 2U);
}

TEST_F(LocateTest, NeedsNotWhatIsNotWanted) {
  add("eno1.8", {"10.1.8.2/24"});
  EXPECT_TRUE(locate({"eno1.8"}));
}

TEST_F(LocateTest, NamesTheInterfacesThatThereAre) {
  add("eno1", {"172.30.2.2/24"});
  add("eno2", {});
  expect_error(locate({"eth7"}), "there is no interface eth7; there are eno1, eno2");
}

TEST_F(LocateTest, SaysWhenAWantedInterfaceHasNoAddressOfTheSeed) {
  add("eno1", {"172.30.2.2/24", "10.1.8.2/24"});
  add("eno2", {"172.30.1.2/24"});
  expect_error(locate({"eno1", "eno2"}),
               "eno2 has none of the seed's addresses: 172.30.2.2 in bmc, 10.1.8.2 in prov");
}

TEST(SeedSockets, NameWhoeverHasThePort) {
  boost::asio::io_context context(1);
  const Ipv4 loopback = ip("127.0.0.1");
  auto udp = bind_udp(context, loopback, 0);
  ASSERT_TRUE(udp);
  const auto again = bind_udp(context, loopback, udp->local_endpoint().port());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::kUnavailable);
  EXPECT_THAT(again.error().detail, HasSubstr("pid " + std::to_string(::getpid())));
  auto tcp = listen_tcp(context, loopback, 0);
  ASSERT_TRUE(tcp);
  const auto other = listen_tcp(context, loopback, tcp->local_endpoint().port());
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().detail, HasSubstr("pid " + std::to_string(::getpid())));
}

TEST(SeedSockets, BindAnAddressThatIsNotThereNow) {
  boost::asio::io_context context(1);
  EXPECT_TRUE(bind_udp(context, ip("192.0.2.77"), 0));
  EXPECT_TRUE(listen_tcp(context, ip("192.0.2.77"), 0));
}

}  // namespace
}  // namespace rackseed::serve
