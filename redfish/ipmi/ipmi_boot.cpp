#include "redfish/ipmi/ipmi_boot.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace rackseed::redfish {
namespace {

// Table 28-14, parameter 5.
constexpr std::uint8_t kValidFlag = 0x80;
constexpr std::uint8_t kPersistentFlag = 0x40;
constexpr std::uint8_t kEfiFlag = 0x20;
constexpr std::uint8_t kDeviceMask = 0x3c;

constexpr std::uint8_t kNoOverride = 0x00;
constexpr std::uint8_t kPxeDevice = 0x04;
constexpr std::uint8_t kDiskDevice = 0x08;
constexpr std::uint8_t kSafeModeDisk = 0x0c;
constexpr std::uint8_t kCdDevice = 0x14;
constexpr std::uint8_t kSetupDevice = 0x18;
constexpr std::uint8_t kRemoteCd = 0x20;
constexpr std::uint8_t kRemoteDisk = 0x2c;
constexpr std::uint8_t kSupermicroUefiDisk = 0x24;

constexpr std::uint8_t kInvalidParameter = 0x80;  // of the parameter as a whole
constexpr std::uint8_t kBootNetFn = 0x00;
constexpr std::uint8_t kKeepParameter = 3;
constexpr std::uint8_t kFlagsParameter = 5;
constexpr std::string_view kGetOptions = "Get System Boot Options";
constexpr std::string_view kSetOptions = "Set System Boot Options";

std::optional<std::uint8_t> device_of(const BootOverride& wanted, std::uint32_t manufacturer) {
  switch (wanted.target) {
    case BootTarget::kNone:
      return kNoOverride;
    case BootTarget::kPxe:
      return kPxeDevice;
    case BootTarget::kDisk:
      return is_supermicro(manufacturer) && wanted.mode == BootMode::kUefi ? kSupermicroUefiDisk
                                                                           : kDiskDevice;
    case BootTarget::kCd:
      return kCdDevice;
    case BootTarget::kSetup:
      return kSetupDevice;
    case BootTarget::kUefiHttp:
      break;
  }
  return {};
}

BootTarget target_of(std::uint8_t device) {
  switch (device) {
    case kPxeDevice:
      return BootTarget::kPxe;
    case kDiskDevice:
    case kSafeModeDisk:
    case kSupermicroUefiDisk:
    case kRemoteDisk:
      return BootTarget::kDisk;
    case kCdDevice:
    case kRemoteCd:
      return BootTarget::kCd;
    case kSetupDevice:
      return BootTarget::kSetup;
    default:
      return BootTarget::kNone;
  }
}

}  // namespace

BmcResult<BootFlags> encode_boot_flags(const BootOverride& wanted, std::uint32_t manufacturer) {
  const auto device = device_of(wanted, manufacturer);
  if (!device)
    return BmcError{BmcErrc::kUnsupported,
                    "IPMI has no HTTP boot: use PXE, and let DHCP name the HTTP address"};
  if (wanted.target == BootTarget::kNone) return BootFlags{kValidFlag, kNoOverride, 0, 0, 0};
  const unsigned flags = kValidFlag | (wanted.is_persistent ? kPersistentFlag : 0U) |
                         (wanted.mode == BootMode::kUefi ? kEfiFlag : 0U);
  return BootFlags{static_cast<std::uint8_t>(flags), *device, 0, 0, 0};
}

BootOverride decode_boot_flags(const BootFlags& flags) {
  const auto target = target_of(flags[1] & kDeviceMask);
  if ((flags[0] & kValidFlag) == 0 || target == BootTarget::kNone) return {};
  return {.target = target,
          .mode = (flags[0] & kEfiFlag) != 0 ? BootMode::kUefi : BootMode::kLegacy,
          .is_persistent = (flags[0] & kPersistentFlag) != 0};
}

std::string describe(const BootFlags& flags) {
  return fmt::format("{:02x} {:02x} {:02x} {:02x} {:02x}", flags[0], flags[1], flags[2], flags[3],
                     flags[4]);
}

IpmiQuestion ask_to_keep_boot_flags() {
  constexpr std::uint8_t kNotAfter60Seconds = 0x08;
  return {.net_fn = kBootNetFn,
          .command = 0x08,
          .data = {kKeepParameter, kNotAfter60Seconds},
          .name = kSetOptions};
}

IpmiQuestion ask_to_set_boot_flags(const BootFlags& flags) {
  IpmiQuestion question{
      .net_fn = kBootNetFn, .command = 0x08, .data = {kFlagsParameter}, .name = kSetOptions};
  question.data.insert(question.data.end(), flags.begin(), flags.end());
  return question;
}

IpmiQuestion ask_boot_flags() {
  return {
      .net_fn = kBootNetFn, .command = 0x09, .data = {kFlagsParameter, 0, 0}, .name = kGetOptions};
}

BmcResult<BootFlags> decode_boot_reply(const IpmiReply& reply) {
  constexpr std::size_t kHeadBytes = 2;  // version, parameter
  BootFlags flags{};
  const auto content = content_of(reply, kGetOptions, kHeadBytes + flags.size());
  if (!content) return content.error();
  if (((*content)[1] & 0x7fU) != kFlagsParameter)
    return BmcError{BmcErrc::kMalformed,
                    "Get System Boot Options: the answer is about another parameter"};
  std::ranges::copy(content->subspan(kHeadBytes, flags.size()), flags.begin());
  if (((*content)[1] & kInvalidParameter) != 0) flags[0] &= static_cast<std::uint8_t>(~kValidFlag);
  return flags;
}

}  // namespace rackseed::redfish
