#include "redfish/ipmi/ipmi_commands.hpp"

#include "redfish/ipmi/ipmi_boot.hpp"
#include "redfish/ipmi/ipmi_sel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::redfish {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

IpmiReply reply_of(Octets data) { return {.completion = 0, .data = std::move(data)}; }

template <class Decode>
void rejects_every_truncation(const Octets& whole, Decode decode) {
  EXPECT_TRUE(decode(reply_of(whole)));
  for (std::size_t n = 0; n < whole.size(); ++n) {
    const auto decoded = decode(reply_of({whole.begin(), whole.begin() + static_cast<int>(n)}));
    ASSERT_FALSE(decoded) << n << " octets";
    EXPECT_EQ(decoded.error().code, BmcErrc::kMalformed);
  }
}

TEST(IpmiCommands, RejectEveryTruncation) {
  rejects_every_truncation({0x20, 1, 2, 0x10, 2, 0xbf, 0x57, 1, 0, 0x34, 0x12}, decode_device_id);
  rejects_every_truncation(Octets(16, 1), decode_system_guid);
  rejects_every_truncation({1, 0, 0}, decode_chassis_status);
  rejects_every_truncation({1, 0x80, 0, 2, 0, 0, 0}, decode_capabilities);
  rejects_every_truncation({0x11, 0, 0, 0x5e, 0, 0x53, 1}, decode_lan_mac);
  rejects_every_truncation({1, 5, 0xa0, 4, 0, 0, 0}, decode_boot_reply);
  rejects_every_truncation({0x51, 1, 0}, decode_sel_info);
  rejects_every_truncation(Octets(18, 2), decode_sel_entry);
}

TEST(IpmiCommands, SayWhatARefusalMeans) {  // table 5-2
  const auto means = [](std::uint8_t completion) {
    return content_of({.completion = completion}, "Get Device ID", 0).error();
  };
  EXPECT_EQ(means(0xc1).code, BmcErrc::kUnsupported);
  EXPECT_EQ(means(0xd4).code, BmcErrc::kDenied);
  EXPECT_EQ(means(0xd5).code, BmcErrc::kRefused);
  EXPECT_EQ(means(0xc0).code, BmcErrc::kBusy);
  EXPECT_EQ(means(0xcb).code, BmcErrc::kNotFound);
  EXPECT_EQ(means(0xd2).code, BmcErrc::kRestarting);
  EXPECT_EQ(means(0x80).code, BmcErrc::kRefused);
  EXPECT_EQ(means(0xd5).detail, "Get Device ID: the BMC answers: not in this state (0xd5)");
  EXPECT_EQ(means(0x80).detail, "Get Device ID: the BMC answers: refused (0x80)");
}

TEST(IpmiCommands, ReadADeviceId) {  // section 20.1
  const auto id = decode_device_id(
      reply_of({0x20, 0x81, 0x82, 0x10, 0x02, 0xbf, 0x7c, 0x2a, 0x00, 0x34, 0x12, 1, 2, 3, 4}));
  ASSERT_TRUE(id);
  EXPECT_EQ(*id, (DeviceId{.device = 0x20,
                           .firmware = "2.10",
                           .manufacturer = 10876,
                           .product = 0x1234,
                           .is_updating = true}));
  EXPECT_EQ(name_of_enterprise(id->manufacturer), "Supermicro");
  EXPECT_EQ(name_of_enterprise(4711), "enterprise 4711");
}

TEST(IpmiCommands, ReadASystemGuidInAnyOrder) {
  const std::string uuid = "4c4c4544-0034-48f0-8056-b4c04f4d3532";
  const Octets rfc{0x4c, 0x4c, 0x45, 0x44, 0x00, 0x34, 0x48, 0xf0,
                   0x80, 0x56, 0xb4, 0xc0, 0x4f, 0x4d, 0x35, 0x32};
  const Octets smbios{0x44, 0x45, 0x4c, 0x4c, 0x34, 0x00, 0xf0, 0x48,
                      0x80, 0x56, 0xb4, 0xc0, 0x4f, 0x4d, 0x35, 0x32};
  const Octets ipmi(rfc.rbegin(), rfc.rend());
  for (const auto& order : {rfc, smbios, ipmi})
    EXPECT_EQ(*decode_system_guid(reply_of(order)), uuid);
}

TEST(IpmiCommands, ReadCipherSuites) {  // section 22.15.2
  const Octets records{0xc0, 3, 1, 0x41, 0x81, 0xc1, 0x80, 1, 2, 3, 1, 0xc0, 17, 3, 0x44, 0x81};
  EXPECT_THAT(*decode_suites(records), ElementsAre(3, 17));
  EXPECT_TRUE(decode_suites({})->empty());
  EXPECT_FALSE(decode_suites(Octets{0xc0}));
  EXPECT_FALSE(decode_suites(Octets{0xc1, 1, 2, 3}));
  EXPECT_FALSE(decode_suites(Octets{0xff, 1}));
}

