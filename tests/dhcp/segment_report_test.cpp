#include "dhcp/segment_report.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

DirectoryContent proxy_plan() {
  DirectoryContent content = plan();
  content.subnets[0].mode = ServerMode::kProxy;
  return content;
}

ForeignServer foreign() {
  return {.address = ip("10.1.8.250"), .mac = mac(kIntruder), .offered = ip("10.1.8.77")};
}

/// "L-801 error: text"
std::vector<std::string> texts(SegmentReport report, const DirectoryContent& content = plan()) {
  report.interface = "eth0";
  std::vector<std::string> texts;
  for (const SegmentFinding& finding : findings_of(report, Directory(content)))
    texts.push_back(std::string(finding.code) +
                    (finding.severity == Severity::kError ? " error: " : " warning: ") +
                    finding.text);
  return texts;
}

bool is_refused(SegmentReport report, const DirectoryContent& content, bool is_forced) {
  report.interface = "eth0";
  return must_refuse(findings_of(report, Directory(content)), is_forced);
}

TEST(SegmentReport, OfAQuietWireSaysNothing) {
  EXPECT_THAT(texts({}), IsEmpty());
  EXPECT_FALSE(is_refused({}, plan(), false));
}

TEST(SegmentReport, NamesAForeignServer) {
  EXPECT_THAT(texts({.servers = {foreign()}}),
              ElementsAre("L-801 error: prov: a foreign DHCP server 10.1.8.250 answers (offered "
                          "10.1.8.77); find it or use dhcp.mode proxy"));
}

TEST(SegmentReport, NamesTheBootFileOfAForeignServer) {
  ForeignServer server = foreign();
  server.boot_file = "grubx64.efi";
  EXPECT_THAT(texts({.servers = {server}}),
              ElementsAre(HasSubstr("answers (offered 10.1.8.77, boot file grubx64.efi); find")));
  server.offered.reset();
  EXPECT_THAT(texts({.servers = {server}}),
              ElementsAre(HasSubstr("answers (boot file grubx64.efi); find")));
  server.boot_file.clear();
  EXPECT_THAT(texts({.servers = {server}}), ElementsAre(HasSubstr("10.1.8.250 answers; find")));
}

TEST(SegmentReport, NamesTheNetworkThatAServerGivesAddressesOf) {
  ForeignServer server = foreign();
  server.offered = ip("172.30.2.99");
  EXPECT_THAT(texts({.servers = {server}}), ElementsAre(HasSubstr("bmc: a foreign")));
  server.offered.reset();
  server.address = ip("172.30.2.99");
  EXPECT_THAT(texts({.servers = {server}}), ElementsAre(HasSubstr("bmc: a foreign")));
}

TEST(SegmentReport, NamesAServerThatHasNothingToDoWithThePlan) {
  ForeignServer router{.address = ip("192.168.1.1"), .offered = ip("192.168.1.100")};
  EXPECT_THAT(texts({.servers = {router}}),
              ElementsAre(HasSubstr("error: prov: a foreign DHCP server 192.168.1.1")));
  EXPECT_THAT(texts({.servers = {router}}, proxy_plan()),
              testing::Contains(HasSubstr("error: bmc: a foreign DHCP server 192.168.1.1")));
  EXPECT_THAT(texts({.servers = {router}}, {}),
              ElementsAre(HasSubstr("warning: eth0: a foreign DHCP server 192.168.1.1")));
}

TEST(SegmentReport, ExpectsAServerWhereThisOneIsAProxy) {
  EXPECT_THAT(texts({.servers = {foreign()}}, proxy_plan()), IsEmpty());
  EXPECT_THAT(texts({}, proxy_plan()),
              ElementsAre("L-801 warning: prov: no DHCP server answers; with dhcp.mode proxy "
                          "another one has to give the addresses"));
}

TEST(SegmentReport, TellsAnotherProxyFromAServer) {
  ForeignServer proxy = foreign();
  proxy.offered.reset();
  proxy.is_proxy = true;
  EXPECT_THAT(texts({.servers = {proxy}}),
              ElementsAre("L-801 error: prov: a foreign ProxyDHCP server 10.1.8.250 answers; find "
                          "it, or clients boot from it"));
  EXPECT_THAT(texts({.servers = {proxy}}, proxy_plan()),
              ElementsAre(HasSubstr("warning: prov: a foreign ProxyDHCP server"),
                          HasSubstr("warning: prov: no DHCP server answers")));
}

TEST(SegmentReport, NamesTheMacsOfADuplicateAddress) {
  AddressConflict conflict{.address = ip("172.30.2.22"),
                           .network = "bmc",
                           .macs = {mac("b0:00:00:00:00:01"), mac("b4:00:00:00:00:02")}};
  EXPECT_THAT(texts({.conflicts = {conflict}}),
              ElementsAre("L-805 warning: bmc: address 172.30.2.22 is answered by two MACs "
                          "(b0:00:00:00:00:01, b4:00:00:00:00:02): duplicate address"));
  conflict.macs.push_back(mac(kIntruder));
  EXPECT_THAT(texts({.conflicts = {conflict}}), ElementsAre(HasSubstr("by 3 MACs (b0:")));
}

