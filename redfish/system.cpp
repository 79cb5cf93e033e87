#include "redfish/system.hpp"

#include <fmt/core.h>

namespace rackseed::redfish {
namespace {

constexpr std::string_view kAllowed = "@Redfish.AllowableValues";

std::vector<std::string> allowed(const Fields& fields, std::string_view name) {
  return fields.strings_of(fmt::format("{}{}", name, kAllowed));
}

Boot read_boot(const Fields& fields) {
  return {.has_override =
              fields.has("BootSourceOverrideTarget") || fields.has("BootSourceOverrideEnabled"),
          .has_mode = fields.has("BootSourceOverrideMode"),
          .has_http_uri = fields.has_name("HttpBootUri"),
          .enabled = fields.string_of("BootSourceOverrideEnabled"),
          .target = fields.string_of("BootSourceOverrideTarget"),
          .mode = fields.string_of("BootSourceOverrideMode"),
          .http_uri = fields.string_of("HttpBootUri"),
          .targets = allowed(fields, "BootSourceOverrideTarget"),
          .enables = allowed(fields, "BootSourceOverrideEnabled"),
          .modes = allowed(fields, "BootSourceOverrideMode")};
}

void read_summaries(const Fields& fields, System& system) {
  const Fields processors = fields.at("ProcessorSummary");
  system.processor_count = processors.count_of("Count");
  system.processor_model = processors.string_of("Model");
  system.memory_gib = fields.at("MemorySummary").number_of("TotalSystemMemoryGiB");
  if (system.memory_gib && *system.memory_gib < 0) system.memory_gib.reset();
}

void read_links(const Fields& fields, System& system) {
  system.settings = fields.at("@Redfish.Settings").link_of("SettingsObject");
  system.ethernet = fields.link_of("EthernetInterfaces");
  system.processors = fields.link_of("Processors");
  system.memory = fields.link_of("Memory");
  system.storage = fields.link_of("Storage");
  system.simple_storage = fields.link_of("SimpleStorage");
  system.virtual_media = fields.link_of("VirtualMedia");
  system.log_services = fields.link_of("LogServices");
  system.chassis = fields.at("Links").links_of("Chassis");
  system.managers = fields.at("Links").links_of("ManagedBy");
}

}  // namespace

System read_system(const Fields& fields) {
  System system{.path = fields.own_link(),
                .id = fields.string_of("Id"),
                .type = fields.string_of("SystemType"),
                .manufacturer = fields.string_of("Manufacturer"),
                .model = fields.string_of("Model"),
                .serial = fields.string_of("SerialNumber"),
                .sku = fields.string_of("SKU"),
                .uuid = fields.string_of("UUID"),
                .bios = fields.string_of("BiosVersion"),
                .etag = fields.string_of("@odata.etag"),
                .power = parse_power(fields.string_of("PowerState")),
                .boot = read_boot(fields.at("Boot")),
                .reset = read_reset(fields, "ComputerSystem.Reset"),
                .has_location_indicator = fields.has_name("LocationIndicatorActive"),
                .has_indicator_led = fields.has_name("IndicatorLED")};
  read_summaries(fields, system);
  read_links(fields, system);
  return system;
}

ResetAction read_reset(const Fields& resource, std::string_view name) {
  const Fields action = resource.at("Actions").at(fmt::format("#{}", name));
  return {.target = clean_link(action.string_of("target")),
          .types = allowed(action, "ResetType"),
          .info = action.link_of("@Redfish.ActionInfo")};
}

std::vector<std::string> read_reset_types(const Fields& action_info) {
  for (const Fields& parameter : action_info.members_of("Parameters"))
    if (parameter.string_of("Name") == "ResetType") return parameter.strings_of("AllowableValues");
  return {};
}

PowerState parse_power(std::string_view text) {
  if (text == "On") return PowerState::kOn;
  if (text == "Off") return PowerState::kOff;
  if (text == "PoweringOn") return PowerState::kPoweringOn;
  if (text == "PoweringOff") return PowerState::kPoweringOff;
  return PowerState::kUnknown;
}

BootMode parse_boot_mode(std::string_view text) {
  if (text == "UEFI") return BootMode::kUefi;
  if (text == "Legacy") return BootMode::kLegacy;
  return BootMode::kUnknown;
}

BootOverride override_of(const Boot& boot) {
  const bool is_set = !boot.enabled.empty() && boot.enabled != "Disabled";
  BootOverride now{.mode = parse_boot_mode(boot.mode),
                   .is_persistent = is_set && boot.enabled == "Continuous"};
  if (!is_set || boot.target.empty() || boot.target == "None") return now;
  if (boot.target == "Pxe") {
    now.target = BootTarget::kPxe;
  } else if (boot.target == "UefiHttp") {
    now.target = BootTarget::kUefiHttp;
    now.http_url = boot.http_uri;
  } else if (boot.target == "Cd" || boot.target == "UsbCd") {
    now.target = BootTarget::kCd;
  } else if (boot.target == "BiosSetup") {
    now.target = BootTarget::kSetup;
  } else {
    now.target = BootTarget::kDisk;
  }
  return now;
}

}  // namespace rackseed::redfish
