#pragma once

#include "dhcp/options.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace rackseed::dhcp {

/// What a boot program is built for: the processor and firmware types of option 93 for which there
/// is one, or of which it is worth telling a person that there is none.
enum class Platform : std::uint8_t { kBios, kEfiIa32, kEfiX64, kEfiArm32, kEfiArm64, kOther };

/// "UEFI x64" and so on.
[[nodiscard]] std::string_view to_string(Platform platform);

/// The platform of an architecture number (RFC 4578 section 2.1 and IANA's registry, where HTTP
/// boot has numbers of its own). 7 and 9 are alike: RFC 4578 and IANA have them exchanged, and
/// firmware sends 7 for x64.
[[nodiscard]] Platform platform_of(std::uint16_t architecture);

/// The numbers that IANA gives to HTTP boot.
[[nodiscard]] bool is_http_architecture(std::uint16_t architecture);

/// The first number of option 93; else the one in option 60, "PXEClient:Arch:00007:UNDI:003016".
[[nodiscard]] std::optional<std::uint16_t> architecture_of(const Options& options);

}  // namespace rackseed::dhcp
