#include "redfish/ipmi/ipmi_bmc.hpp"

#include "tests/redfish/fru_image.hpp"
#include "tests/redfish/ipmi_loopback.hpp"

#include <gmock/gmock.h>

namespace rackseed::redfish {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class IpmiBmcTest : public IpmiLoopback {
 protected:
  template <class T>
  BmcError error_of(boost::asio::awaitable<BmcResult<T>> work) {
    const auto result = run(std::move(work));
    EXPECT_FALSE(result);
    return result ? BmcError{} : result.error();
  }
  /// How often a Chassis Control of that number was asked.
  [[nodiscard]] int controls(std::uint8_t number) const {
    int times = 0;
    for (std::size_t i = 0; i < bmc.asked.size(); ++i)
      if (bmc.asked[i].net_fn == 0 && bmc.asked[i].command == 2)
        times += bmc.asked_data[i] == Octets{number} ? 1 : 0;
    return times;
  }
};

TEST_F(IpmiBmcTest, ReadsThePowerStateInOneSession) {
  EXPECT_EQ(*run(client->power_state()), PowerState::kOff);
  bmc.is_on = true;
  EXPECT_EQ(*run(client->power_state()), PowerState::kOn);
  EXPECT_EQ(bmc.sessions, 1);
  close();
  EXPECT_EQ(bmc.closed, 1);
}

TEST_F(IpmiBmcTest, TurnsOnAndOff) {
  bmc.slow_power = 3;
  EXPECT_TRUE(run(client->power(PowerAction::kOn)));
  EXPECT_TRUE(bmc.is_on);
  EXPECT_TRUE(run(client->power(PowerAction::kForceOff)));
  EXPECT_FALSE(bmc.is_on);
}

TEST_F(IpmiBmcTest, LeavesWhatIsSoAlready) {
  EXPECT_TRUE(run(client->power(PowerAction::kForceOff)));
  EXPECT_TRUE(run(client->power(PowerAction::kShutdown)));
  bmc.is_on = true;
  EXPECT_TRUE(run(client->power(PowerAction::kOn)));
  EXPECT_EQ(bmc.count(0, 2), 0);
}

TEST_F(IpmiBmcTest, CyclesOverAnOffThatIsSeen) {
  bmc.is_on = true;
  bmc.slow_power = 2;
  EXPECT_TRUE(run(client->power(PowerAction::kCycle)));
  EXPECT_TRUE(bmc.is_on);
  EXPECT_EQ(controls(0), 1);
  EXPECT_EQ(controls(1), 1);
}

TEST_F(IpmiBmcTest, RestartsGentlyOrByForce) {
  bmc.is_on = true;
  EXPECT_TRUE(run(client->power(PowerAction::kForceRestart)));
  EXPECT_EQ(controls(3), 1);
  EXPECT_TRUE(run(client->power(PowerAction::kRestart)));
  EXPECT_EQ(controls(5), 1);
  EXPECT_TRUE(bmc.is_on);
}

TEST_F(IpmiBmcTest, StartsWhatIsOffInsteadOfARestart) {
  EXPECT_TRUE(run(client->power(PowerAction::kForceRestart)));
  EXPECT_TRUE(bmc.is_on);
  EXPECT_EQ(controls(3), 0);
}

TEST_F(IpmiBmcTest, TakesNotInThisStateForDoneWhenItIsSo) {  // the power went between two questions
  bmc.is_on = true;
  bmc.scripted[{0, 1}] = {{0, 0x21, 0, 0}};
  bmc.scripted[{0, 2}] = {{0xd5}};
  run(client->power_state()).value();
  bmc.is_on = false;
  bmc.scripted[{0, 1}] = {{0, 0x21, 0, 0}};
  EXPECT_TRUE(run(client->power(PowerAction::kForceOff)));
  bmc.is_on = true;
  bmc.scripted[{0, 2}] = {{0xd5}};
  EXPECT_EQ(error_of(client->power(PowerAction::kForceOff)).code, BmcErrc::kRefused);
}

TEST_F(IpmiBmcTest, EndsWhenThePowerDoesNotChange) {
  bmc.slow_power = 1'000'000;
  const auto error = error_of(client->power(PowerAction::kOn));
  EXPECT_EQ(error.code, BmcErrc::kTimedOut);
  EXPECT_EQ(error.detail, "Chassis Control: the power is still off after 0.2 s");
}

TEST_F(IpmiBmcTest, SetsTheNextBootAndReadsItBack) {
  const BootOverride wanted{.target = BootTarget::kPxe, .mode = BootMode::kUefi};
  EXPECT_TRUE(run(client->set_boot_override(wanted)));
  EXPECT_EQ(describe(bmc.flags), "a0 04 00 00 00");
  EXPECT_EQ(*run(client->boot_override()), wanted);
  EXPECT_TRUE(run(client->set_boot_override({})));
  EXPECT_EQ(*run(client->boot_override()), BootOverride{});
}

TEST_F(IpmiBmcTest, KeepsTheModeThatNobodyChose) {
  bmc.flags = {0x80, 0x08};
  EXPECT_TRUE(run(client->set_boot_override({.target = BootTarget::kPxe})));
  EXPECT_EQ(describe(bmc.flags), "80 04 00 00 00");
  bmc.flags = {};
  EXPECT_TRUE(run(client->set_boot_override({.target = BootTarget::kPxe})));
  EXPECT_EQ(describe(bmc.flags), "a0 04 00 00 00");
}

TEST_F(IpmiBmcTest, GoesOnWhenTheFlagsCannotBeKept) {  // as OpenBMC
  bmc.scripted[{0, 8}] = {{0x80}};
  EXPECT_TRUE(run(client->set_boot_override({.target = BootTarget::kCd, .mode = BootMode::kUefi})));
  EXPECT_EQ(describe(bmc.flags), "a0 14 00 00 00");
}

TEST_F(IpmiBmcTest, SaysWhatWasReadBackInstead) {
  bmc.shown_flags = BootFlags{0x00, 0x04};
  const auto error =
      error_of(client->set_boot_override({.target = BootTarget::kPxe, .mode = BootMode::kUefi}));
  EXPECT_EQ(error.code, BmcErrc::kNotApplied);
  EXPECT_THAT(error.detail, HasSubstr("set to a0 04 00 00 00, and read back as 00 04 00 00 00"));
  EXPECT_EQ(bmc.count(0, 9), 1) << "once, not again and again";
}

TEST_F(IpmiBmcTest, UsesTheDiskOfSupermicro) {
  bmc.fixed[{6, 1}] = {0, 0x20, 1, 2, 0x10, 2, 0xbf, 0x7c, 0x2a, 0, 0x34, 0x12};
  EXPECT_TRUE(
      run(client->set_boot_override({.target = BootTarget::kDisk, .mode = BootMode::kUefi})));
  EXPECT_EQ(describe(bmc.flags), "a0 24 00 00 00");
}

TEST_F(IpmiBmcTest, SaysWhatIpmiCannotDo) {
  EXPECT_EQ(error_of(client->insert_media("http://192.0.2.1/x.iso", WhileOn::kRefuse)).code,
            BmcErrc::kUnsupported);
  EXPECT_THAT(error_of(client->eject_media(WhileOn::kRefuse)).detail,
              StartsWith("IPMI has no virtual media"));
  EXPECT_EQ(error_of(client->set_boot_override({.target = BootTarget::kUefiHttp})).code,
            BmcErrc::kUnsupported);
  EXPECT_EQ(client->certificate().spki_sha256, "");
}

/// Read FRU Data, piece by piece.
void serve_fru(FakeIpmiBmc& bmc, const Octets& image) {
  bmc.fixed[{0x0a, 0x10}] = {0, static_cast<std::uint8_t>(image.size()), 0, 0};
  auto& pieces = bmc.scripted[{0x0a, 0x11}];
  for (std::size_t at = 0; at < image.size(); at += kFruPieceBytes) {
    const auto part = Bytes(image).subspan(at).first(std::min<std::size_t>(16, image.size() - at));
    Octets reply{0, static_cast<std::uint8_t>(part.size())};
    reply.insert(reply.end(), part.begin(), part.end());
    pieces.push_back(reply);
  }
}

TEST_F(IpmiBmcTest, ReadsWhoTheMachineIs) {
  serve_fru(bmc, fru_image({"Board", "B", "BS", "BP"}, {"Lenovo", "SR650", "7X06", "01", "J300"}));
  bmc.fixed[{0x06, 0x37}] = {0,    0x44, 0x45, 0x4c, 0x4c, 0x34, 0x00, 0x10, 0x48,
                             0x80, 0x56, 0xb4, 0xc0, 0x4f, 0x4d, 0x35, 0x32};
  bmc.fixed[{0x0c, 0x02}] = {0, 0x11, 0, 0, 0x5e, 0, 0x53, 1};
  const auto found = run(client->inventory());
  ASSERT_TRUE(found);
  const auto& identity = found->identity;
  EXPECT_EQ(identity.manufacturer, "Lenovo");
  EXPECT_EQ(identity.model, "SR650");
  EXPECT_EQ(identity.serial, "J300");
  EXPECT_EQ(identity.sku, "7X06");
  EXPECT_EQ(identity.uuid, "4c4c4544-0034-4810-8056-b4c04f4d3532");
  EXPECT_EQ(identity.bmc_vendor, "Intel");
  EXPECT_EQ(identity.bmc_firmware, "2.10");
  EXPECT_EQ(found->bmc_macs, std::vector<Mac>{*Mac::parse("00:00:5e:00:53:01")});
  EXPECT_EQ(found->notes.size(), 1U);
}

TEST_F(IpmiBmcTest, NotesWhatItCouldNotRead) {
  const auto found = run(client->inventory());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->identity.bmc_vendor, "Intel");
  EXPECT_THAT(found->notes, testing::Contains(HasSubstr("Get System GUID: the BMC answers")));
  EXPECT_EQ(run(client->identity())->serial, "");
}

