#pragma once

#include "src/rehearsal/machine.hpp"
#include "src/rehearsal/qmp_message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::rehearsal {

// What QEMU has to be told so that it does what a BMC was told. QEMU is started with -S and
// -no-shutdown; a paused machine that was not begun is one that is off.

using QmpCommands = std::vector<QmpCommand>;

/// The ids of the devices that the firmware tries, the first first: "nic0", "disk0", "cd0". A mode
/// and an HTTP URI are the firmware's own business: no property of QEMU chooses them.
[[nodiscard]] std::vector<std::string_view> boot_order(const BootChoice& choice);

/// From any state to the start of the firmware.
[[nodiscard]] QmpCommands start_commands(const BootChoice& choice);
/// From any state to off.
[[nodiscard]] QmpCommands power_off_commands();
/// As when somebody presses the power button; the guest may not care.
[[nodiscard]] QmpCommands shut_down_commands();
/// Errors: kUnsupported (not a file://, http:// or https:// URL: QEMU would take any text for one
/// of its many ways to open a disk).
[[nodiscard]] Result<QmpCommands> insert_commands(std::string_view image);
[[nodiscard]] QmpCommands eject_commands();

/// What a status of query-status means; nothing: it does not tell, as "paused" does not.
[[nodiscard]] std::optional<Power> power_of(std::string_view status);

}  // namespace rackseed::rehearsal