TEST(SegmentReport, NamesWhoHasTheSeedsAddress) {
  EXPECT_THAT(texts({.conflicts = {{.address = ip("10.1.8.2"),
                                    .network = "prov",
                                    .macs = {mac(kIntruder)},
                                    .is_seed = true}}}),
              ElementsAre("L-805 error: prov: address 10.1.8.2 of this seed is answered by "
                          "00:00:5e:00:53:aa: duplicate address"));
}

TEST(SegmentReport, NamesWhoHasAReservedAddress) {
  EXPECT_THAT(texts({.in_use = {{.address = ip("172.30.2.21"),
                                 .mac = mac(kIntruder),
                                 .network = "bmc",
                                 .owner = "cmp1 bmc"}}}),
              ElementsAre("L-805 warning: bmc: address 172.30.2.21 of cmp1 bmc is answered by "
                          "00:00:5e:00:53:aa, which is not its MAC: duplicate address"));
}

TEST(SegmentReport, IsShortAboutAPoolThatManyHave) {
  SegmentReport report;
  for (std::uint32_t i = 0; i < 10; ++i)
    report.in_use.push_back({.address = Ipv4(ip("10.1.8.100").bits() + i),
                             .mac = mac(kIntruder),
                             .network = "prov",
                             .is_pool = true});
  const auto said = texts(report);
  ASSERT_THAT(said, SizeIs(9));
  EXPECT_EQ(said[0],
            "L-805 warning: prov: address 10.1.8.100 of the pool is in use by 00:00:5e:00:53:aa; "
            "nobody is given it");
  EXPECT_EQ(said[8],
            "L-805 warning: prov: 2 more addresses of the pool are in use; nobody is given them");
  EXPECT_THAT(addresses_to_quarantine(report), SizeIs(10));
}

TEST(SegmentReport, QuarantinesNothingButWhatPoolsHave) {
  const SegmentReport report{
      .in_use = {{.address = ip("10.1.8.100"), .network = "prov", .is_pool = true},
                 {.address = ip("10.1.8.21"), .network = "prov", .owner = "cmp1 lom0"}},
      .conflicts = {{.address = ip("10.1.8.101"), .network = "prov", .is_pool = true},
                    {.address = ip("10.1.8.2"), .network = "prov", .is_seed = true}}};
  EXPECT_THAT(addresses_to_quarantine(report),
              ElementsAre(PoolAddress{.address = ip("10.1.8.100"), .network = "prov"},
                          PoolAddress{.address = ip("10.1.8.101"), .network = "prov"}));
}

TEST(SegmentReport, SaysWhatWasNotAsked) {
  EXPECT_THAT(
      texts({.asked = 4096, .not_asked = 61440}),
      ElementsAre("L-805 warning: eth0: 61440 addresses were not asked whether somebody has "
                  "them, only 4096"));
}

TEST(SegmentReport, BeginsWithTheWorst) {
  const SegmentReport report{.servers = {foreign()}, .not_asked = 1};
  EXPECT_THAT(texts(report), ElementsAre(HasSubstr("error"), HasSubstr("warning")));
  ForeignServer bmc = foreign();
  bmc.offered = ip("172.30.2.99");
  EXPECT_THAT(texts({.servers = {bmc}}, proxy_plan()),
              ElementsAre(HasSubstr("error: bmc"), HasSubstr("warning: prov")));
}

TEST(SegmentReport, RefusesToServeBesideAForeignServerUnlessForced) {
  const SegmentReport report{.servers = {foreign()}};
  EXPECT_TRUE(is_refused(report, plan(), false));
  EXPECT_FALSE(is_refused(report, plan(), true));
  EXPECT_FALSE(is_refused(report, proxy_plan(), false));
}

TEST(SegmentReport, RefusesToServeFromAnAddressThatAnotherHas) {
  const SegmentReport report{.conflicts = {{.address = ip("10.1.8.2"), .is_seed = true}}};
  EXPECT_TRUE(is_refused(report, proxy_plan(), false));
  EXPECT_FALSE(is_refused(report, plan(), true));
}

TEST(SegmentReport, DoesNotRefuseForLess) {
  const SegmentReport report{
      .in_use = {{.address = ip("10.1.8.100"), .network = "prov", .is_pool = true}},
      .conflicts = {{.address = ip("10.1.8.101"), .network = "prov", .is_pool = true}}};
  EXPECT_FALSE(is_refused(report, plan(), false));
}

}  // namespace
}  // namespace rackseed::dhcp::tests
