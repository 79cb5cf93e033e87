#include "tests/redfish/virtual_rig.hpp"

namespace rackseed::redfish::tests {
namespace {

using rehearsal::Power;
using testing::HasSubstr;

constexpr const char* kReset = "POST /redfish/v1/Systems/1/Actions/ComputerSystem.Reset";

void goes_through(const FaultNames& faults, std::initializer_list<PowerAction> actions) {
  VirtualRig rig(faults);
  for (const PowerAction action : actions) {
    EXPECT_EQ(why(rig.run(rig.bmc->power(action))), "") << static_cast<int>(action);
    const bool is_off = action == PowerAction::kShutdown || action == PowerAction::kForceOff;
    EXPECT_EQ(rig.machine.power(), is_off ? Power::kOff : Power::kOn) << static_cast<int>(action);
  }
}

/// On, restarted in each way, and off again: whatever the BMC makes of it.
void goes_through_all(const FaultNames& faults) {
  goes_through(faults, {PowerAction::kOn, PowerAction::kOn, PowerAction::kForceRestart,
                        PowerAction::kRestart, PowerAction::kCycle, PowerAction::kShutdown,
                        PowerAction::kForceOff, PowerAction::kOn, PowerAction::kForceOff});
}

TEST(RedfishBmcPower, ReadsAndSwitches) {
  VirtualRig rig;
  EXPECT_EQ(rig.run(rig.bmc->power_state()).value(), PowerState::kOff);
  EXPECT_EQ(why(rig.run(rig.bmc->power(PowerAction::kOn))), "");
  EXPECT_EQ(rig.run(rig.bmc->power_state()).value(), PowerState::kOn);
  EXPECT_EQ(rig.count(kReset), 1U);
}

TEST(RedfishBmcPower, OfTheStateTakesFourQuestions) {
  VirtualRig rig;
  EXPECT_TRUE(rig.run(rig.bmc->power_state()));
  EXPECT_EQ(rig.state().counters.requests, 4U) << "root, log-in, systems, system";
  EXPECT_TRUE(rig.run(rig.bmc->power_state()));
  EXPECT_EQ(rig.state().counters.requests, 5U);
}

TEST(RedfishBmcPower, DoesWhatIsAsked) { goes_through_all({}); }
TEST(Row25, AlreadySoIs400OnVirtualBmc) { goes_through_all({"power-400-when-already"}); }
TEST(Row25, AlreadySoIs409OnVirtualBmc) { goes_through_all({"power-409-when-already"}); }
TEST(Row26, OnSoonAfterOffOnVirtualBmc) {
  goes_through({"on-409-after-off=1"},
               {PowerAction::kOn, PowerAction::kForceOff, PowerAction::kOn});
}
TEST(Row27, NotReadyAfterAChangeOnVirtualBmc) {
  goes_through({"not-ready-after-change=1"}, {PowerAction::kOn, PowerAction::kForceOff});
}
TEST(Row28, AllowedByPowerStateOnVirtualBmc) { goes_through_all({"reset-values-by-power"}); }
TEST(Row29, AllowedInActionInfoOnVirtualBmc) { goes_through_all({"reset-values-in-actioninfo"}); }
TEST(Row29, AllowedNowhereOnVirtualBmc) { goes_through_all({"reset-values-missing"}); }
TEST(Row30, NoRestartOnVirtualBmc) { goes_through_all({"no-restart"}); }
TEST(Row33, NeverGracefulOnVirtualBmc) { goes_through_all({"graceful-never"}); }
TEST(Row34, NullOnVirtualBmc) { goes_through_all({"power-null"}); }
TEST(Row34, StaleOnVirtualBmc) { goes_through_all({"power-stale"}); }
TEST(Row35, TaskOnVirtualBmc) { goes_through_all({"reset-as-task"}); }
TEST(Row35, WithoutLocationOnVirtualBmc) {
  goes_through_all({"reset-as-task", "task-without-location"});
}
TEST(Row35, MonitorElsewhereOnVirtualBmc) {
  goes_through_all({"reset-as-task", "task-monitor-elsewhere"});
}
TEST(Row36, VanishesOnVirtualBmc) { goes_through_all({"reset-as-task", "task-vanishes"}); }
TEST(Row36, NotThereYetOnVirtualBmc) { goes_through_all({"reset-as-task", "task-404-first"}); }

TEST(Row30, ARestartThatIsAllowedAndRefusedIsLearntOnVirtualBmc) {
  VirtualRig rig({"no-restart", "reset-values-missing"});
  rig.switch_on();
  EXPECT_EQ(why(rig.run(rig.bmc->power(PowerAction::kForceRestart))), "");
  EXPECT_EQ(to_json(rig.bmc->learnt()), R"({"has_no_restart": true})");
  EXPECT_THAT(rig.bmc->take_remarks(), testing::Not(testing::IsEmpty()));
}

TEST(Row31, KnownHardARestartIsAShutdownOnVirtualBmc) {
  VirtualRig rig({"graceful-restart-is-hard"});
  rig.begin({.restart_is_hard = true});
  rig.switch_on();
  EXPECT_EQ(why(rig.run(rig.bmc->power(PowerAction::kRestart))), "");
  EXPECT_EQ(rig.count(kReset), 2U) << "GracefulShutdown, On";
  EXPECT_EQ(rig.machine.power(), Power::kOn);
}

TEST(Row32, KnownToHangARestartIsOffAndOnOnVirtualBmc) {
  VirtualRig rig({"restart-hangs"});
  rig.begin({.force_restart_hangs = true});
  rig.switch_on();
  EXPECT_EQ(why(rig.run(rig.bmc->power(PowerAction::kForceRestart))), "");
  EXPECT_FALSE(rig.state().hangs);
}

TEST(Row37, ATaskThatIsNeverDoneIsNotWaitedForForEverOnVirtualBmc) {
  VirtualRig rig({"reset-as-task", "task-state-odd"});
  EXPECT_EQ(why(rig.run(rig.bmc->power(PowerAction::kOn))), "");
}

TEST(Row69, AResetWhoseAnswerWasLostIsNotReplayedOnVirtualBmc) {
  VirtualRig rig({"connection-reset-on-reuse"});
  EXPECT_EQ(why(rig.run(rig.bmc->power(PowerAction::kOn))), "");
  EXPECT_EQ(rig.count(kReset), 1U);
}

TEST(RedfishBmcPower, AWrongPasswordIsDenied) {
  VirtualRig rig;
  rig.state().account.password = "another";
  const auto state = rig.run(rig.bmc->power_state());
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, BmcErrc::kDenied);
  EXPECT_THAT(state.error().detail, testing::Not(HasSubstr("secret")));
}

TEST(RedfishBmcPower, CancelledItLeavesNoSession) {
  VirtualRig rig({"graceful-never"});
  rig.switch_on();
  boost::asio::cancellation_signal stop;
  auto ended = rig.start(rig.bmc->power(PowerAction::kShutdown), stop);
  rig.run_until([&] { return rig.count(kReset) == 1; });
  stop.emit(boost::asio::cancellation_type::terminal);
  EXPECT_TRUE(rig.was_cancelled(ended));
}

}  // namespace
}  // namespace rackseed::redfish::tests
