#include "redfish/identity.hpp"

#include "redfish/text.hpp"

#include <algorithm>
#include <array>

namespace rackseed::redfish {
namespace {

constexpr auto kPlaceholders = std::to_array<std::string_view>({
    "0123456789",
    "123456789",
    "1234567890",
    "chassis serial number",
    "default",
    "default string",
    "empty",
    "invalid",
    "n/a",
    "na",
    "no asset tag",
    "none",
    "not applicable",
    "not available",
    "not present",
    "not specified",
    "null",
    "o.e.m.",
    "oem",
    "system manufacturer",
    "system product name",
    "system serial number",
    "system version",
    "to be filled by o.e.m",
    "to be filled by o.e.m.",
    "to be filled by oem",
    "tobefilledbyo.e.m.",
    "undefined",
    "unknown",
    "unspecified",
});

/// What AMI's reference firmware ships, and boards leave as it is.
constexpr std::string_view kUuidOfAmi = "03000200-0400-0500-0006-000700080009";
constexpr std::string_view kZerosBeforeMac = "00000000-0000-0000-0000-";
constexpr std::size_t kUuidCharacters = 36;
constexpr std::size_t kMacDigits = 12;

/// "0", "00000", "....", "xxxxxxxx"
bool is_filler(std::string_view text) {
  const char first = text.front();
  const bool is_one_character = std::ranges::all_of(text, [&](char c) { return c == first; });
  return is_one_character && (text.size() > 3 || first == '0' || !is_alphanumeric(first));
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string known_text(std::string_view text) {
  std::string clean = clean_text(text);
  const std::string key = lower(clean);
  if (clean.empty() || is_filler(key) ||
      std::ranges::find(kPlaceholders, key) != kPlaceholders.end())
    return {};
  return clean;
}

std::optional<Mac> parse_mac(std::string_view text) {
  const std::string clean = clean_text(text);
  std::array<std::uint8_t, 6> octets{};
  std::size_t digits = 0;
  for (std::size_t at = 0; at < clean.size(); ++at) {
    const int digit = hex_digit(clean[at]);
    const bool is_separator = clean[at] == ':' || clean[at] == '-' || clean[at] == '.';
    if (is_separator && digits > 0 && digits % 2 == 0 && at + 1 < clean.size()) continue;
    if (digit < 0 || digits == kMacDigits) return std::nullopt;
    octets[digits / 2] = static_cast<std::uint8_t>(octets[digits / 2] * 16 + digit);
    ++digits;
  }
  const Mac mac(octets);
  const bool is_card = mac != Mac() && mac != Mac({0xff, 0xff, 0xff, 0xff, 0xff, 0xff});
  return digits == kMacDigits && is_card ? std::optional(mac) : std::nullopt;
}

std::optional<Mac> choose_mac(std::string_view permanent, std::string_view current) {
  const auto made_with = parse_mac(permanent);
  return made_with ? made_with : parse_mac(current);
}

std::string known_uuid(std::string_view text) {
  std::string uuid = lower(clean_text(text));
  if (uuid.size() != kUuidCharacters || uuid.starts_with(kZerosBeforeMac) || uuid == kUuidOfAmi)
    return {};
  for (std::size_t at = 0; at < uuid.size(); ++at) {
    const bool is_dash_place = at == 8 || at == 13 || at == 18 || at == 23;
    if (is_dash_place ? uuid[at] != '-' : hex_digit(uuid[at]) < 0) return {};
  }
  const bool is_blank = uuid.find_first_not_of("f-") == std::string::npos;
  return is_blank ? "" : uuid;
}

Identity identity_of(Vendor vendor, const ServiceRoot& root, const System& system,
                     const std::optional<Manager>& manager) {
  Identity identity{.manufacturer = known_text(system.manufacturer),
                    .model = known_text(system.model),
                    .serial = known_text(system.serial),
                    .sku = known_text(system.sku),
                    .uuid = known_uuid(system.uuid),
                    .bmc_vendor = known_text(root.vendor),
                    .bios = known_text(system.bios)};
  if (vendor == Vendor::kDell && !identity.sku.empty()) identity.serial = identity.sku;  // row 62
  if (identity.bmc_vendor.empty() && vendor != Vendor::kUnknown)
    identity.bmc_vendor = std::string(to_string(vendor));
  if (manager) identity.bmc_firmware = known_text(manager->firmware);
  return identity;
}

}  // namespace rackseed::redfish
