#pragma once

#include "redfish/json.hpp"

namespace rackseed::redfish {

/// The entrance: what can be read before login.
struct ServiceRoot {
  std::string vendor{};
  std::string product{};
  std::string redfish_version{};
  std::string uuid{};
  std::vector<std::string> oem{};  ///< the names below Oem: "Hpe", "Supermicro"
  std::string systems{};           ///< links; "": not there
  std::string chassis{};
  std::string managers{};
  std::string update_service{};
  std::string sessions{};  ///< where to log in: never ask the SessionService (row 41)
};
[[nodiscard]] ServiceRoot read_root(const Fields& fields);

}  // namespace rackseed::redfish
