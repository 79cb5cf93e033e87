#pragma once

#include "src/rehearsal/faults.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::rehearsal {

/// What a family of BMCs calls things, and which faults it has.
struct Profile {
  std::string_view name{};
  std::string_view vendor{};  ///< of the service root; "": it has none
  std::string_view product{};
  std::string_view redfish{};       ///< version
  std::string_view oem{};           ///< the key below Oem
  std::string_view manufacturer{};  ///< of the machine
  std::string_view model{};
  std::string_view manager_model{};
  std::string_view system{};  ///< ids
  std::string_view manager{};
  std::string_view chassis{};
  std::string_view cd{};  ///< the slots of virtual media
  std::string_view usb{};
  std::string_view settings{};              ///< the last part of the settings object's path
  std::vector<std::string_view> targets{};  ///< of a boot override
  std::vector<Fault> faults{};
  std::uint32_t enterprise = 7154;  ///< by IPMI (IANA, "Private Enterprise Numbers")
};

[[nodiscard]] std::vector<Profile> profiles();
/// Errors: kUnsupported; the text names all profiles.
[[nodiscard]] Result<Profile> profile_of(std::string_view name);

}  // namespace rackseed::rehearsal
