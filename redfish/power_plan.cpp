#include "redfish/power_plan.hpp"

#include <fmt/format.h>

#include "redfish/text.hpp"

namespace rackseed::redfish {
namespace {

using std::chrono::seconds;

constexpr seconds kSwitch{60};      ///< for a power supply
constexpr seconds kRest{10};        ///< between off and on (row 32)
constexpr seconds kPowerPause{30};  ///< before the same again (row 26)
constexpr int kMostResets = 4;

/// Told, or not told at all, in which case it is worth a try (row 29).
bool may_be_allowed(const PowerQuestion& question, std::string_view type) {
  return question.types.empty() || lists(question.types, type);
}

Reset turn_on() {
  return {.types = {"On", "ForceOn", "PushPowerButton"}, .makes = PowerState::kOn};
}
Reset force_off() { return {.types = {"ForceOff", "Off"}, .makes = PowerState::kOff}; }
Reset shut_down() { return {.types = {"GracefulShutdown"}, .makes = PowerState::kOff}; }

void add_on(PowerPlan& plan) {
  plan.emplace_back(turn_on());
  plan.emplace_back(WaitForPower{.state = PowerState::kOn, .limit = kSwitch});
}

void add_force_off(PowerPlan& plan) {
  plan.emplace_back(force_off());
  plan.emplace_back(WaitForPower{.state = PowerState::kOff, .limit = kSwitch});
}

void add_shutdown(const PowerQuestion& question, PowerPlan& plan) {
  if (may_be_allowed(question, "GracefulShutdown")) {
    plan.emplace_back(shut_down());
    plan.emplace_back(
        WaitForPower{.state = PowerState::kOff, .limit = question.patience, .is_required = false});
  }
  add_force_off(plan);  // left out when it is off by then
}

/// With a rest in between, for capacitors and BMCs alike.
void add_on_again(PowerPlan& plan) {
  plan.emplace_back(Rest{kRest});
  add_on(plan);
}

/// One Reset that ends where it begins: On.
void add_restart(std::vector<std::string> types, PowerPlan& plan) {
  plan.emplace_back(Reset{.types = std::move(types)});
  plan.emplace_back(WaitForPower{.state = PowerState::kOn, .limit = kSwitch});
}

/// In two steps, whose edges can be seen: after a PowerCycle a reader that comes late knows
/// nothing.
void add_cycle(PowerPlan& plan) {
  add_force_off(plan);
  add_on_again(plan);
}

void add_hard_restart(const PowerQuestion& question, PowerPlan& plan) {
  const bool is_bad = question.known.force_restart_hangs || question.known.has_no_restart;
  if (!is_bad && may_be_allowed(question, "ForceRestart"))
    return add_restart({"ForceRestart"}, plan);
  add_cycle(plan);
}

void add_soft_restart(const PowerQuestion& question, PowerPlan& plan) {
  const bool is_bad = question.known.restart_is_hard || question.known.has_no_restart;
  if (!is_bad && may_be_allowed(question, "GracefulRestart"))
    return add_restart({"GracefulRestart"}, plan);
  add_shutdown(question, plan);
  add_on_again(plan);
}

/// A machine that is off, or on its way there, is restarted by switching it on.
bool is_going_off(PowerState state) {
  return state == PowerState::kOff || state == PowerState::kPoweringOff;
}

bool wants_off(PowerAction action) {
  return action == PowerAction::kForceOff || action == PowerAction::kShutdown;
}

void add_action(const PowerQuestion& question, PowerPlan& plan) {
  switch (question.action) {
    case PowerAction::kOn:
      return add_on(plan);
    case PowerAction::kForceOff:
      return add_force_off(plan);
    case PowerAction::kShutdown:
      return add_shutdown(question, plan);
    case PowerAction::kForceRestart:
      return add_hard_restart(question, plan);
    case PowerAction::kRestart:
      return add_soft_restart(question, plan);
    case PowerAction::kCycle:
      return add_cycle(plan);
  }
}

}  // namespace

PowerPlan plan_power(const PowerQuestion& question) {
  PowerPlan plan;
  if (question.action == PowerAction::kOn && question.state == PowerState::kOn) return plan;
  if (wants_off(question.action) && question.state == PowerState::kOff) return plan;
  if (wants_off(question.action) || !is_going_off(question.state)) {
    add_action(question, plan);
    return plan;
  }
  if (question.state == PowerState::kPoweringOff)
    plan.emplace_back(WaitForPower{.state = PowerState::kOff, .limit = question.patience});
  add_on(plan);
  return plan;
}

std::optional<std::string> choose_reset_type(const Reset& reset,
                                             const std::vector<std::string>& allowed) {
  for (const std::string& type : reset.types)
    if (allowed.empty() || lists(allowed, type)) return type;
  return std::nullopt;
}

std::variant<PowerIsSo, Pause, BmcError> judge_reset(const Reset& reset, const Refusal& refusal,
                                                     PowerState now, int tries) {
  if (reset.makes != PowerState::kUnknown && now == reset.makes) return PowerIsSo{};
  const bool is_conflict = refusal.status == 409;
  if (tries < kMostResets && (is_conflict || is_passing(refusal)))
    return Pause{kPowerPause, refusal.text};
  return error_of(refusal, fmt::format("Reset {}", fmt::join(reset.types, " or ")));
}

bool PowerWatch::sees(PowerState state) {
  count_ = state == wanted_ ? count_ + 1 : 0;
  return count_ >= 2;
}

}  // namespace rackseed::redfish
