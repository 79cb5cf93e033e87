#pragma once

#include "redfish/json.hpp"

namespace rackseed::redfish {

/// One slot for an image.
struct VirtualMedia {
  std::string path{};
  std::string id{};
  std::vector<std::string> types{};  ///< "CD", "DVD", "USBStick"; empty: not told
  std::string insert{};              ///< where to POST; "": there is no such action
  std::string eject{};
  std::string image{};
  std::string connected_via{};  ///< "URI", "Applet"
  std::string etag{};
  std::optional<bool> is_inserted{};
};
[[nodiscard]] VirtualMedia read_virtual_media(const Fields& fields);

}  // namespace rackseed::redfish
