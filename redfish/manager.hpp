#pragma once

#include "redfish/system.hpp"

namespace rackseed::redfish {

/// A BMC, or what else manages something: "EnclosureManager".
struct Manager {
  std::string path{};
  std::string id{};
  std::string type{};  ///< "BMC"
  std::string model{};
  std::string firmware{};
  ResetAction reset{};
  std::string ethernet{};  ///< links; "": not there
  std::string virtual_media{};
  std::string log_services{};
};
[[nodiscard]] Manager read_manager(const Fields& fields);

}  // namespace rackseed::redfish
