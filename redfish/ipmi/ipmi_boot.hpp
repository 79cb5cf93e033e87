#pragma once

#include "redfish/ipmi/ipmi_commands.hpp"

#include <array>
#include <string>

namespace rackseed::redfish {

// System boot options (IPMI 2.0 sections 28.12 to 28.14).

/// Parameter 5, as it is on the wire. A machine forgets flags that are not valid.
using BootFlags = std::array<std::uint8_t, 5>;

/// Errors: kUnsupported (what has no code in IPMI). mode: not kUnknown.
[[nodiscard]] BmcResult<BootFlags> encode_boot_flags(const BootOverride& wanted,
                                                     std::uint32_t manufacturer);
/// What the flags mean; kNone when they are not valid. A BMC that stands apart from the list of
/// IPMI is understood too: Supermicro's UEFI disk, "remote" disks and CDs.
[[nodiscard]] BootOverride decode_boot_flags(const BootFlags& flags);
/// "a0 04 00 00 00"
[[nodiscard]] std::string describe(const BootFlags& flags);

/// Keeps the flags valid for longer than 60 s. Some BMCs know no such parameter.
[[nodiscard]] IpmiQuestion ask_to_keep_boot_flags();
[[nodiscard]] IpmiQuestion ask_to_set_boot_flags(const BootFlags& flags);
[[nodiscard]] IpmiQuestion ask_boot_flags();
[[nodiscard]] BmcResult<BootFlags> decode_boot_reply(const IpmiReply& reply);

}  // namespace rackseed::redfish
