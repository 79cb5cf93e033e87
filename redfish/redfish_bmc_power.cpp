#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "redfish/limited.hpp"
#include "redfish/redfish_bmc.hpp"

namespace rackseed::redfish {
namespace {

using namespace std::chrono_literals;

constexpr auto kBetweenReadings = 500ms;
constexpr std::chrono::milliseconds kFirstPause = 250ms;  ///< doubled, up to poll_every
constexpr int kMostReadings = 5;
constexpr auto kLostLimit = 30s;  ///< for the effect of an order whose answer was lost
constexpr int kMostLost = 2;

bool is_restart(PowerAction action) {
  return action == PowerAction::kRestart || action == PowerAction::kForceRestart;
}

/// It may have been done, although no answer came.
bool may_be_done(const BmcError& error) {
  return error.code == BmcErrc::kTimedOut || error.code == BmcErrc::kRestarting ||
         error.code == BmcErrc::kMalformed || error.code == BmcErrc::kUnreachable;
}

BmcError late(const WaitForPower& wait, PowerState state) {
  return {BmcErrc::kTimedOut, fmt::format("the power is {} after {} s, not {}", to_string(state),
                                          wait.limit.count(), to_string(wait.state))};
}

}  // namespace

/// A restart that the BMC lacks, whatever it says of it, is off and on (row 30).
Bmc::Answer<void> RedfishBmc::switch_power(PowerAction action) {
  auto done = co_await carry_out(action);
  const bool is_lacking =
      !done && is_restart(action) && !known().has_no_restart &&
      (done.error().code == BmcErrc::kUnsupported || done.error().code == BmcErrc::kRefused);
  if (!is_lacking) co_return done;
  remark("no restart, so off and on: " + done.error().detail);
  learn({.has_no_restart = true});
  done = co_await carry_out(action);
  co_return done;
}

Bmc::Answer<void> RedfishBmc::carry_out(PowerAction action) {
  const auto found = co_await find_host();
  if (!found) co_return found.error();
  const auto state = co_await steady_power();
  if (!state) co_return state.error();
  Walk walk(resources_, settings_.walk);
  PowerQuestion question{.action = action, .state = *state, .known = known()};
  question.types = co_await find_reset_types(walk, host_->system.reset);
  question.patience = settings_.shutdown_limit;
  const PowerPlan plan = plan_power(question);
  for (const PowerStep& step : plan) {
    const auto done = co_await perform(step);
    if (!done) co_return done.error();
  }
  co_return BmcResult<void>();
}

Bmc::Answer<void> RedfishBmc::perform(PowerStep step) {
  if (const auto* wait = std::get_if<WaitForPower>(&step)) co_return co_await wait_for_power(*wait);
  if (const auto* order = std::get_if<Reset>(&step)) co_return co_await reset(*order);
  co_await pause(std::get<Rest>(step).length);
  co_return BmcResult<void>();
}

/// Two readings alike, one after the other: one alone may be stale (row 34).
Bmc::Answer<PowerState> RedfishBmc::steady_power() {
  auto last = co_await read_power();
  for (int readings = 1; last && readings < kMostReadings; ++readings) {
    co_await pause(kBetweenReadings);
    auto now = co_await read_power();
    const bool is_steady = now && *now == *last;
    last = std::move(now);
    if (is_steady) break;
  }
  co_return last;
}

Bmc::Answer<bool> RedfishBmc::is_already(PowerState state) {
  auto now = co_await read_power();
  if (now && *now == state && state != PowerState::kUnknown) now = co_await steady_power();
  if (!now) co_return now.error();
  const bool is_so = *now == state && state != PowerState::kUnknown;
  co_return is_so;
}

Bmc::Answer<void> RedfishBmc::wait_for_power(WaitForPower wait) {
  const auto end = std::chrono::steady_clock::now() + scaled(wait.limit);
  PowerWatch watch(wait.state);
  for (auto length = kFirstPause;; length = std::min(2 * length, settings_.poll_every)) {
    const auto state = co_await read_power();
    if (!state) co_return state.error();
    if (watch.sees(*state)) co_return BmcResult<void>();
    const bool is_late = std::chrono::steady_clock::now() >= end;
    if (is_late && wait.is_required) co_return late(wait, *state);
    if (is_late) co_return BmcResult<void>();
    co_await pause(length);
  }
}

/// Looks before it sends anything again: an order may have been carried out although its answer was
/// lost, or although it was refused (rows 25, 69).
Bmc::Answer<void> RedfishBmc::reset(Reset reset) {
  for (int tries = 1;; ++tries) {
    const auto is_so = co_await is_already(reset.makes);
    if (!is_so) co_return is_so.error();
    if (*is_so) co_return BmcResult<void>();
    const auto taken = co_await send_reset(reset);
    if (taken && !*taken) co_return BmcResult<void>();
    auto again =
        taken ? outlast_refusal(reset, **taken, tries) : outlast_loss(reset, taken.error(), tries);
    const auto may_try = co_await std::move(again);
    if (!may_try) co_return may_try.error();
    if (!*may_try) co_return BmcResult<void>();
  }
}

/// Whether to try again; false: it is so.
Bmc::Answer<bool> RedfishBmc::outlast_refusal(const Reset& reset, Refusal refusal, int tries) {
  const auto now = co_await read_power();
  if (!now) co_return now.error();
  const auto verdict = judge_reset(reset, refusal, *now, tries);
  if (const auto* error = std::get_if<BmcError>(&verdict)) co_return *error;
  const auto* rest = std::get_if<Pause>(&verdict);
  if (rest != nullptr) co_await pause(rest->length);
  co_return rest != nullptr;
}

/// The answer was lost, and perhaps the order, too.
Bmc::Answer<bool> RedfishBmc::outlast_loss(const Reset& reset, BmcError loss, int tries) {
  const bool can_be_seen = may_be_done(loss) && reset.makes != PowerState::kUnknown;
  if (!can_be_seen || tries >= kMostLost) co_return loss;
  remark("looked whether it was done: " + loss.detail);
  const WaitForPower wait{.state = reset.makes, .limit = kLostLimit, .is_required = false};
  const auto waited = co_await wait_for_power(wait);
  if (!waited) co_return waited.error();
  co_return true;
}

/// By a type that is allowed at present (row 28).
Bmc::Answer<RedfishBmc::Taken> RedfishBmc::send_reset(const Reset& reset) {
  const ResetAction action = host_->system.reset;
  if (action.target.empty())
    co_return BmcError{BmcErrc::kUnsupported, "the system has no Reset: it cannot be switched"};
  Walk walk(resources_, settings_.walk);
  const auto types = co_await find_reset_types(walk, action);
  const auto type = choose_reset_type(reset, types);
  if (!type)
    co_return BmcError{BmcErrc::kUnsupported,
                       fmt::format("Reset takes no {} at present; it takes: {}",
                                   fmt::join(reset.types, " or "), fmt::join(types, ", "))};
  Attempt attempt{.method = "POST", .path = action.target};
  attempt.body = boost::json::object{{"ResetType", *type}};
  co_return co_await send(std::move(attempt));
}

Bmc::Answer<void> RedfishBmc::power(PowerAction action) {
  co_return co_await limited(settings_.call_limit, switch_power(action), "power by Redfish");
}

}  // namespace rackseed::redfish