TEST_F(IpmiBmcTest, ReadsItsLog) {
  const auto entry = [](std::uint8_t id, std::uint16_t next) {
    return Octets{0,
                  static_cast<std::uint8_t>(next),
                  static_cast<std::uint8_t>(next >> 8U),
                  id,
                  0,
                  2,
                  0,
                  0xe1,
                  0x0b,
                  0x5f,
                  0x20,
                  0,
                  4,
                  1,
                  0x31,
                  1,
                  1,
                  id,
                  0};
  };
  bmc.fixed[{0x0a, 0x40}] = {0, 0x51, 3, 0};
  bmc.scripted[{0x0a, 0x43}] = {entry(3, 0xffff), entry(2, 3), entry(2, 3), entry(3, 0xffff)};
  const auto log = run(client->log(2));
  ASSERT_TRUE(log);
  ASSERT_EQ(log->size(), 2U);
  EXPECT_THAT(log->back().text, StartsWith("temperature, sensor 0x31"));
  EXPECT_THAT(log->back().text, testing::EndsWith("01 03 00"));
  bmc.fixed[{0x0a, 0x40}] = {0, 0x51, 0, 0};
  EXPECT_TRUE(run(client->log(2))->empty());
}

TEST_F(IpmiBmcTest, LightsItsLampForAsLongAsItCan) {
  EXPECT_TRUE(run(client->set_indicator(true)));
  EXPECT_EQ(bmc.asked_data.back(), (Octets{255, 1}));
  bmc.scripted[{0, 4}] = {{0xc7}};
  EXPECT_TRUE(run(client->set_indicator(true)));
  EXPECT_EQ(bmc.asked_data.back(), Octets{255});
  EXPECT_TRUE(run(client->set_indicator(false)));
  EXPECT_EQ(bmc.asked_data.back(), Octets{0});
}

