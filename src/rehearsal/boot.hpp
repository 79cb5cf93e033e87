#pragma once

#include "src/rehearsal/message.hpp"
#include "src/rehearsal/state.hpp"

#include <optional>

namespace rackseed::rehearsal {

/// The Boot object of a system, or of its settings object.
[[nodiscard]] std::optional<json::object> boot_document(const State& state, bool in_settings);
[[nodiscard]] bool has_settings_object(const State& state);
[[nodiscard]] std::string settings_path(const State& state);

/// Sets what a PATCH says of Boot, or says why not.
[[nodiscard]] Answer patch_boot(State& state, const json::object& patch, bool in_settings);

/// Takes back what IPMI set, when its time is over (kIpmiBootLapses).
void lapse_boot(State& state);

/// The firmware starts: what it boots. Uses up an override that was meant for one boot.
[[nodiscard]] BootChoice take_boot(State& state);

}  // namespace rackseed::rehearsal
