#include "redfish/vendor.hpp"

#include "redfish/text.hpp"

#include <array>

namespace rackseed::redfish {
namespace {

struct Name {
  Vendor vendor = Vendor::kUnknown;
  std::string_view begins{};  ///< in lower case
};

/// What a vendor calls itself, in any of the places where it does.
constexpr auto kNames = std::to_array<Name>({
    {Vendor::kAmi, "ami"},
    {Vendor::kAmi, "american megatrends"},
    {Vendor::kAsrockRack, "asrock"},
    {Vendor::kCisco, "cisco"},
    {Vendor::kCray, "cray"},
    {Vendor::kDell, "dell"},
    {Vendor::kFujitsu, "fujitsu"},
    {Vendor::kFujitsu, "ts_fujitsu"},
    {Vendor::kFujitsu, "fsas"},
    {Vendor::kGigabyte, "giga"},
    {Vendor::kHpe, "hpe"},
    {Vendor::kHpe, "hp"},
    {Vendor::kHpe, "hewlett"},
    {Vendor::kHuawei, "huawei"},
    {Vendor::kHuawei, "xfusion"},
    {Vendor::kIbm, "ibm"},
    {Vendor::kLenovo, "lenovo"},
    {Vendor::kNokia, "nokia"},
    {Vendor::kNvidia, "nvidia"},
    {Vendor::kOpenBmc, "openbmc"},
    {Vendor::kSupermicro, "supermicro"},
    {Vendor::kSupermicro, "super micro"},
});

/// The name, and after it nothing that would make it another word.
Vendor named(std::string_view text) {
  const std::string key = lower(clean_text(text));
  for (const Name& name : kNames) {
    if (!key.starts_with(name.begins)) continue;
    const bool is_short = name.begins.size() <= 3;
    if (!is_short || key.size() == name.begins.size() || !is_letter(key[name.begins.size()]))
      return name.vendor;
  }
  return Vendor::kUnknown;
}

}  // namespace

std::string_view to_string(Vendor vendor) {
  switch (vendor) {
    case Vendor::kUnknown:
      return "unknown";
    case Vendor::kAmi:
      return "AMI";
    case Vendor::kAsrockRack:
      return "ASRock Rack";
    case Vendor::kCisco:
      return "Cisco";
    case Vendor::kCray:
      return "Cray";
    case Vendor::kDell:
      return "Dell";
    case Vendor::kFujitsu:
      return "Fujitsu";
    case Vendor::kGigabyte:
      return "Gigabyte";
    case Vendor::kHpe:
      return "HPE";
    case Vendor::kHuawei:
      return "Huawei";
    case Vendor::kIbm:
      return "IBM";
    case Vendor::kLenovo:
      return "Lenovo";
    case Vendor::kNokia:
      return "Nokia";
    case Vendor::kNvidia:
      return "NVIDIA";
    case Vendor::kOpenBmc:
      return "OpenBMC";
    case Vendor::kSupermicro:
      return "Supermicro";
  }
  return "unknown";
}

Vendor detect_vendor(const ServiceRoot& root, std::string_view manufacturer,
                     std::string_view bmc_model) {
  for (const std::string& oem : root.oem)
    if (const Vendor vendor = named(oem); vendor != Vendor::kUnknown) return vendor;
  for (const std::string_view text : {std::string_view(root.vendor), manufacturer, bmc_model})
    if (const Vendor vendor = named(text); vendor != Vendor::kUnknown) return vendor;
  return Vendor::kUnknown;
}

}  // namespace rackseed::redfish
