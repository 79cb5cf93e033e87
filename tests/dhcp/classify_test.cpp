#include "dhcp/classify.hpp"

#include "tests/dhcp/capture.hpp"
#include "tests/dhcp/fixture.hpp"
#include "tests/dhcp/raw_packet.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::HasSubstr;

Classification classified(const Message& message) { return classify(message, Directory(plan())); }
Classification classified(const RawPacket& raw) { return classified(decoded(raw.bytes())); }

void expect(const Classification& found, int row, ClientClass client_class) {
  EXPECT_EQ(found.row, row) << found.why;
  EXPECT_EQ(to_string(found.client_class), to_string(client_class));
  EXPECT_NE(found.why, "");
}

RawPacket packet(std::string_view from = kStranger) {
  RawPacket raw(from);
  raw.type(1);
  return raw;
}

const Octets kArchX64{0, 7};

TEST(DhcpClassify, Row1IsARelayThatIsNotInThePlan) {
  const auto found = classified(packet().relay("10.2.34.1").option(77, "iPXE"));
  expect(found, 1, ClientClass::kUnknownRelay);
  EXPECT_EQ(found.why, "relay 10.2.34.1 is not in the plan");
}

TEST(DhcpClassify, Row1IsALinkThatIsNotInThePlan) {  // RFC 3527
  const auto found =
      classified(packet().relay(kRelay).option(82, Octets{5, 4, 10, 2, 34, 0}).option(77, "iPXE"));
  expect(found, 1, ClientClass::kUnknownRelay);
  EXPECT_EQ(found.why, "relay 10.1.9.1 asks for 10.2.34.0, which is in no subnet of the plan");
}

TEST(DhcpClassify, Row1IsAnAcceptedRelayWithoutSubnet) {
  DirectoryContent content = plan();
  content.accept_relays.push_back(ip("10.2.34.1"));
  const Message message = decoded(packet().relay("10.2.34.1").bytes());
  expect(classify(message, Directory(content)), 1, ClientClass::kUnknownRelay);
  content.subnets[0].prefix = *Prefix::parse("10.2.34.0/24");
  EXPECT_NE(classify(message, Directory(content)).row, 1);
}

TEST(DhcpClassify, Row2IsIpxe) {
  expect(classified(captured("bios-ipxe-rom", 0)), 2, ClientClass::kIpxe);
  expect(classified(captured("uefi-http-boot", 4)), 2, ClientClass::kIpxe);
  expect(classified(packet().option(77, "\4iPXE")), 2, ClientClass::kIpxe);
}

TEST(DhcpClassify, Row2IsWhoeverSendsIpxesOptions) {
  expect(classified(packet().option(175, Octets{0xb1, 1, 1})), 2, ClientClass::kIpxe);
  expect(classified(packet(kCmp1).option(175, Octets{})), 2, ClientClass::kIpxe);
}

TEST(DhcpClassify, Row3IsOurOwnUserClass) {
  expect(classified(packet().option(77, "rackseed").option(60, "PXEClient").option(93, kArchX64)),
         3, ClientClass::kIpxe);
  // An ordinary iPXE that was told our class sends 175 as well, and gets the same answer.
  expect(classified(packet().option(77, "rackseed").option(175, Octets{0xb1, 1, 1})), 2,
         ClientClass::kIpxe);
}

TEST(DhcpClassify, Row4IsUefiHttpBoot) {
  const auto found = classified(captured("uefi-http-boot", 0));
  expect(found, 4, ClientClass::kHttpBoot);
  EXPECT_EQ(found.platform, Platform::kEfiX64);
  const auto arm64 = classified(packet().option(60, "HTTPClient").option(93, Octets{0, 19}));
  expect(arm64, 4, ClientClass::kHttpBoot);
  EXPECT_EQ(arm64.platform, Platform::kEfiArm64);
  expect(classified(packet().option(60, "HTTPClient:Arch:00016:UNDI:003001")), 4,
         ClientClass::kHttpBoot);
}

TEST(DhcpClassify, Row4RefusesOtherPlatforms) {
  for (const std::uint8_t architecture : Octets{15, 18, 20, 28}) {
    const auto found =
        classified(packet().option(60, "HTTPClient").option(93, Octets{0, architecture}));
    expect(found, 4, ClientClass::kUnbootable);
    EXPECT_THAT(found.why, HasSubstr(std::to_string(architecture)));
  }
}

TEST(DhcpClassify, Row5IsBiosPxe) {
  const auto found =
      classified(packet().option(60, "PXEClient:Arch:00000:UNDI:002001").option(93, Octets{0, 0}));
  expect(found, 5, ClientClass::kPxe);
  EXPECT_EQ(found.platform, Platform::kBios);
}

TEST(DhcpClassify, Row6IsUefiPxe) {
  for (const char* capture : {"uefi-pxe-virtio-snponly", "secureboot-shim-grub"}) {
    const auto found = classified(captured(capture, 0));
    expect(found, 6, ClientClass::kPxe);
    EXPECT_EQ(found.platform, Platform::kEfiX64);
  }
  const auto nine = classified(packet().option(60, "PXEClient").option(93, Octets{0, 9}));
  expect(nine, 6, ClientClass::kPxe);
  EXPECT_EQ(nine.platform, Platform::kEfiX64);
}

