#include "redfish/discovery/bmc_hint.hpp"

#include "redfish/text.hpp"

#include <array>

namespace rackseed::redfish {
namespace {

struct VendorClass {
  std::string_view begins{};  ///< in lower case; iLO adds its model: "CPQRIB3 (HP ProLiant ...)"
  std::string_view vendor{};
};

// BMC.md section 3.
constexpr auto kVendorClasses = std::to_array<VendorClass>({
    {"idrac", "Dell"},
    {"cpqrib", "HPE"},
    {"nvidia/bf/bmc", "NVIDIA"},
});

/// How a BMC names itself after the serial number of its machine.
struct NameForm {
  std::string_view begins{};  ///< in lower case
  std::string_view vendor{};
  std::size_t least = 0;  ///< characters of the serial number
  std::size_t most = 0;
};

constexpr auto kNameForms = std::to_array<NameForm>({
    {"idrac-", "Dell", 5, 7},  // a service tag
    {"ilo", "HPE", 10, 14},
});

struct Maker {
  std::uint32_t oui = 0;
  std::string_view name{};
};

// IEEE, "MA-L Public Listing", of makers who give their BMCs addresses of their own. Those of ODMs,
// as Lenovo's machines have them, say nothing of a vendor.
constexpr auto kMakers = std::to_array<Maker>({
    {0x001999, "Fujitsu"},     {0x002590, "Supermicro"},  {0x043f72, "NVIDIA"},
    {0x0cc47a, "Supermicro"},  {0x1070fd, "NVIDIA"},      {0x141877, "Dell"},
    {0x1866da, "Dell"},        {0x20677c, "HPE"},         {0x2cea7f, "Dell"},
    {0x3cecef, "Supermicro"},  {0x4c5262, "Fujitsu"},     {0x4cd98f, "Dell"},
    {0x509a4c, "Dell"},        {0x549f35, "Dell"},        {0x5ced8c, "HPE"},
    {0x70106f, "HPE"},         {0x70b5e8, "Dell"},        {0x74563c, "Gigabyte"},
    {0x7cc255, "Supermicro"},  {0x847beb, "Dell"},        {0x88e9a4, "HPE"},
    {0x901b0e, "Fujitsu"},     {0x905a08, "Supermicro"},  {0x908d6e, "Dell"},
    {0x941882, "HPE"},         {0x9440c9, "HPE"},         {0x946dae, "NVIDIA"},
    {0x98f2b3, "HPE"},         {0x9c6b00, "ASRock Rack"}, {0x9cdc71, "HPE"},
    {0xa088c2, "NVIDIA"},      {0xa8a159, "ASRock Rack"}, {0xac1f6b, "Supermicro"},
    {0xb07b25, "Dell"},        {0xb42e99, "Gigabyte"},    {0xb47af1, "HPE"},
    {0xb83fd2, "NVIDIA"},      {0xc45ab1, "Dell"},        {0xc84bd6, "Dell"},
    {0xd05099, "ASRock Rack"}, {0xd09466, "Dell"},        {0xd85ed3, "Gigabyte"},
    {0xe0071b, "HPE"},         {0xe4434b, "Dell"},        {0xec2a72, "Dell"},
    {0xf40343, "HPE"},
});
static_assert(std::ranges::is_sorted(kMakers, {}, &Maker::oui), "each once, easy to look up");

std::string_view maker_of(Mac mac) {
  const auto& octets = mac.octets();
  const std::uint32_t oui =
      std::uint32_t{octets[0]} << 16U | std::uint32_t{octets[1]} << 8U | std::uint32_t{octets[2]};
  const auto* const found = std::ranges::lower_bound(kMakers, oui, {}, &Maker::oui);
  return found != kMakers.end() && found->oui == oui ? found->name : "";
}

/// Letters and digits, and at least one digit: "ilovecappuccino" is somebody's laptop.
bool is_serial(std::string_view text) {
  return std::ranges::all_of(text, is_alphanumeric) && std::ranges::any_of(text, is_digit);
}

std::string upper(std::string_view text) {
  std::string key(text);
  for (char& c : key) c = to_upper(c);
  return key;
}

}  // namespace

std::optional<BmcHint> hint_of_host_name(std::string_view host_name) {
  const std::string name = lower(host_name.substr(0, host_name.find('.')));
  for (const NameForm& form : kNameForms) {
    if (!name.starts_with(form.begins)) continue;
    const std::string_view serial = std::string_view(name).substr(form.begins.size());
    if (serial.size() >= form.least && serial.size() <= form.most && is_serial(serial))
      return BmcHint{
          .vendor = std::string(form.vendor), .serial = upper(serial), .is_certain = true};
  }
  return {};
}

std::optional<BmcHint> bmc_hint(std::string_view vendor_class, std::string_view host_name,
                                Mac mac) {
  std::optional<BmcHint> named = hint_of_host_name(host_name);
  const std::string key = lower(vendor_class);
  for (const VendorClass& known : kVendorClasses)
    if (key.starts_with(known.begins))
      return BmcHint{.vendor = std::string(known.vendor),
                     .serial = named && named->vendor == known.vendor ? named->serial : "",
                     .is_certain = true};
  if (named) return named;
  if (const std::string_view maker = maker_of(mac); !maker.empty())
    return BmcHint{.vendor = std::string(maker)};
  return {};
}

}  // namespace rackseed::redfish
