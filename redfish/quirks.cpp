#include "redfish/quirks.hpp"

#include <array>

namespace rackseed::redfish {
namespace {

struct Flag {
  std::string_view name{};
  bool Learnt::*flag = nullptr;
};

constexpr auto kFlags = std::to_array<Flag>({
    {"refuses_identity_encoding", &Learnt::refuses_identity_encoding},
    {"wants_strong_etag", &Learnt::wants_strong_etag},
    {"refuses_if_match", &Learnt::refuses_if_match},
    {"wants_if_none_match", &Learnt::wants_if_none_match},
    {"refuses_sessions", &Learnt::refuses_sessions},
    {"wants_full_boot", &Learnt::wants_full_boot},
    {"refuses_boot_mode", &Learnt::refuses_boot_mode},
    {"refuses_boot_enabled", &Learnt::refuses_boot_enabled},
    {"boots_in_settings", &Learnt::boots_in_settings},
    {"boots_in_system", &Learnt::boots_in_system},
    {"once_only", &Learnt::once_only},
    {"continuous_only", &Learnt::continuous_only},
    {"cd_is_usb_cd", &Learnt::cd_is_usb_cd},
    {"has_no_boot_override", &Learnt::has_no_boot_override},
    {"has_no_restart", &Learnt::has_no_restart},
    {"restart_is_hard", &Learnt::restart_is_hard},
    {"force_restart_hangs", &Learnt::force_restart_hangs},
    {"media_by_patch", &Learnt::media_by_patch},
    {"media_wants_inserted", &Learnt::media_wants_inserted},
    {"media_wants_transfer", &Learnt::media_wants_transfer},
    {"media_wants_user", &Learnt::media_wants_user},
    {"media_wants_plain_url", &Learnt::media_wants_plain_url},
});
static_assert(sizeof(Learnt) == kFlags.size(), "every flag has its name");

struct Quirk {
  Vendor vendor = Vendor::kUnknown;
  bool Learnt::*flag = nullptr;
  std::string_view model{};      ///< that begins so; "": every one
  std::string_view not_model{};  ///< but not one that begins so
};

constexpr auto kQuirks = std::to_array<Quirk>({
    {Vendor::kAmi, &Learnt::wants_full_boot},                                 // row 8
    {Vendor::kAsrockRack, &Learnt::wants_full_boot},                          // row 8
    {Vendor::kSupermicro, &Learnt::wants_full_boot},                          // row 10
    {Vendor::kHpe, &Learnt::refuses_boot_mode},                               // row 9
    {Vendor::kNokia, &Learnt::boots_in_settings},                             // row 13
    {Vendor::kSupermicro, &Learnt::cd_is_usb_cd, "", "ARS-111GL-NHR"},        // row 21
    {Vendor::kLenovo, &Learnt::force_restart_hangs, "ThinkSystem SR675 V3"},  // row 32
    {Vendor::kSupermicro, &Learnt::media_wants_plain_url},                    // row 58
    {Vendor::kNokia, &Learnt::media_wants_transfer},                          // row 52
});

}  // namespace

Learnt known_of(Vendor vendor, std::string_view model) {
  Learnt known;
  for (const Quirk& quirk : kQuirks) {
    const bool is_other = !quirk.not_model.empty() && model.starts_with(quirk.not_model);
    if (quirk.vendor == vendor && model.starts_with(quirk.model) && !is_other)
      known.*quirk.flag = true;
  }
  return known;
}

Learnt merge(const Learnt& known, const Learnt& taught) {
  Learnt both = known;
  for (const Flag& flag : kFlags) both.*flag.flag = known.*flag.flag || taught.*flag.flag;
  if (taught.boots_in_system) both.boots_in_settings = taught.boots_in_settings;
  if (taught.boots_in_settings) both.boots_in_system = taught.boots_in_system;
  if (taught.once_only) both.continuous_only = taught.continuous_only;
  if (taught.continuous_only) both.once_only = taught.once_only;
  if (taught.wants_full_boot) {
    both.refuses_boot_mode = taught.refuses_boot_mode;
    both.refuses_boot_enabled = taught.refuses_boot_enabled;
  }
  if (taught.refuses_boot_mode || taught.refuses_boot_enabled)
    both.wants_full_boot = taught.wants_full_boot;
  return both;
}

Value to_value(const Learnt& learnt) {
  Value value{Value::Map()};
  for (const Flag& flag : kFlags)
    if (learnt.*flag.flag) value.set(std::string(flag.name), true);
  return value;
}

Learnt read_learnt(const Fields& fields) {
  Learnt learnt;
  for (const Flag& flag : kFlags) learnt.*flag.flag = fields.boolean_of(flag.name).value_or(false);
  return learnt;
}

}  // namespace rackseed::redfish