TEST(DhcpClassify, Row7IsArm64) {
  const auto found =
      classified(packet().option(60, "PXEClient:Arch:00011:UNDI:003016").option(93, Octets{0, 11}));
  expect(found, 7, ClientClass::kPxe);
  EXPECT_EQ(found.platform, Platform::kEfiArm64);
  expect(classified(packet().option(60, "U-Boot.armv8").option(93, Octets{0, 11})), 7,
         ClientClass::kPxe);
}

TEST(DhcpClassify, Row7RefusesOtherPlatforms) {
  const auto ia32 = classified(packet().option(60, "PXEClient").option(93, Octets{0, 6}));
  expect(ia32, 7, ClientClass::kUnbootable);
  EXPECT_EQ(ia32.why, "no boot program for UEFI ia32 by PXE (architecture 6)");
  expect(classified(packet().option(60, "PXEClient").option(93, Octets{0, 10})), 7,
         ClientClass::kUnbootable);
  expect(classified(packet().option(60, "PXEClient").option(93, Octets{0, 27})), 7,
         ClientClass::kUnbootable);
  expect(classified(packet().option(93, Octets{0, 6})), 7, ClientClass::kUnbootable);
}

TEST(DhcpClassify, Row8IsEos) {
  const auto found = classified(packet().option(60, "Arista;DCS-7050CX3-32S;01.23;JPE00001111"));
  expect(found, 8, ClientClass::kEos);
  EXPECT_EQ(found.serial, "JPE00001111");
}

TEST(DhcpClassify, TakesNoSerialThatWouldChangeAUrl) {
  for (const char* serial : {"../../etc", "a/b", "a b", "a?b", "%2e", "..", "", "\xff"}) {
    const std::string vendor = std::string("Arista;X;1;") + serial;
    const auto found = classified(packet().option(60, vendor));
    expect(found, 8, ClientClass::kEos);
    EXPECT_EQ(found.serial, "") << serial;
  }
  EXPECT_EQ(classified(packet().option(60, "Arista;" + std::string(65, 'x'))).serial, "");
}

TEST(DhcpClassify, Row9IsSonic) {
  const auto found = classified(packet().option(61, "SONiC##DellEMC-S5232f##SN123"));
  expect(found, 9, ClientClass::kSonic);
  EXPECT_EQ(found.serial, "SN123");
  const auto nameless = classified(packet().option(77, "\11SONiC-ZTP"));
  expect(nameless, 9, ClientClass::kSonic);
  EXPECT_EQ(nameless.serial, "");
}

TEST(DhcpClassify, Row10IsOnie) {
  expect(classified(packet().option(60, "onie_vendor:x86_64-accton_as7712_32x-r0")), 10,
         ClientClass::kOnie);
}

TEST(DhcpClassify, Row11IsCumulus) {
  expect(classified(packet().option(60, "cumulus-linux x86_64")), 11, ClientClass::kCumulus);
}

TEST(DhcpClassify, Row12IsPoap) {
  using namespace std::string_view_literals;
  expect(classified(packet().option(60, "ciscopnp")), 12, ClientClass::kPoap);
  expect(classified(packet().option(60, "Cisco N9K-C9336C").option(61, "\0FDO12345"sv)), 12,
         ClientClass::kPoap);
  expect(classified(packet().option(60, "Cisco Systems, Inc. IP Phone")), 15,
         ClientClass::kUnknown);
}

TEST(DhcpClassify, Row13IsABmc) {
  const auto known = classified(packet(kCmp1Bmc));
  expect(known, 13, ClientClass::kBmc);
  EXPECT_EQ(known.why, "BMC of cmp1");
  expect(classified(packet("3c:ec:ef:00:00:01")), 13, ClientClass::kBmc);
  expect(classified(packet().option(60, "iDRAC")), 13, ClientClass::kBmc);
}

TEST(DhcpClassify, Row13LeavesAHostsCardOfABmcVendor) {
  DirectoryContent content = plan();
  content.bmc_ouis.push_back({0, 0, 0x5e});
  const Message message = decoded(packet(kCmp1).bytes());
  expect(classify(message, Directory(content)), 14, ClientClass::kHost);
}

TEST(DhcpClassify, Row14IsAHostThatDoesNotBoot) {
  const auto found = classified(packet(kCmp1).option(60, "udhcp 1.35.0"));
  expect(found, 14, ClientClass::kHost);
  EXPECT_EQ(found.why, "lom0 of cmp1");
}

TEST(DhcpClassify, Row15IsEverybodyElse) {
  expect(classified(captured("uefi-http-boot", 8)), 15, ClientClass::kUnknown);  // udhcpc
  expect(classified(packet()), 15, ClientClass::kUnknown);
  expect(classified(packet().option(60, "PXEClient")), 15, ClientClass::kUnknown);
}

TEST(DhcpClassify, PutsFirmwareBeforeWhatIsKnownOfTheCard) {
  expect(classified(packet(kCmp1).option(60, "PXEClient").option(93, kArchX64)), 6,
         ClientClass::kPxe);
}

TEST(DhcpClassify, PutsTheRelayBeforeAll) {
  expect(classified(packet(kCmp1).relay("10.2.34.1").option(60, "PXEClient").option(93, kArchX64)),
         1, ClientClass::kUnknownRelay);
}

}  // namespace
}  // namespace rackseed::dhcp::tests
