#include "dhcp/directory.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Pointee;

TEST(DhcpDirectory, FindsTheSubnetOfAnAddress) {
  const Directory directory(plan());
  EXPECT_THAT(directory.find_subnet(ip("10.1.8.77")), Pointee(Field(&Subnet::interface, "eth0")));
  EXPECT_THAT(directory.find_subnet(ip("10.1.9.0")), Pointee(Field(&Subnet::interface, "")));
  EXPECT_THAT(directory.find_subnet(ip("172.30.2.255")), Pointee(Field(&Subnet::network, "bmc")));
  EXPECT_EQ(directory.find_subnet(ip("10.1.7.255")), nullptr);
  EXPECT_EQ(directory.find_subnet(ip("10.1.10.0")), nullptr);
  EXPECT_EQ(directory.find_subnet(ip("255.255.255.255")), nullptr);
  EXPECT_EQ(directory.find_subnet({}), nullptr);
}

TEST(DhcpDirectory, FindsTheSubnetsOfAnInterface) {
  const Directory directory(plan());
  EXPECT_THAT(directory.subnets_on("eth0"), ElementsAre(Pointee(Field(&Subnet::network, "prov")),
                                                        Pointee(Field(&Subnet::network, "bmc"))));
  EXPECT_THAT(directory.subnets_on("eth1"), IsEmpty());
  EXPECT_THAT(directory.subnets_on(""), IsEmpty());  // relayed: on no interface
}

TEST(DhcpDirectory, FindsAReservation) {
  const Directory directory(plan());
  ASSERT_NE(directory.find_reservation(mac(kCmp1)), nullptr);
  EXPECT_EQ(directory.find_reservation(mac(kCmp1))->node, "cmp1");
  EXPECT_EQ(directory.find_reservation(mac(kStranger)), nullptr);
}

TEST(DhcpDirectory, FindsTheAddressInASubnet) {
  DirectoryContent content = plan();
  content.reservations[0].addresses = {ip("172.30.2.99"), ip("10.1.8.255"), ip("10.1.8.21")};
  const Directory directory(content);
  EXPECT_EQ(directory.find_address(mac(kCmp1), prov()), ip("10.1.8.21"));  // .255 is no host
  EXPECT_EQ(directory.find_address(mac(kCmp1), bmc()), ip("172.30.2.99"));
  EXPECT_EQ(directory.find_address(mac(kCmp1), prov_of_rack_2()), std::nullopt);
  EXPECT_EQ(directory.find_address(mac(kStranger), prov()), std::nullopt);
}

TEST(DhcpDirectory, KnowsWhatNoPoolMayGive) {
  DirectoryContent content = plan();
  content.never_given = {ip("10.1.8.5")};
  const Directory directory(content);
  for (const char* taken : {"10.1.8.21", "10.1.8.2", "10.1.8.1", "10.1.9.1", "10.1.8.5"})
    EXPECT_TRUE(directory.is_reserved(ip(taken))) << taken;
  EXPECT_FALSE(directory.is_reserved(ip("10.1.8.100")));
}

TEST(DhcpDirectory, KnowsItsRelaysAndItself) {
  const Directory directory(plan());
  EXPECT_TRUE(directory.accepts_relay(ip(kRelay)));
  EXPECT_FALSE(directory.accepts_relay(ip("10.1.9.2")));
  EXPECT_TRUE(directory.is_seed(ip("172.30.2.2")));
  EXPECT_FALSE(directory.is_seed(ip("172.30.2.1")));
}

TEST(DhcpDirectory, KnowsABmcByItsVendor) {
  const Directory directory(plan());
  EXPECT_TRUE(directory.looks_like_bmc(mac("3c:ec:ef:01:02:03"), ""));
  EXPECT_TRUE(directory.looks_like_bmc(mac(kStranger), "iDRAC"));
  EXPECT_TRUE(directory.looks_like_bmc(mac(kStranger), "CPQRIB3"));
  EXPECT_FALSE(directory.looks_like_bmc(mac("3c:ec:ee:01:02:03"), "udhcp 1.35.0"));
  EXPECT_FALSE(directory.looks_like_bmc(mac(kStranger), ""));
}

TEST(DhcpDirectory, BuildsUrls) {
  EXPECT_EQ(Directory(plan()).url(prov(), "/os/x"), "http://10.1.8.2/os/x");
  DirectoryContent content = plan();
  content.http_port = 8080;
  EXPECT_EQ(Directory(content).url(bmc(), "/ipxe/"), "http://172.30.2.2:8080/ipxe/");
}

TEST(DhcpDirectory, KeepsTheFirstOfTwoReservationsOfOneMac) {
  DirectoryContent content = plan();
  content.reservations.push_back(content.reservations[0]);
  content.reservations.back().node = "impostor";
  EXPECT_EQ(Directory(content).find_reservation(mac(kCmp1))->node, "cmp1");
}

TEST(DhcpSubnet, KnowsItsPool) {
  Subnet subnet = prov();
  subnet.pool.push_back({.first = ip("10.1.8.200"), .last = ip("10.1.8.200")});
  for (const char* inside : {"10.1.8.100", "10.1.8.103", "10.1.8.200"})
    EXPECT_TRUE(subnet.has_in_pool(ip(inside))) << inside;
  for (const char* outside : {"10.1.8.99", "10.1.8.104", "10.1.8.201"})
    EXPECT_FALSE(subnet.has_in_pool(ip(outside))) << outside;
}

}  // namespace
}  // namespace rackseed::dhcp::tests
