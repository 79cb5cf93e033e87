#include "src/rehearsal/reset.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "src/rehearsal/tasks.hpp"

namespace rackseed::rehearsal {
namespace {

bool is_on(const State& state) {
  return state.hangs || state.power == Power::kOn || state.power == Power::kPoweringOn;
}

bool is_within(const State& state, std::optional<std::chrono::milliseconds> since,
               std::int64_t seconds) {
  return since && state.now - *since < std::chrono::seconds(seconds);
}

/// The answer when the machine is in the wanted state already.
Answer already(const State& state, std::string_view what) {
  const auto text = fmt::format("The server is already powered {}.", what);
  if (state.faults.has(Fault::kPower409WhenAlready)) return refusal(409, "IDRAC.2.5.PSU501", text);
  if (state.faults.has(Fault::kPower400WhenAlready))
    return refusal(400, "iLO.2.15.InvalidOperationForSystemState", text);
  return done();
}

std::optional<Answer> refuse_reset(const State& state, const std::string& type) {
  const auto types = reset_types(state);
  if (std::ranges::find(types, type) == types.end())
    return refusal(400, "Base.1.12.ActionParameterNotSupported",
                   fmt::format("The value {} for the parameter ResetType is not supported.", type));
  if (state.faults.has(Fault::kNotReadyAfterChange) &&
      is_within(state, state.reset_at, state.faults.value(Fault::kNotReadyAfterChange)))
    return refusal(400, "iLO.2.15.InvalidOperationForSystemState",
                   "The operation was not successful due to the current power state.");
  if (type == "On" && state.faults.has(Fault::kOn409AfterOff) &&
      is_within(state, state.off_since, state.faults.value(Fault::kOn409AfterOff)))
    return refusal(409, "IDRAC.2.9.SYS426", "The server is still being powered off.");
  return {};
}

/// What the machine has to do; nothing: it is so already.
std::optional<MachineOrder> order_of(const State& state, const std::string& type) {
  if (type == "PushPowerButton")
    return is_on(state) ? MachineOrder::kShutDown : MachineOrder::kPowerOn;
  if (type == "On" || type == "ForceOn")
    return is_on(state) ? std::nullopt : std::optional(MachineOrder::kPowerOn);
  if (!is_on(state) && !(type == "ForceOff" && state.power == Power::kPoweringOff)) return {};
  if (type == "ForceOff" || type == "Off") return MachineOrder::kPowerOff;
  if (type == "GracefulShutdown") return MachineOrder::kShutDown;
  if (type == "PowerCycle") return MachineOrder::kCycle;
  const bool is_hard = state.faults.has(Fault::kGracefulRestartIsHard);
  return type == "GracefulRestart" && !is_hard ? MachineOrder::kRestart : MachineOrder::kReset;
}

void carry_out(State& state, const std::string& type, MachineOrder order) {
  state.reset_at = state.now;
  if (order == MachineOrder::kPowerOff || order == MachineOrder::kShutDown ||
      order == MachineOrder::kCycle)
    state.hangs = false;
  if (order == MachineOrder::kShutDown && state.faults.has(Fault::kGracefulNever)) return;
  if (type == "ForceRestart" && state.faults.has(Fault::kRestartHangs)) {
    state.hangs = true;  // the machine does nothing from here on, and looks as if it were on
    order = MachineOrder::kPowerOff;
  }
  state.orders.push_back(order);
}

}  // namespace

std::vector<std::string> reset_types(const State& state) {
  if (state.faults.has(Fault::kResetValuesByPower) && !is_on(state)) return {"On"};
  std::vector<std::string> types = {"On", "ForceOff", "GracefulShutdown", "PushPowerButton", "Nmi"};
  if (!state.faults.has(Fault::kNoRestart))
    for (const auto* type : {"ForceRestart", "GracefulRestart", "PowerCycle"})
      types.emplace_back(type);
  if (state.faults.has(Fault::kResetValuesByPower)) std::erase(types, "On");
  return types;
}

json::object reset_action(const State& state) {
  const std::string base = fmt::format("{}/Actions/ComputerSystem.Reset", system_path(state));
  json::object reset;
  reset["target"] = base;
  if (state.faults.has(Fault::kResetValuesInActionInfo))
    reset["@Redfish.ActionInfo"] = fmt::format("{}/ResetActionInfo", system_path(state));
  else if (!state.faults.has(Fault::kResetValuesMissing))
    reset["ResetType@Redfish.AllowableValues"] = texts(reset_types(state));
  json::object actions;
  actions["#ComputerSystem.Reset"] = std::move(reset);
  return actions;
}

std::optional<json::object> reset_action_info(const State& state, const Ids& ids) {
  if (ids.front() != state.profile.system) return {};
  if (!state.faults.has(Fault::kResetValuesInActionInfo)) return {};
  json::object info = resource(fmt::format("{}/ResetActionInfo", system_path(state)),
                               "ActionInfo.v1_1_2.ActionInfo", "Reset Action Info");
  json::object parameter;
  parameter["Name"] = "ResetType";
  parameter["Required"] = true;
  parameter["DataType"] = "String";
  parameter["AllowableValues"] = texts(reset_types(state));
  info["Parameters"] = json::array{std::move(parameter)};
  return info;
}

Answer reset_system(State& state, const Call& call) {
  if (call.ids.front() != state.profile.system)
    return refusal(404, "Base.1.12.ResourceMissingAtURI", "There is no such system.");
  const auto type = text_in(call.body, "ResetType");
  if (!type) return refusal(400, "Base.1.12.ActionParameterMissing", "ResetType is required.");
  if (auto refused = refuse_reset(state, *type)) return *std::move(refused);
  if (*type == "Nmi") return done();
  const auto order = order_of(state, *type);
  if (!order && (*type == "On" || *type == "ForceOn")) return already(state, "on");
  if (!order && (*type == "ForceOff" || *type == "GracefulShutdown")) return already(state, "off");
  if (!order) return refusal(409, "Base.1.12.ResourceInStandby", "The server is powered off.");
  carry_out(state, *type, *order);
  if (state.faults.has(Fault::kResetAsTask)) return begin_task(state, "Reset");
  return done();
}

void change_power(State& state, const std::string& type) {
  if (type == "Nmi") return;  // the machine does not care
  if (const auto order = order_of(state, type)) carry_out(state, type, *order);
}

Power told_power(const State& state) {
  if (state.hangs) return Power::kOn;
  return state.faults.has(Fault::kPowerStale) ? state.told_power : state.power;
}

json::value shown_power(const State& state) {
  const Power power = told_power(state);
  const bool changes = power == Power::kPoweringOn || power == Power::kPoweringOff;
  if (changes && state.faults.has(Fault::kPowerNull)) return nullptr;
  json::value shown;
  shown = to_string(power);
  return shown;
}

void count_power_read(State& state) {
  if (state.told_power == state.power) {
    state.told_reads = 0;
  } else if (++state.told_reads > state.faults.value(Fault::kPowerStale)) {
    state.told_power = state.power;
    state.told_reads = 0;
  }
}

}  // namespace rackseed::rehearsal
