#include "src/rehearsal/state.hpp"

#include <fmt/core.h>

#include <utility>

#include "src/rehearsal/json.hpp"

namespace rackseed::rehearsal {

State new_state(Profile profile, Hardware hardware, Faults faults) {
  for (const Fault fault : profile.faults) faults.add(fault);
  State state;
  state.media = {{.id = std::string(profile.cd), .is_cd = true}, {.id = std::string(profile.usb)}};
  state.profile = std::move(profile);
  state.hardware = std::move(hardware);
  state.faults = std::move(faults);
  return state;
}

std::string next_id(State& state) { return fmt::format("{}", ++state.ids); }

std::string system_path(const State& state) {
  return fmt::format("{}/Systems/{}", kRoot, state.profile.system);
}

std::string manager_path(const State& state) {
  return fmt::format("{}/Managers/{}", kRoot, state.profile.manager);
}

std::string chassis_path(const State& state) {
  return fmt::format("{}/Chassis/{}", kRoot, state.profile.chassis);
}

std::string sessions_path(const State& state) {
  const bool elsewhere = state.faults.has(Fault::kSessionsElsewhere);
  return fmt::format("{}{}/Sessions", kRoot, elsewhere ? "" : "/SessionService");
}

}  // namespace rackseed::rehearsal