TEST(IpmiCommands, AskWithTheOctetsOfTheStandard) {
  EXPECT_THAT(ask_capabilities(IpmiPrivilege::kAdministrator).data, ElementsAre(0x8e, 4));
  EXPECT_THAT(ask_suites(1).data, ElementsAre(0x0e, 0, 0x81));
  EXPECT_THAT(ask_close(0x04030201).data, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(ask_chassis_control(ChassisControl::kHardReset).data, ElementsAre(3));
  EXPECT_THAT(ask_identify(true, true).data, ElementsAre(255, 1));
  EXPECT_THAT(ask_identify(true, false).data, ElementsAre(255));
  EXPECT_THAT(ask_identify(false, true).data, ElementsAre(0));
  EXPECT_THAT(ask_to_keep_boot_flags().data, ElementsAre(3, 8));
  EXPECT_THAT(ask_boot_flags().data, ElementsAre(5, 0, 0));
  EXPECT_THAT(ask_to_set_boot_flags({0xa0, 4}).data, ElementsAre(5, 0xa0, 4, 0, 0, 0));
}

constexpr std::uint32_t kSupermicro = 10876;
constexpr std::uint32_t kDell = 674;

BootFlags flags_of(const BootOverride& wanted, std::uint32_t manufacturer = kDell) {
  const auto flags = encode_boot_flags(wanted, manufacturer);
  EXPECT_TRUE(flags);
  return flags ? *flags : BootFlags{};
}

TEST(BootFlags, AreThoseOfTheStandard) {  // table 28-14
  using enum BootTarget;
  using enum BootMode;
  EXPECT_EQ(describe(flags_of({.target = kPxe, .mode = kUefi})), "a0 04 00 00 00");
  EXPECT_EQ(describe(flags_of({.target = kPxe, .mode = kUefi, .is_persistent = true})),
            "e0 04 00 00 00");
  EXPECT_EQ(describe(flags_of({.target = kPxe, .mode = kLegacy})), "80 04 00 00 00");
  EXPECT_EQ(describe(flags_of({.target = kDisk, .mode = kUefi})), "a0 08 00 00 00");
  EXPECT_EQ(describe(flags_of({.target = kCd, .mode = kUefi})), "a0 14 00 00 00");
  EXPECT_EQ(describe(flags_of({.target = kSetup, .mode = kUefi})), "a0 18 00 00 00");
  EXPECT_EQ(describe(flags_of({.target = kNone, .mode = kUefi})), "80 00 00 00 00");
}

TEST(BootFlags, HaveADiskOfSupermicro) {
  EXPECT_EQ(flags_of({.target = BootTarget::kDisk, .mode = BootMode::kUefi}, kSupermicro)[1], 0x24);
  EXPECT_EQ(flags_of({.target = BootTarget::kDisk, .mode = BootMode::kLegacy}, kSupermicro)[1],
            0x08);
}

TEST(BootFlags, HaveNoHttpBoot) {
  const auto flags = encode_boot_flags({.target = BootTarget::kUefiHttp}, kDell);
  ASSERT_FALSE(flags);
  EXPECT_EQ(flags.error().code, BmcErrc::kUnsupported);
  EXPECT_THAT(flags.error().detail, HasSubstr("IPMI has no HTTP boot"));
}

TEST(BootFlags, MeanWhatTheyWereSetTo) {
  using enum BootTarget;
  for (const auto target : {kPxe, kDisk, kCd, kSetup})
    for (const auto mode : {BootMode::kUefi, BootMode::kLegacy})
      for (const bool is_persistent : {false, true})
        for (const auto manufacturer : {kDell, kSupermicro}) {
          const BootOverride wanted{.target = target, .mode = mode, .is_persistent = is_persistent};
          EXPECT_EQ(decode_boot_flags(flags_of(wanted, manufacturer)), wanted);
        }
  EXPECT_EQ(decode_boot_flags(flags_of({})), BootOverride{});
  EXPECT_EQ(decode_boot_flags({0x20, 0x04}), BootOverride{}) << "not valid";
}

TEST(BootFlags, AreNotValidInAnInvalidParameter) {
  const auto flags = decode_boot_reply(reply_of({1, 0x85, 0xa0, 4, 0, 0, 0}));
  ASSERT_TRUE(flags);
  EXPECT_EQ(decode_boot_flags(*flags), BootOverride{});
  EXPECT_FALSE(decode_boot_reply(reply_of({1, 0x04, 0xa0, 4, 0, 0, 0})));
}

TEST(Sel, ReadsAnEvent) {  // section 32.1
  const auto entry =
      decode_sel_entry(reply_of({0x02, 0x00, 0x01, 0x00, 0x02, 0x00, 0xe1, 0x0b, 0x5f, 0x20, 0x00,
                                 0x04, 0x07, 0x31, 0x6f, 0x01, 0xff, 0xff}));
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->id, 1);
  EXPECT_EQ(entry->next, 2);
  EXPECT_EQ(entry->entry.time, "2020-07-13T04:20:16Z");
  EXPECT_EQ(entry->entry.text, "processor, sensor 0x31: event 0x6f begins: 01 ff ff");
}

TEST(Sel, ReadsATimeBeforeTheClockWasSet) {
  auto octets = Octets(18, 0);
  octets[4] = 2;
  octets[5] = 42;
  EXPECT_EQ(decode_sel_entry(reply_of(octets))->entry.time, "42 s after the BMC's start");
}

TEST(Sel, ReadsARecordOfAManufacturer) {
  auto octets = Octets(18, 0xab);
  octets[4] = 0xe0;
  const auto entry = decode_sel_entry(reply_of(octets))->entry;
  EXPECT_EQ(entry.time, "");
  EXPECT_THAT(entry.text, HasSubstr("record of type 0xe0: ab ab"));
}

}  // namespace
}  // namespace rackseed::redfish
