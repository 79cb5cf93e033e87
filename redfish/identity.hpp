#pragma once

#include "redfish/manager.hpp"
#include "redfish/root.hpp"
#include "redfish/vendor.hpp"

namespace rackseed::redfish {

/// clean_text(), or "" for what stands where nobody wrote anything: "To be filled by O.E.M.",
/// "Default string", zeros (row 63).
[[nodiscard]] std::string known_text(std::string_view text);

/// The address of a card, in any way that BMCs write one: either case, with ":", "-", "." or
/// nothing between. Neither zeros nor the broadcast address (row 59).
[[nodiscard]] std::optional<Mac> parse_mac(std::string_view text);
/// The one that a card was made with, else the present one.
[[nodiscard]] std::optional<Mac> choose_mac(std::string_view permanent, std::string_view current);

/// In lower case; "" for zeros, for the one that AMI ships everywhere, and for a MAC address behind
/// zeros, which says nothing of the machine (row 63).
[[nodiscard]] std::string known_uuid(std::string_view text);

/// manager: of the system; nothing where none was found.
[[nodiscard]] Identity identity_of(Vendor vendor, const ServiceRoot& root, const System& system,
                                   const std::optional<Manager>& manager);

}  // namespace rackseed::redfish
