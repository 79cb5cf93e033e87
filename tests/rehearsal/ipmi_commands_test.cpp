#include <fmt/core.h>
#include <gmock/gmock.h>

#include "tests/rehearsal/ipmi_fixture.hpp"

namespace rackseed::rehearsal {
namespace {

using testing::ElementsAre;
using namespace std::chrono_literals;

class IpmiCommands : public IpmiTest {
 protected:
  bool shows_power() { return (ask_ipmi(0x00, 0x01).at(1) & 1U) != 0; }
  std::string redfish_power() { return json::serialize(get(system()).at("PowerState")); }
};

TEST_F(IpmiCommands, DriveTheMachineOfTheRedfishSide) {
  EXPECT_FALSE(shows_power());
  EXPECT_EQ(control(1), Octets{0});
  EXPECT_TRUE(shows_power());
  EXPECT_EQ(redfish_power(), "\"On\"");
  for (std::uint8_t number = 2; number <= 5; ++number)
    EXPECT_EQ(control(number), Octets{0}) << number;
  EXPECT_EQ(redfish_power(), "\"Off\"");
  EXPECT_THAT(machine->orders, ElementsAre(MachineOrder::kPowerOn, MachineOrder::kCycle,
                                           MachineOrder::kReset, MachineOrder::kShutDown));
  EXPECT_EQ(reset("On").status, 204);
  EXPECT_TRUE(shows_power());
  EXPECT_EQ(control(0), Octets{0});
  EXPECT_EQ(control(0), Octets{0}) << "off when off";
  EXPECT_EQ(control(6), Octets{kInvalidField});
}

TEST_F(IpmiCommands, RefuseWhatNeedsPowerWhenItIsOff) {
  for (std::uint8_t number = 2; number <= 4; ++number)
    EXPECT_EQ(control(number), Octets{kNotInPresentState}) << number;
  EXPECT_TRUE(machine->orders.empty());
  begin_ipmi({"ipmi-off-d5"});
  EXPECT_EQ(control(0), Octets{kNotInPresentState});
  EXPECT_EQ(control(5), Octets{kNotInPresentState});
  EXPECT_EQ(control(1), Octets{0});
  EXPECT_EQ(control(0), Octets{0});
}

TEST_F(IpmiCommands, ShareTheFaultsOfTheMachine) {
  begin_ipmi({"graceful-never", "power-stale=2"});
  control(1);
  EXPECT_FALSE(shows_power());
  EXPECT_FALSE(shows_power());
  EXPECT_TRUE(shows_power());
  EXPECT_EQ(control(5), Octets{0});
  EXPECT_THAT(machine->orders, ElementsAre(MachineOrder::kPowerOn));
}

TEST_F(IpmiCommands, SetTheBootOfTheRedfishSide) {
  EXPECT_EQ(flags(), "00 00");
  EXPECT_EQ(set_flags(0xa0, 0x04), Octets{0});
  EXPECT_EQ(flags(), "a0 04");
  EXPECT_EQ(boot("BootSourceOverrideTarget"), "\"Pxe\"");
  EXPECT_EQ(boot("BootSourceOverrideEnabled"), "\"Once\"");
  EXPECT_EQ(boot("BootSourceOverrideMode"), "\"UEFI\"");
  control(1);
  EXPECT_EQ(machine->boots.back(), (BootChoice{.target = "Pxe", .mode = "UEFI"}));
  EXPECT_EQ(flags(), "00 00") << "it was for one boot";
  set_flags(0xc0, 0x08);
  control(3);
  EXPECT_EQ(machine->boots.back(), (BootChoice{.target = "Hdd", .mode = "Legacy"}));
  EXPECT_EQ(flags(), "c0 08") << "it is for all";
  set_flags(0x80, 0x00);
  EXPECT_EQ(boot("BootSourceOverrideEnabled"), "\"Disabled\"");
  EXPECT_EQ(set_flags(0x80, 0x38), Octets{kInvalidField}) << "no such device";
}

TEST_F(IpmiCommands, ShowTheBootThatRedfishSet) {
  patch_boot(R"({"BootSourceOverrideTarget":"Cd","BootSourceOverrideEnabled":"Continuous"})");
  EXPECT_EQ(flags(), "e0 14");
  patch_boot(R"({"BootSourceOverrideTarget":"UefiHttp"})");
  EXPECT_EQ(flags(), "00 00") << "IPMI has no word for it";
}

TEST_F(IpmiCommands, KnowTheDiskOfSupermicro) {
  begin_ipmi({}, "supermicro");
  set_flags(0xa0, 0x24);
  EXPECT_EQ(boot("BootSourceOverrideTarget"), "\"Hdd\"");
  EXPECT_EQ(flags(), "a0 24");
  begin_ipmi();
  set_flags(0xa0, 0x24);
  EXPECT_EQ(boot("BootSourceOverrideTarget"), "\"Usb\"");
}

TEST_F(IpmiCommands, KeepTheOtherParametersAsTheyWereWritten) {
  EXPECT_EQ(ask_ipmi(0, 8, {0, 1}), Octets{0});
  EXPECT_EQ(ask_ipmi(0, 8, {4, 0xff, 0x01}), Octets{0});
  EXPECT_EQ(ask_ipmi(0, 8, {5, 0xa0, 0x04, 1, 2, 3}), Octets{0});
  EXPECT_EQ(ask_ipmi(0, 9, {0, 0, 0}), (Octets{0, 1, 0, 1}));
  EXPECT_EQ(ask_ipmi(0, 9, {4, 0, 0}), (Octets{0, 1, 4, 0xff, 0x01}));
  EXPECT_EQ(ask_ipmi(0, 9, {5, 0, 0}), (Octets{0, 1, 5, 0xa0, 0x04, 1, 2, 3}));
  EXPECT_EQ(ask_ipmi(0, 9, {3, 0, 0}), (Octets{0, 1, 3, 0}));
  EXPECT_EQ(ask_ipmi(0, 9, {7, 0, 0}), Octets{kNoSuchParameter});
  EXPECT_EQ(ask_ipmi(0, 8, {5, 0xa0}), Octets{kWrongLength});
  EXPECT_EQ(ask_ipmi(0, 8, {0x85}), Octets{0}) << "only marks it";
}

TEST_F(IpmiCommands, RefuseParameter3AsOpenBmc) {
  begin_ipmi({"ipmi-parameter-3-refused"});
  EXPECT_EQ(ask_ipmi(0, 8, {3, 8}), Octets{kNoSuchParameter});
  EXPECT_EQ(ask_ipmi(0, 9, {3, 0, 0}), Octets{kNoSuchParameter});
  EXPECT_EQ(set_flags(0xa0, 0x04), Octets{0});
}

TEST_F(IpmiCommands, LoseTheBootFlagsAfterAMinute) {
  begin_ipmi({"ipmi-boot-lapses"});
  set_flags(0xa0, 0x04);
  now += 50s;
  EXPECT_EQ(flags(), "a0 04");
  now += 10s;
  EXPECT_EQ(boot("BootSourceOverrideEnabled"), "\"Disabled\"");
  set_flags(0xa0, 0x04);
  now += 50s;
  control(0);
  now += 50s;
  EXPECT_EQ(flags(), "a0 04") << "Chassis Control begins it anew";
  ask_ipmi(0, 8, {3, 0x08});
  now += 55s;
  EXPECT_EQ(flags(), "a0 04") << "parameter 3 keeps them";
}

TEST_F(IpmiCommands, LeaveTheBootThatRedfishSetForGood) {
  begin_ipmi({"ipmi-boot-lapses"});
  set_flags(0xa0, 0x04);
  patch_boot(R"({"BootSourceOverrideTarget":"Cd"})");
  now += 120s;
  EXPECT_EQ(boot("BootSourceOverrideTarget"), "\"Cd\"");
}

TEST_F(IpmiCommands, ReadTheBootFlagsBackWrong) {
  begin_ipmi({"ipmi-boot-reads-wrong"});
  set_flags(0xa0, 0x04);
  EXPECT_EQ(flags(), "20 04");
  EXPECT_EQ(boot("BootSourceOverrideTarget"), "\"Pxe\"");
}

TEST_F(IpmiCommands, LightTheLampOfTheRedfishSide) {
  EXPECT_EQ(ask_ipmi(0, 4, {10}), Octets{0});
  EXPECT_EQ(ask_ipmi(0, 1).at(3), 0x50);
  now += 9s;
  EXPECT_EQ(get(system()).at("IndicatorLED"), "Blinking");
  now += 1s;
  EXPECT_EQ(get(system()).at("IndicatorLED"), "Off");
  EXPECT_EQ(ask_ipmi(0, 4, {0, 1}), Octets{0});
  now += 50s;
  EXPECT_EQ(ask_ipmi(0, 1).at(3), 0x60);
  EXPECT_EQ(ask_ipmi(0, 4, {0}), Octets{0});
  EXPECT_EQ(ask_ipmi(0, 1).at(3), 0x40);
  ask_ipmi(0, 4);
  EXPECT_EQ(patch(system(), R"({"LocationIndicatorActive":true})").status, 204);
  now += 50s;
  EXPECT_EQ(ask_ipmi(0, 1).at(3), 0x60) << "what Redfish lights stays lit";
}

TEST_F(IpmiCommands, TellWhatTheBmcIs) {
  EXPECT_EQ(ask_ipmi(6, 1),
            (Octets{0, 0x20, 1, 1, 0x40, 2, 0x8c, 0xf2, 0x1b, 0, 0x3c, 0x0b, 0, 0, 0, 0}));
  const Octets guid{0, 0x00, 0xed, 0x5e, 0x5e, 0, 0, 0, 0x40, 0x80, 0x00, 0, 0, 0, 0, 0, 7};
  EXPECT_EQ(ask_ipmi(6, 0x37), guid);
  EXPECT_EQ(ask_ipmi(6, 0x08), guid);
  EXPECT_EQ(ask_ipmi(0x0c, 2, {1, 5, 0, 0}), (Octets{0, 0x11, 2, 0, 0x5e, 0, 7, 0}));
  EXPECT_EQ(ask_ipmi(0x0c, 2, {1, 3, 0, 0}), Octets{kNoSuchParameter});
  begin_ipmi({}, "idrac");
  const Octets dell = ask_ipmi(6, 1);
  EXPECT_EQ(dell.at(7) | dell.at(8) << 8U, 674);
}

TEST_F(IpmiCommands, ReadTheInventoryInAnyPieces) {
  const Octets info = ask_ipmi(0x0a, 0x10, {0});
  ASSERT_EQ(info.size(), 4U);
  Octets whole;
  for (std::uint8_t at = 0; at < info[1]; at += 8) {
    const Octets piece = ask_ipmi(0x0a, 0x11, {0, at, 0, 8});
    ASSERT_EQ(piece.size(), 10U);
    whole.insert(whole.end(), piece.begin() + 2, piece.end());
  }
  const Octets begin = ask_ipmi(0x0a, 0x11, {0, 0, 0, 255});
  ASSERT_EQ(begin.at(1), 64) << "no more at a time";
  EXPECT_TRUE(std::equal(begin.begin() + 2, begin.end(), whole.begin()));
  const auto last = static_cast<std::uint8_t>(info[1] - 2);
  EXPECT_EQ(ask_ipmi(0x0a, 0x11, {0, last, 0, 255}).at(1), 2);
  EXPECT_EQ(ask_ipmi(0x0a, 0x11, {0, info[1], 0, 1}), Octets{kOutOfRange});
  EXPECT_EQ(ask_ipmi(0x0a, 0x11, {0, 0, 0, 0}), Octets{kOutOfRange});
  EXPECT_EQ(ask_ipmi(0x0a, 0x11, {1, 0, 0, 8}), Octets{kNotThere});
  EXPECT_EQ(ask_ipmi(0x0a, 0x10, {1}), Octets{kNotThere});
}

TEST_F(IpmiCommands, TellTheLogOfTheRedfishSide) {
  const Octets info = ask_ipmi(0x0a, 0x40);
  EXPECT_EQ(info.at(2), 50);
  const Octets first = ask_ipmi(0x0a, 0x43, {0, 0, 0, 0, 0, 0xff});
  ASSERT_EQ(first.size(), 19U);
  EXPECT_EQ(first[1], 2) << "the next";
  EXPECT_EQ(first[3], 1);
  const std::uint32_t at =
      first[6] + first[7] * 0x100U + first[8] * 0x10000U + first[9] * 0x1000000U;
  EXPECT_EQ(at, 1767225660U) << "2026-01-01T00:01:00Z";
  EXPECT_EQ(get(system() + "/LogServices/SEL/Entries/1").at("Created"), "2026-01-01T00:01:00Z");
  const Octets last = ask_ipmi(0x0a, 0x43, {0, 0, 0xff, 0xff, 0, 0xff});
  EXPECT_EQ(last.at(3), 50);
  EXPECT_EQ(last.at(1), 0xff) << "there is none behind it";
  EXPECT_EQ(last.at(13), 0x0c) << "a warning, as by Redfish";
  EXPECT_EQ(ask_ipmi(0x0a, 0x43, {0, 0, 51, 0, 0, 0xff}), Octets{kNotThere});
  EXPECT_EQ(ask_ipmi(0x0a, 0x43, {0, 0, 1, 0, 14, 2}).size(), 5U);
  EXPECT_EQ(ask_ipmi(0x0a, 0x43, {0, 0, 1, 0, 14, 3}), Octets{kOutOfRange});
}

TEST_F(IpmiCommands, AreRefusedWithAnotherLength) {
  ask_ipmi(6, 1);
  for (const auto table : {ipmi_bmc_commands(), ipmi_session_commands(), ipmi_chassis_commands(),
                           ipmi_boot_commands(), ipmi_fru_commands(), ipmi_sel_commands()})
    for (const IpmiCommand& row : table) {
      EXPECT_EQ(ask_ipmi(row.net_fn, row.command, Octets(row.most + 1)), Octets{kWrongLength})
          << row.name;
      if (row.least > 0) {
        EXPECT_EQ(ask_ipmi(row.net_fn, row.command, Octets(row.least - 1)), Octets{kWrongLength})
            << row.name;
      }
    }
  EXPECT_TRUE(machine->orders.empty());
}

TEST_F(IpmiCommands, AreUnknownOtherwise) {
  EXPECT_EQ(ask_ipmi(0x2e, 0x01), Octets{kUnknownCommand});
  EXPECT_EQ(ask_ipmi(0x00, 0x7f, {1, 2, 3}), Octets{kUnknownCommand});
  EXPECT_EQ(times("command 0x2e/0x01"), 1U);
}

TEST_F(IpmiCommands, WantTheirPrivilege) {
  EXPECT_EQ(ask_ipmi(6, 0x3b, {2}), (Octets{0, 2}));
  EXPECT_EQ(control(1), Octets{kNotPrivileged});
  EXPECT_EQ(ask_ipmi(6, 2), Octets{kNotPrivileged});
  EXPECT_EQ(ask_ipmi(0, 1).at(0), 0);
  EXPECT_EQ(ask_ipmi(6, 0x3b, {3}), (Octets{0, 3}));
  EXPECT_EQ(control(1), Octets{0});
  EXPECT_EQ(ask_ipmi(6, 0x3b, {0}), (Octets{0, 3})) << "asks for the present one";
  EXPECT_EQ(ask_ipmi(6, 0x3b, {5}), Octets{0x80});
}

TEST_F(IpmiCommands, RestartTheBmc) {
  begin_ipmi({"bmc-restart=5"});
  EXPECT_EQ(ask_ipmi(6, 2), Octets{0});
  EXPECT_TRUE(sessions().empty());
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1").status, 503);
  const Octets ping{6, 0, 0xff, 6, 0, 0, 0x11, 0xbe, 0x80, 9, 0, 0};
  EXPECT_TRUE(send(ping).empty());
  now += 5s;
  EXPECT_FALSE(send(ping).empty());
}

}  // namespace
}  // namespace rackseed::rehearsal
