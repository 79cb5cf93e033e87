// The machine's power and its lamp (IPMI 2.0 sections 28.2 to 28.5).

#include <array>

#include "src/rehearsal/ipmi_commands.hpp"
#include "src/rehearsal/reset.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::uint8_t kChassisNetFn = 0x00;

Octets chassis_status(State& state, const IpmiCall& /*call*/) {
  constexpr unsigned kRestoresPrevious = 0x20;
  constexpr unsigned kKnowsIdentify = 0x40;
  constexpr unsigned kLitForATime = 0x10;
  constexpr unsigned kLitForGood = 0x20;
  count_power_read(state);
  const Power power = told_power(state);
  const bool has_power = power == Power::kOn || power == Power::kPoweringOff;
  const unsigned lit = state.lit_until ? kLitForATime : kLitForGood;
  const unsigned misc = kKnowsIdentify | (state.is_indicator_lit ? lit : 0U);
  return {kIpmiDone, static_cast<std::uint8_t>(kRestoresPrevious | (has_power ? 1U : 0U)), 0,
          static_cast<std::uint8_t>(misc)};
}

struct ControlRow {
  std::string_view type{};   ///< of the Redfish reset that does the same
  bool is_for_off = false;   ///< it says "be off", which a machine that is off already is
  bool needs_power = false;  ///< section 28.3: refused when it is off
};

// In the order of their numbers.
constexpr auto kControls = std::to_array<ControlRow>({
    {.type = "ForceOff", .is_for_off = true},
    {.type = "On"},
    {.type = "PowerCycle", .needs_power = true},
    {.type = "ForceRestart", .needs_power = true},
    {.type = "Nmi", .needs_power = true},
    {.type = "GracefulShutdown", .is_for_off = true},
});

Octets chassis_control(State& state, const IpmiCall& call) {
  const std::size_t number = call.data[0] & 0x0fU;
  if (number >= kControls.size()) return {kInvalidField};
  const ControlRow& control = kControls.at(number);
  const bool refuses_off = control.is_for_off && state.faults.has(Fault::kIpmiOffD5);
  const bool is_off = !state.hangs && state.power == Power::kOff;
  if (is_off && (control.needs_power || refuses_off)) return {kNotInPresentState};
  change_power(state, std::string(control.type));
  if (state.ipmi.boot_valid_since) state.ipmi.boot_valid_since = state.now;
  return {kIpmiDone};
}

/// Section 28.5: for so many seconds, or for good.
Octets identify(State& state, const IpmiCall& call) {
  constexpr std::uint8_t kUsualSeconds = 15;
  const std::uint8_t seconds = call.data.empty() ? kUsualSeconds : call.data[0];
  const bool is_for_good = call.data.size() > 1 && (call.data[1] & 1U) != 0;
  state.is_indicator_lit = is_for_good || seconds > 0;
  state.lit_until.reset();
  if (!is_for_good && seconds > 0) state.lit_until = state.now + std::chrono::seconds(seconds);
  return {kIpmiDone};
}

using enum IpmiPrivilege;

constexpr auto kChassisCommands = std::to_array<IpmiCommand>({
    {kChassisNetFn, 0x01, kUser, 0, 0, "Get Chassis Status", &chassis_status},
    {kChassisNetFn, 0x02, kOperator, 1, 1, "Chassis Control", &chassis_control},
    {kChassisNetFn, 0x04, kOperator, 0, 2, "Chassis Identify", &identify},
});

}  // namespace

std::span<const IpmiCommand> ipmi_chassis_commands() { return kChassisCommands; }

}  // namespace rackseed::rehearsal
