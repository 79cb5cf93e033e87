#include <gmock/gmock.h>

#include "tests/rehearsal/service_fixture.hpp"

namespace rackseed::rehearsal {
namespace {

using testing::ElementsAre;
using namespace std::chrono_literals;

class VirtualPower : public ServiceTest {
 protected:
  std::string power() { return json::serialize(get(system()).at("PowerState")); }
  std::vector<std::string> reset_types_of(const json::object& document) {
    std::vector<std::string> types;
    const auto& action = document.at("Actions").at("#ComputerSystem.Reset").as_object();
    if (const auto* values = action.if_contains("ResetType@Redfish.AllowableValues"))
      for (const auto& value : values->as_array()) types.emplace_back(value.as_string());
    return types;
  }
};

TEST_F(VirtualPower, FollowsTheOrders) {
  EXPECT_EQ(power(), "\"Off\"");
  EXPECT_EQ(reset("On").status, 204);
  EXPECT_EQ(power(), "\"On\"");
  EXPECT_EQ(reset("GracefulRestart").status, 204);
  EXPECT_EQ(reset("ForceRestart").status, 204);
  EXPECT_EQ(reset("PowerCycle").status, 204);
  EXPECT_EQ(reset("GracefulShutdown").status, 204);
  EXPECT_EQ(reset("PushPowerButton").status, 204);
  EXPECT_EQ(reset("ForceOff").status, 204);
  EXPECT_EQ(power(), "\"Off\"");
  EXPECT_THAT(machine->orders,
              ElementsAre(MachineOrder::kPowerOn, MachineOrder::kRestart, MachineOrder::kReset,
                          MachineOrder::kCycle, MachineOrder::kShutDown, MachineOrder::kPowerOn,
                          MachineOrder::kPowerOff));
}

TEST_F(VirtualPower, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(message_of(reset("Explode")), "Base.1.12.ActionParameterNotSupported");
  EXPECT_EQ(message_of(post(system() + "/Actions/ComputerSystem.Reset")),
            "Base.1.12.ActionParameterMissing");
  EXPECT_EQ(reset("ForceRestart").status, 409) << "it is off";
  EXPECT_TRUE(machine->orders.empty());
}

TEST_F(VirtualPower, AnswersWhatIsSoAlreadyAsItsFaultsSay) {
  EXPECT_EQ(reset("ForceOff").status, 204);
  begin({"power-409-when-already"});
  EXPECT_EQ(reset("ForceOff").status, 409);
  begin({"power-400-when-already"});
  EXPECT_EQ(reset("ForceOff").status, 400);
  EXPECT_TRUE(machine->orders.empty());
}

TEST_F(VirtualPower, RefusesOnShortlyAfterOff) {
  begin({"on-409-after-off=2"});
  reset("On");
  get(system());
  reset("ForceOff");
  get(system());
  now += 1s;
  EXPECT_EQ(reset("On").status, 409);
  now += 2s;
  EXPECT_EQ(reset("On").status, 204);
}

TEST_F(VirtualPower, IsNotReadyShortlyAfterAChange) {
  begin({"not-ready-after-change"});
  EXPECT_EQ(reset("On").status, 204);
  EXPECT_EQ(message_of(reset("ForceOff")), "iLO.2.15.InvalidOperationForSystemState");
  now += 1s;
  EXPECT_EQ(reset("ForceOff").status, 204);
}

TEST_F(VirtualPower, TellsItsValuesWhereItsFaultsSay) {
  EXPECT_THAT(reset_types_of(get(system())), testing::Contains("GracefulRestart"));
  begin({"reset-values-by-power"});
  EXPECT_THAT(reset_types_of(get(system())), ElementsAre("On"));
  EXPECT_EQ(reset("ForceOff").status, 400);
  begin({"no-restart"});
  EXPECT_THAT(reset_types_of(get(system())), testing::Not(testing::Contains("ForceRestart")));
  begin({"reset-values-missing"});
  EXPECT_TRUE(reset_types_of(get(system())).empty());
  begin({"reset-values-in-actioninfo"});
  const auto document = get(system());
  EXPECT_TRUE(reset_types_of(document).empty());
  const std::string info(
      document.at("Actions").at("#ComputerSystem.Reset").at("@Redfish.ActionInfo").as_string());
  EXPECT_EQ(get(info).at("Parameters").at(0).at("Name"), "ResetType");
}

TEST_F(VirtualPower, DoesNotAlwaysDoWhatItSays) {
  begin({"graceful-never"});
  reset("On");
  EXPECT_EQ(reset("GracefulShutdown").status, 204);
  EXPECT_EQ(power(), "\"On\"");
  begin({"graceful-restart-is-hard"});
  reset("On");
  reset("GracefulRestart");
  EXPECT_EQ(machine->orders.back(), MachineOrder::kReset);
  begin({"restart-hangs"});
  reset("On");
  reset("ForceRestart");
  EXPECT_EQ(power(), "\"On\"");
  EXPECT_EQ(machine->boots.size(), 1U);
  reset("ForceOff");
  EXPECT_EQ(power(), "\"Off\"");
  reset("On");
  EXPECT_EQ(machine->boots.size(), 2U);
}

TEST_F(VirtualPower, ShowsItLate) {
  begin({"power-stale=2"});
  reset("On");
  EXPECT_EQ(power(), "\"Off\"");
  EXPECT_EQ(power(), "\"Off\"");
  EXPECT_EQ(power(), "\"On\"");
  begin({"power-null"});
  machine->state = Power::kPoweringOn;
  EXPECT_EQ(power(), "null");
}

TEST_F(VirtualPower, TakesATaskForIt) {
  begin({"reset-as-task"});
  const Answer answer = reset("On");
  EXPECT_EQ(answer.status, 202);
  const std::string monitor = field_of(answer, "Location");
  EXPECT_EQ(monitor, "/redfish/v1/TaskService/Tasks/1/Monitor");
  EXPECT_EQ(ask(Method::kGet, monitor).status, 202);
  EXPECT_EQ(ask(Method::kGet, monitor).status, 202);
  EXPECT_EQ(ask(Method::kGet, monitor).status, 204);
  EXPECT_EQ(get("/redfish/v1/TaskService/Tasks/1").at("TaskState"), "Completed");
}

TEST_F(VirtualPower, LosesItsTasks) {
  const std::string task = "/redfish/v1/TaskService/Tasks/1";
  begin({"reset-as-task", "task-vanishes", "task-404-first=1", "task-without-location"});
  EXPECT_EQ(field_of(reset("On"), "Location"), "");
  for (const int status : {404, 200, 200, 404}) EXPECT_EQ(ask(Method::kGet, task).status, status);
  begin({"reset-as-task", "task-state-odd", "task-monitor-elsewhere"});
  EXPECT_EQ(field_of(reset("On"), "Location"), "/redfish/v1/TaskService/TaskMonitors/1");
  EXPECT_EQ(get(task).at("TaskState"), "New");
  for (int i = 0; i < 5; ++i) get(task);
  EXPECT_EQ(get(task).at("TaskState"), "Running");
}

}  // namespace
}  // namespace rackseed::rehearsal
