#include "redfish/power_plan.hpp"

#include "tests/redfish/documents.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::IsEmpty;

const std::vector<std::string> kAll{"On",           "ForceOff",        "GracefulShutdown",
                                    "ForceRestart", "GracefulRestart", "PowerCycle"};

/// "GracefulShutdown Off? ForceOff Off 10s On On": Resets by their first type, waits by the state
/// ("?": not required), rests by their length.
std::string text_of(const PowerStep& step) {
  if (const auto* reset = std::get_if<Reset>(&step)) return reset->types.front();
  if (const auto* rest = std::get_if<Rest>(&step))
    return std::to_string(rest->length.count()) + "s";
  const auto& wait = std::get<WaitForPower>(step);
  return std::string(wait.state == PowerState::kOn ? "=on" : "=off") +
         (wait.is_required ? "" : "?");
}
std::string text_of(const PowerPlan& plan) {
  std::string text;
  for (const PowerStep& step : plan) text += (text.empty() ? "" : " ") + text_of(step);
  return text;
}

PowerQuestion question(PowerAction action, PowerState state, std::vector<std::string> types = kAll,
                       Learnt known = {}) {
  return {.action = action, .state = state, .types = std::move(types), .known = known};
}

TEST(Row25, TakesWhatIsSoForDone) {
  EXPECT_THAT(plan_power(question(PowerAction::kOn, PowerState::kOn)), IsEmpty());
  EXPECT_THAT(plan_power(question(PowerAction::kForceOff, PowerState::kOff)), IsEmpty());
  EXPECT_THAT(plan_power(question(PowerAction::kShutdown, PowerState::kOff)), IsEmpty());
}

TEST(Row25, TakesARefusalForDoneWhereTheStateIsRight) {
  const Reset on{.types = {"On"}, .makes = PowerState::kOn};
  for (const int status : {400, 409, 500}) {
    const auto verdict = judge_reset(on, read_refusal(status, ""), PowerState::kOn, 1);
    EXPECT_TRUE(std::holds_alternative<PowerIsSo>(verdict)) << status;
  }
}

TEST(Row26, WaitsWhereOnIsRefusedSoonAfterOff) {
  const Reset on{.types = {"On"}, .makes = PowerState::kOn};
  const auto verdict = judge_reset(on, read_refusal(409, ""), PowerState::kOff, 1);
  EXPECT_EQ(std::get<Pause>(verdict).length, std::chrono::seconds(30));
}

TEST(Row27, WaitsABoundedTimeForTheRightState) {
  const Reset on{.types = {"On"}, .makes = PowerState::kOn};
  const Refusal refused = refusal("InvalidOperationForSystemState");
  EXPECT_TRUE(std::holds_alternative<Pause>(judge_reset(on, refused, PowerState::kOff, 3)));
  EXPECT_TRUE(std::holds_alternative<BmcError>(judge_reset(on, refused, PowerState::kOff, 4)));
}

TEST(RedfishPower, ReportsOtherRefusalsAtOnce) {
  const Reset on{.types = {"On"}, .makes = PowerState::kOn};
  const auto verdict = judge_reset(on, read_refusal(403, ""), PowerState::kOff, 1);
  EXPECT_EQ(std::get<BmcError>(verdict).code, BmcErrc::kDenied);
}

TEST(Row28, ChoosesAmongWhatIsAllowedAtThatTime) {
  const Reset on{.types = {"On", "ForceOn"}};
  EXPECT_EQ(choose_reset_type(on, {"ForceOff", "ForceOn"}), "ForceOn");
  EXPECT_EQ(choose_reset_type(on, {"On"}), "On");
  EXPECT_EQ(choose_reset_type(on, {"ForceOff"}), std::nullopt);
}

TEST(Row29, TriesWhereNothingIsTold) {
  EXPECT_EQ(choose_reset_type({.types = {"On", "ForceOn"}}, {}), "On");
  EXPECT_EQ(text_of(plan_power(question(PowerAction::kRestart, PowerState::kOn, {}))),
            "GracefulRestart =on");
}

TEST(Row30, SwitchesOffAndOnWhereThereIsNoRestart) {
  const std::vector<std::string> few{"On", "ForceOff", "GracefulShutdown"};
  EXPECT_EQ(text_of(plan_power(question(PowerAction::kRestart, PowerState::kOn, few))),
            "GracefulShutdown =off? ForceOff =off 10s On =on");
  EXPECT_EQ(text_of(plan_power(question(PowerAction::kForceRestart, PowerState::kOn, few))),
            "ForceOff =off 10s On =on");
  EXPECT_EQ(text_of(plan_power(question(PowerAction::kCycle, PowerState::kOn, few))),
            "ForceOff =off 10s On =on");
}

TEST(Row30, KnowsTheTypeOff) {
  const PowerPlan plan =
      plan_power(question(PowerAction::kForceOff, PowerState::kOn, {"On", "Off"}));
  EXPECT_EQ(choose_reset_type(std::get<Reset>(plan.front()), {"On", "Off"}), "Off");
}

TEST(Row31, DoesNotTrustAHardGracefulRestart) {
  EXPECT_EQ(text_of(plan_power(
                question(PowerAction::kRestart, PowerState::kOn, kAll, {.restart_is_hard = true}))),
            "GracefulShutdown =off? ForceOff =off 10s On =on");
}

TEST(Row32, DoesNotForceARestartThatHangs) {
  const Learnt known = known_of(Vendor::kLenovo, "ThinkSystem SR675 V3");
  EXPECT_EQ(text_of(plan_power(question(PowerAction::kForceRestart, PowerState::kOn, kAll, known))),
            "ForceOff =off 10s On =on");
  EXPECT_EQ(known_of(Vendor::kLenovo, "ThinkSystem SR670 V2"), Learnt());
}

TEST(Row33, EndsAShutdownByForce) {
  const PowerPlan plan = plan_power(question(PowerAction::kShutdown, PowerState::kOn));
  EXPECT_EQ(text_of(plan), "GracefulShutdown =off? ForceOff =off");
  EXPECT_EQ(std::get<WaitForPower>(plan[1]).limit, std::chrono::seconds(300));
}

TEST(Row34, WaitsForStatesThatAreOnTheirWay) {
  EXPECT_EQ(text_of(plan_power(question(PowerAction::kOn, PowerState::kPoweringOff))),
            "=off On =on");
  EXPECT_EQ(text_of(plan_power(question(PowerAction::kOn, PowerState::kUnknown))), "On =on");
}

TEST(Row34, NeverTrustsOneReading) {
  PowerWatch watch(PowerState::kOff);
  EXPECT_FALSE(watch.sees(PowerState::kOff));
  EXPECT_FALSE(watch.sees(PowerState::kUnknown));
  EXPECT_FALSE(watch.sees(PowerState::kOff));
  EXPECT_TRUE(watch.sees(PowerState::kOff));
}

TEST(RedfishPower, RestartsAMachineThatIsOffBySwitchingItOn) {
  for (const PowerAction action :
       {PowerAction::kRestart, PowerAction::kForceRestart, PowerAction::kCycle})
    EXPECT_EQ(text_of(plan_power(question(action, PowerState::kOff))), "On =on");
}

}  // namespace
}  // namespace rackseed::redfish::tests
