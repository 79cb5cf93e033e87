#pragma once

#include "redfish/json.hpp"

namespace rackseed::redfish {

/// An action, and the values that it takes: written beside it, or to be asked for (row 29).
struct ResetAction {
  std::string target{};              ///< where to POST; "": there is no such action
  std::vector<std::string> types{};  ///< "GracefulShutdown"; empty: not told here
  std::string info{};                ///< link of the ActionInfo that tells; ""
};

/// What a System, or its settings object, says of booting.
struct Boot {
  bool has_override = false;  ///< any of the BootSourceOverride properties is there
  bool has_mode = false;
  bool has_http_uri = false;
  std::string enabled{};  ///< "Disabled", "Once", "Continuous"; "" not known
  std::string target{};   ///< "Pxe"
  std::string mode{};     ///< "UEFI", "Legacy"
  std::string http_uri{};
  std::vector<std::string> targets{};  ///< that are allowed; empty: not told
  std::vector<std::string> enables{};
  std::vector<std::string> modes{};
};

struct System {
  std::string path{};
  std::string id{};
  std::string type{};  ///< "Physical"
  std::string manufacturer{};
  std::string model{};
  std::string serial{};
  std::string sku{};
  std::string uuid{};
  std::string bios{};
  std::string etag{};  ///< "@odata.etag"
  PowerState power = PowerState::kUnknown;
  Boot boot{};
  ResetAction reset{};
  std::string settings{};  ///< link of the settings object (row 13)
  std::string processor_model{};
  std::optional<std::uint64_t> processor_count{};
  std::optional<double> memory_gib{};
  bool has_location_indicator = false;  ///< LocationIndicatorActive; else IndicatorLED
  bool has_indicator_led = false;
  std::string ethernet{};  ///< links of collections; "": not there
  std::string processors{};
  std::string memory{};
  std::string storage{};
  std::string simple_storage{};
  std::string virtual_media{};
  std::string log_services{};
  std::vector<std::string> chassis{};  ///< links
  std::vector<std::string> managers{};
};
[[nodiscard]] System read_system(const Fields& fields);

/// The action `name` ("ComputerSystem.Reset", "Manager.Reset") of a resource.
[[nodiscard]] ResetAction read_reset(const Fields& resource, std::string_view name);
/// The ResetType values of an ActionInfo; empty: it has none.
[[nodiscard]] std::vector<std::string> read_reset_types(const Fields& action_info);

[[nodiscard]] PowerState parse_power(std::string_view text);
[[nodiscard]] BootMode parse_boot_mode(std::string_view text);
/// What the override is at present. A target that we have no name for is kDisk with Enabled, since
/// it is no boot from the network.
[[nodiscard]] BootOverride override_of(const Boot& boot);

}  // namespace rackseed::redfish
