#include "src/rehearsal/qmp_commands.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rackseed::rehearsal {
namespace {

constexpr auto kBootDevices = std::to_array<std::string_view>({"disk0", "nic0", "cd0"});
constexpr auto kImageSchemes = std::to_array<std::string_view>({"file://", "http://", "https://"});

std::string_view first_device(std::string_view target) {
  if (target == "Pxe" || target == "UefiHttp") return "nic0";
  if (target == "Cd" || target == "UsbCd") return "cd0";
  return "disk0";
}

QmpCommand set_bootindex(std::string_view device, int value, bool may_fail) {
  QmpCommand command{.name = "qom-set", .may_fail = may_fail};
  command.arguments["path"] = fmt::format("/machine/peripheral/{}", device);
  command.arguments["property"] = "bootindex";
  command.arguments["value"] = value;
  return command;
}

QmpCommand on_tray(std::string name) {
  QmpCommand command{.name = std::move(name)};
  command.arguments["id"] = "cd0";
  return command;
}

}  // namespace

std::vector<std::string_view> boot_order(const BootChoice& choice) {
  std::vector<std::string_view> order(kBootDevices.begin(), kBootDevices.end());
  const auto first = std::ranges::find(order, first_device(choice.target));
  std::rotate(order.begin(), first, first + 1);
  return order;
}

/// Seen with QEMU 7.2, with SeaBIOS 1.16 and with OVMF 2022.11: the property may be set while the
/// machine lives, running or not, and QEMU writes fw_cfg's "bootorder" anew at the next
/// system_reset, not before. No two devices may have one index at any moment, so all give theirs up
/// first. A device that is not there is none to boot from: only the first is worth a complaint.
/// From status "shutdown", cont is refused until system_reset; after stop it stays paused.
QmpCommands start_commands(const BootChoice& choice) {
  QmpCommands commands{{.name = "stop"}};
  const auto order = boot_order(choice);
  for (const auto device : order) commands.push_back(set_bootindex(device, -1, true));
  int index = 0;
  for (const auto device : order) {
    commands.push_back(set_bootindex(device, index, index > 0));
    ++index;
  }
  commands.push_back({.name = "system_reset"});
  commands.push_back({.name = "cont"});
  return commands;
}

QmpCommands power_off_commands() { return {{.name = "stop"}, {.name = "system_reset"}}; }

QmpCommands shut_down_commands() { return {{.name = "system_powerdown"}}; }

/// A guest may have locked the tray. blockdev-change-medium knows "force" only since QEMU 7.1.
QmpCommands eject_commands() {
  QmpCommand eject = on_tray("eject");
  eject.arguments["force"] = true;
  return {std::move(eject)};
}

Result<QmpCommands> insert_commands(std::string_view image) {
  if (std::ranges::none_of(kImageSchemes, [&](auto scheme) { return image.starts_with(scheme); }))
    return Error{Errc::kUnsupported,
                 fmt::format("QMP: {}: no file://, http:// or https:// URL", image)};
  QmpCommands commands = eject_commands();
  QmpCommand change = on_tray("blockdev-change-medium");
  change.arguments["filename"] = image;
  change.arguments["format"] = "raw";
  change.arguments["read-only-mode"] = "read-only";
  commands.push_back(std::move(change));
  return commands;
}

std::optional<Power> power_of(std::string_view status) {
  if (status == "prelaunch" || status == "shutdown") return Power::kOff;
  if (status == "paused") return {};
  return Power::kOn;
}

}  // namespace rackseed::rehearsal
