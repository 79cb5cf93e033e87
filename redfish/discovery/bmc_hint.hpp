#pragma once

#include <rackseed/net.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace rackseed::redfish {

/// What a DHCP client gives away of itself.
struct BmcHint {
  std::string vendor{};  ///< "Dell"
  std::string serial{};  ///< of its machine; "": not known
  /// It calls itself a BMC. Otherwise only the maker of its card is known: a card of a server has
  /// the same, so ask it.
  bool is_certain = false;
  bool operator==(const BmcHint&) const = default;
};

/// vendor_class: option 60, host_name: option 12; "": not sent. Nothing: nothing points to a BMC.
[[nodiscard]] std::optional<BmcHint> bmc_hint(std::string_view vendor_class,
                                              std::string_view host_name, Mac mac);

/// Of the name alone, as a certificate and mDNS show it, too: "idrac-F54P1G3", "ILOMXQ2390RHW".
[[nodiscard]] std::optional<BmcHint> hint_of_host_name(std::string_view host_name);

}  // namespace rackseed::redfish
