#pragma once

#include "redfish/json.hpp"
#include "redfish/root.hpp"

namespace rackseed::redfish {

/// Whose firmware a BMC runs, which is not always whose name is on the machine.
enum class Vendor : std::uint8_t {
  kUnknown,
  kAmi,
  kAsrockRack,
  kCisco,
  kCray,
  kDell,
  kFujitsu,
  kGigabyte,
  kHpe,
  kHuawei,
  kIbm,
  kLenovo,
  kNokia,
  kNvidia,
  kOpenBmc,
  kSupermicro
};
[[nodiscard]] std::string_view to_string(Vendor vendor);

/// The names below Oem count most, then what the root says, then what the machine and its BMC say:
/// they differ where one maker's firmware runs in another's machine (row 78).
[[nodiscard]] Vendor detect_vendor(const ServiceRoot& root, std::string_view manufacturer,
                                   std::string_view bmc_model);

}  // namespace rackseed::redfish
