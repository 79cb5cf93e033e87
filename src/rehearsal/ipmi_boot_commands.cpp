// System boot options (IPMI 2.0 sections 28.12 to 28.14): the boot override of both sides.

#include <algorithm>
#include <array>

#include "src/rehearsal/boot.hpp"
#include "src/rehearsal/ipmi_commands.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::uint8_t kParameterMask = 0x7f;
constexpr std::uint8_t kBootFlags = 5;

// Parameter 5, its first octet; the second has the device in the middle.
constexpr std::uint8_t kFlagsValid = 0x80;
constexpr std::uint8_t kPersistent = 0x40;
constexpr std::uint8_t kEfi = 0x20;
constexpr std::uint8_t kDeviceBits = 0x3c;

struct BootParameter {
  std::uint8_t number = 0;
  std::size_t octets = 0;
};
constexpr auto kParameters = std::to_array<BootParameter>({
    {0, 1},  // "set in progress"
    {kKeepBootFlags, 1},
    {4, 2},  // which software has seen the flags
    {kBootFlags, 5},
});

struct BootDevice {
  std::uint8_t code = 0;
  std::string_view target{};  ///< of Redfish
};
// The first row of a target is what it reads back as.
constexpr auto kDevices = std::to_array<BootDevice>({
    {0x00, "None"},
    {0x04, "Pxe"},
    {0x08, "Hdd"},
    {0x0c, "Hdd"},  // in safe mode
    {0x10, "Diags"},
    {0x14, "Cd"},
    {0x18, "BiosSetup"},
    {0x1c, "Usb"},
    {0x20, "Cd"},  // a remote one, as is the next
    {0x20, "UsbCd"},
    {0x24, "Usb"},  // a remote one
    {0x2c, "Hdd"},  // a remote one
    {0x3c, "Usb"},
});
constexpr std::uint8_t kUefiDiskOfSupermicro = 0x24;

bool has_uefi_disk_of_its_own(const State& state, bool is_efi) {
  return is_efi && state.profile.name == "supermicro";
}

std::optional<std::size_t> octets_of(const State& state, std::uint8_t number) {
  if (number == kKeepBootFlags && state.faults.has(Fault::kIpmiParameter3Refused)) return {};
  const auto* const found = std::ranges::find(kParameters, number, &BootParameter::number);
  if (found == kParameters.end()) return {};
  return found->octets;
}

/// Nothing for a device that IPMI does not know.
std::optional<std::string_view> target_of(const State& state, Bytes flags) {
  const std::uint8_t code = flags[1] & kDeviceBits;
  if (code == kUefiDiskOfSupermicro && has_uefi_disk_of_its_own(state, (flags[0] & kEfi) != 0))
    return "Hdd";
  const auto* const found = std::ranges::find(kDevices, code, &BootDevice::code);
  if (found == kDevices.end()) return {};
  return found->target;
}

Octets set_boot_flags(State& state, Bytes flags) {
  const auto target = target_of(state, flags);
  if (!target) return {kInvalidField};
  state.ipmi.boot_valid_since.reset();
  if ((flags[0] & kFlagsValid) == 0 || *target == "None") {
    state.boot.enabled = "Disabled";
    state.boot.target = "None";
    return {kIpmiDone};
  }
  state.boot.enabled = (flags[0] & kPersistent) != 0 ? "Continuous" : "Once";
  state.boot.target = *target;
  state.boot.mode = (flags[0] & kEfi) != 0 ? "UEFI" : "Legacy";
  if (state.faults.has(Fault::kIpmiBootLapses)) state.ipmi.boot_valid_since = state.now;
  return {kIpmiDone};
}

/// Its first octet alone would lock the parameter: that is accepted, and nothing else.
Octets set_boot_option(State& state, const IpmiCall& call) {
  const std::uint8_t number = call.data[0] & kParameterMask;
  const Bytes content = call.data.subspan(1);
  const auto octets = octets_of(state, number);
  if (!octets) return {kNoSuchParameter};
  if (content.empty()) return {kIpmiDone};
  if (content.size() != *octets) return {kWrongLength};
  Octets reply{kIpmiDone};
  if (number == kBootFlags) reply = set_boot_flags(state, content);
  if (reply.front() == kIpmiDone)
    state.ipmi.boot_parameters[number].assign(content.begin(), content.end());
  return reply;
}

/// As they were written, but for the two that say what the machine will boot.
void show_boot(const State& state, Octets& flags) {
  const bool is_efi = state.boot.mode == "UEFI";
  const auto* const device = std::ranges::find(kDevices, state.boot.target, &BootDevice::target);
  const bool is_set = state.boot.enabled != "Disabled" && device != kDevices.end();
  flags[0] = 0;
  flags[1] = is_set ? device->code : std::uint8_t{0};
  if (!is_set) return;
  if (state.boot.target == "Hdd" && has_uefi_disk_of_its_own(state, is_efi))
    flags[1] = kUefiDiskOfSupermicro;
  const bool is_valid = !state.faults.has(Fault::kIpmiBootReadsWrong);
  flags[0] = static_cast<std::uint8_t>((is_valid ? kFlagsValid : 0U) | (is_efi ? kEfi : 0U) |
                                       (state.boot.enabled == "Continuous" ? kPersistent : 0U));
}

Octets get_boot_option(State& state, const IpmiCall& call) {
  constexpr std::uint8_t kVersion = 0x01;
  const std::uint8_t number = call.data[0] & kParameterMask;
  const auto octets = octets_of(state, number);
  if (!octets) return {kNoSuchParameter};
  Octets content(*octets);
  if (const auto found = state.ipmi.boot_parameters.find(number);
      found != state.ipmi.boot_parameters.end())
    content = found->second;
  if (number == kBootFlags) show_boot(state, content);
  ByteWriter out;
  return out.u8(kIpmiDone).u8(kVersion).u8(number).bytes(content).take();
}

using enum IpmiPrivilege;

constexpr auto kBootCommands = std::to_array<IpmiCommand>({
    {0x00, 0x08, kOperator, 1, 18, "Set System Boot Options", &set_boot_option},
    {0x00, 0x09, kOperator, 3, 3, "Get System Boot Options", &get_boot_option},
});

}  // namespace

std::span<const IpmiCommand> ipmi_boot_commands() { return kBootCommands; }

}  // namespace rackseed::rehearsal