TEST_F(IpmiBmcTest, RestartsABmcThatAnswersNoMore) {
  loses = [this](int) { return bmc.count(6, 2) > 0; };
  EXPECT_TRUE(run(client->restart_bmc()));
  loses = {};
  EXPECT_TRUE(run(client->power_state()));
  EXPECT_EQ(bmc.sessions, 2);
}

TEST_F(IpmiBmcTest, OpensAnotherSessionWhenTheOldOneHasGone) {
  EXPECT_TRUE(run(client->power_state()));
  bmc.lose_session();
  EXPECT_TRUE(run(client->power_state()));
  EXPECT_EQ(bmc.sessions, 2);
}

TEST_F(IpmiBmcTest, OpensAnotherSessionAfterARest) {
  auto settings = hasty_ipmi();
  settings.session_rest = std::chrono::milliseconds(0);
  start(settings);
  EXPECT_TRUE(run(client->power_state()));
  EXPECT_TRUE(run(client->power_state()));
  EXPECT_EQ(bmc.sessions, 2);
}

TEST_F(IpmiBmcTest, SurvivesALossyNetwork) {
  loses = [](int packet) { return packet % 3 == 0; };
  EXPECT_TRUE(run(client->power(PowerAction::kCycle)));
  EXPECT_TRUE(bmc.is_on);
}

TEST_F(IpmiBmcTest, NamesTheBmcThatIsSilent) {
  loses = [](int) { return true; };
  const auto error = error_of(client->power_state());
  EXPECT_EQ(error.code, BmcErrc::kUnreachable);
  EXPECT_THAT(error.detail, StartsWith("ipmi: 127.0.0.1:"));
  EXPECT_THAT(error.detail, HasSubstr("Open Session: no answer to 4 packets in "));
}

TEST_F(IpmiBmcTest, SaysThatThePortIsClosed) {
  const auto error_when_closed = [this] {
    close_port();
    return error_of(client->power_state());
  };
  const auto error = error_when_closed();
  EXPECT_EQ(error.code, BmcErrc::kUnreachable);
  EXPECT_THAT(error.detail, HasSubstr("the port is closed"));
}

TEST_F(IpmiBmcTest, IsDeniedAndNeverSaysThePassword) {
  bmc.password = "another";
  const auto error = error_of(client->power(PowerAction::kOn));
  EXPECT_EQ(error.code, BmcErrc::kDenied);
  EXPECT_THAT(error.detail, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace rackseed::redfish
