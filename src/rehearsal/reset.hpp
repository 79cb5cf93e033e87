#pragma once

#include "src/rehearsal/routes.hpp"

#include <string>
#include <vector>

namespace rackseed::rehearsal {

/// The values of ResetType that are allowed now.
[[nodiscard]] std::vector<std::string> reset_types(const State& state);
/// The system's Actions.
[[nodiscard]] json::object reset_action(const State& state);
[[nodiscard]] std::optional<json::object> reset_action_info(const State& state, const Ids& ids);

/// POST to ComputerSystem.Reset.
[[nodiscard]] Answer reset_system(State& state, const Call& call);

/// Makes the machine do what a reset of this type means; nothing, when it is so already.
void change_power(State& state, const std::string& type);
/// The BMC itself starts anew: nobody is logged in any more.
void restart_manager(State& state);

/// The power as it is told.
[[nodiscard]] Power told_power(const State& state);
/// What PowerState reads.
[[nodiscard]] json::value shown_power(const State& state);
/// A read of PowerState took place (kPowerStale).
void count_power_read(State& state);

}  // namespace rackseed::rehearsal
