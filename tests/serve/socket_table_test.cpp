#include "src/serve/socket_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace rackseed::serve {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Ipv4 ip(std::string_view text) { return Ipv4::parse(text).value(); }

// Of a Debian 12, with dnsmasq, systemd-resolved and dhclient.
constexpr std::string_view kUdp =
    R"(   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops            
  105: 3500007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 19265 2 00000000c9d5a6b7 0        
  119: 00000000:0043 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 21034 2 0000000050c6f9e1 0        
  120: 0208010A:0044 0108010A:0043 01 00000000:00000000 00:00000000 00000000     0        0 18822 2 00000000a1b2c3d4 12       
)";
constexpr std::string_view kUdp6 =
    R"(  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  119: 00000000000000000000000000000000:0043 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 21036 2 00000000d2b6f0a1 0
  120: 000080FE00000000FF565002BD69B1FE:0222 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000   998        0 21037 2 00000000d2b6f0a2 0
  121: 0000000000000000FFFF00000208010A:0045 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 21038 2 00000000d2b6f0a3 0
)";
constexpr std::string_view kTcp =
    R"(  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     
   0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 30001 1 00000000c7e22909 100 0 0 10 0                        
   1: 0208010A:0050 0308010A:C350 01 00000000:00000000 00:00000000 00000000     0        0 30002 1 00000000c7e2290a 20 4 30 10 -1                       
)";

TEST(SocketTable, FindsTheSocketOfAPort) {
  EXPECT_THAT(find_inodes(kUdp, {.port = 67}), ElementsAre(21034));
  EXPECT_THAT(find_inodes(kUdp, {.port = 69}), IsEmpty());
}

TEST(SocketTable, ASocketForAllAddressesStandsInTheWayOfOne) {
  EXPECT_THAT(find_inodes(kUdp, {.address = ip("10.1.8.2"), .port = 67}), ElementsAre(21034));
}

TEST(SocketTable, ASocketForOneAddressStandsInTheWayOfAllOthersButNotOfAnother) {
  EXPECT_THAT(find_inodes(kUdp, {.port = 53}), ElementsAre(19265));
  EXPECT_THAT(find_inodes(kUdp, {.address = ip("127.0.0.53"), .port = 53}), ElementsAre(19265));
  EXPECT_THAT(find_inodes(kUdp, {.address = ip("10.1.8.2"), .port = 53}), IsEmpty());
}

TEST(SocketTable, AConnectedUdpSocketHasItsPort) {
  EXPECT_THAT(find_inodes(kUdp, {.port = 68}), ElementsAre(18822));
}

TEST(SocketTable, AnIpv6SocketMayTakeIpv4) {
  EXPECT_THAT(find_inodes(kUdp6, {.port = 67}), ElementsAre(21036));
  EXPECT_THAT(find_inodes(kUdp6, {.port = 546}), IsEmpty());
  EXPECT_THAT(find_inodes(kUdp6, {.address = ip("10.1.8.2"), .port = 69}), ElementsAre(21038));
  EXPECT_THAT(find_inodes(kUdp6, {.address = ip("10.1.8.3"), .port = 69}), IsEmpty());
}

TEST(SocketTable, OfTcpOnlyListenersCount) {
  EXPECT_THAT(find_inodes(kTcp, {.transport = Transport::kTcp, .port = 80}), ElementsAre(30001));
  EXPECT_THAT(
      find_inodes(kTcp, {.transport = Transport::kTcp, .address = ip("10.1.8.2"), .port = 80}),
      IsEmpty());
}

TEST(SocketTable, SurvivesEveryTruncation) {
  for (std::size_t n = 0; n < kUdp6.size(); ++n)
    EXPECT_LE(find_inodes(kUdp6.substr(0, n), {.port = 67}).size(), 1U) << n << " bytes";
  EXPECT_THAT(find_inodes("\n\n 1: :: 2\n:0043\n", {.port = 67}), IsEmpty());
}

TEST(SocketTable, ReadsTheLinkOfASocket) {
  EXPECT_EQ(parse_socket_link("socket:[21034]"), 21034U);
  for (const auto* text : {"", "/dev/null", "pipe:[21034]", "socket:[]", "socket:[x]", "socket:[1",
                           "socket:[99999999999999999999]"})
    EXPECT_FALSE(parse_socket_link(text)) << text;
}

TEST(SocketTable, FindsTheUnitOfAProcess) {
  EXPECT_EQ(find_unit("0::/system.slice/dnsmasq.service\n"), "dnsmasq");
  EXPECT_EQ(find_unit("8:pids:/\n1:name=systemd:/system.slice/systemd-resolved.service\n"),
            "systemd-resolved");
  EXPECT_EQ(find_unit("0::/system.slice/system-isc.slice/isc@p1.service"), "isc@p1");
  EXPECT_EQ(find_unit("0::/system.slice/libvirtd.service/sub"), "libvirtd");
}

TEST(SocketTable, FindsNoUnitWhereSystemctlWouldStopAnother) {
  for (const auto* text : {"", "0::/", "0::/system.slice/docker-0f3a.scope",
                           "0::/user.slice/user-1000.slice/user@1000.service/app.slice/x.service",
                           "0::/system.slice/.service", "0::/system.slice/a;reboot.service",
                           "0::/system.slice/-a.service", "0::/kubepods/system.slice/x.service"})
    EXPECT_EQ(find_unit(text), "") << text;
}

}  // namespace
}  // namespace rackseed::serve
