#pragma once

#include "redfish/json.hpp"

namespace rackseed::redfish {

/// Of a System: a card of the machine. Of a Manager: one of the BMC itself.
struct EthernetInterface {
  std::string id{};
  std::optional<Mac> mac{};  ///< the one that it was made with, where that is told (row 59)
  int speed_mbps = 0;        ///< 0: not known
  std::optional<bool> has_link{};
};
[[nodiscard]] EthernetInterface read_ethernet(const Fields& fields);

struct NetworkAdapter {
  std::string id{};
  std::string model{};
  std::string ports{};      ///< links of collections; "Ports", or the older "NetworkPorts"
  std::string functions{};  ///< "NetworkDeviceFunctions"
};
[[nodiscard]] NetworkAdapter read_adapter(const Fields& fields);

/// A Port, or a NetworkPort of older firmware.
struct NetworkPort {
  std::string path{};
  std::string id{};
  std::vector<Mac> macs{};
  int speed_mbps = 0;
  std::optional<bool> has_link{};
};
[[nodiscard]] NetworkPort read_port(const Fields& fields);

struct NetworkFunction {
  std::string id{};
  std::optional<Mac> mac{};
  std::string port{};  ///< link of the port that it goes out by; "" not told
};
[[nodiscard]] NetworkFunction read_function(const Fields& fields);

}  // namespace rackseed::redfish
