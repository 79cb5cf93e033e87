#pragma once

#include <rackseed/net.hpp>

#include <string>
#include <string_view>

/// Boot scripts that no plan renders. All of them end in a boot from the disk, or in asking again.
namespace rackseed::serve {

/// Makes an unknown machine tell its UUID and serial number. seed: "http://10.1.8.2".
[[nodiscard]] std::string identify_script(std::string_view seed, Mac mac);
/// Boots the discovery system into RAM.
[[nodiscard]] std::string discovery_script(std::string_view seed, Mac mac);
/// Says why there is nothing to boot, and lets the firmware go on. why is plain text.
[[nodiscard]] std::string local_boot_script(std::string_view why);
/// The same for GRUB.
[[nodiscard]] std::string local_boot_grub(std::string_view why);

}  // namespace rackseed::serve
