#pragma once

#include "redfish/vendor.hpp"

#include <rackseed/value.hpp>

namespace rackseed::redfish {

/// How a BMC departs from the standard, one named flag each: what is known of its vendor, and what
/// it taught us. Saved per BMC; all false is a BMC like the book.
struct Learnt {
  bool refuses_identity_encoding = false;  ///< 406 to `Accept-Encoding: identity` (row 6)
  bool wants_strong_etag = false;          ///< without its W/ (row 2)
  bool refuses_if_match = false;           ///< 412 to its own ETag in every form (rows 2, 4)
  bool wants_if_none_match = false;        ///< If-None-Match: * in its place (row 7)
  bool refuses_sessions = false;           ///< Basic only (row 38)

  bool wants_full_boot = false;       ///< Enabled, Target and Mode together (rows 8, 10)
  bool refuses_boot_mode = false;     ///< Mode is read-only there (row 9)
  bool refuses_boot_enabled = false;  ///< an Enabled that is so already (row 11)
  bool boots_in_settings = false;     ///< through the settings object only (rows 13, 23)
  bool boots_in_system = false;       ///< through the System, though there are settings (row 14)
  bool once_only = false;             ///< no Continuous (row 15)
  bool continuous_only = false;       ///< no Once (row 15)
  bool cd_is_usb_cd = false;          ///< a virtual CD is booted as UsbCd (row 21)
  bool has_no_boot_override = false;  ///< (row 24)

  bool has_no_restart = false;         ///< off, wait, on (row 30)
  bool restart_is_hard = false;        ///< GracefulRestart is none (row 31)
  bool force_restart_hangs = false;    ///< off, 10 s, on (row 32)
  bool media_by_patch = false;         ///< no InsertMedia (row 50)
  bool media_wants_inserted = false;   ///< Inserted and WriteProtected, too
  bool media_wants_transfer = false;   ///< TransferProtocolType and TransferMethod (row 52)
  bool media_wants_user = false;       ///< a UserName and Password, of anything (row 53)
  bool media_wants_plain_url = false;  ///< ending in .iso, without ? and = (row 58)

  bool operator==(const Learnt&) const = default;
};

/// What is known of a vendor's BMCs before one was asked.
[[nodiscard]] Learnt known_of(Vendor vendor, std::string_view model);

/// Both together; where they contradict one another, what this BMC taught counts.
[[nodiscard]] Learnt merge(const Learnt& known, const Learnt& taught);

/// {"wants_full_boot": true}: the flags that are set.
[[nodiscard]] Value to_value(const Learnt& learnt);
/// Its inverse. Flags that nobody knows any more are left out.
[[nodiscard]] Learnt read_learnt(const Fields& fields);

}  // namespace rackseed::redfish
