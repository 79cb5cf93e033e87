// Systems: the host, and what may stand before it.

#include <fmt/core.h>

#include <array>

#include "src/rehearsal/boot.hpp"
#include "src/rehearsal/label.hpp"
#include "src/rehearsal/reset.hpp"
#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::string_view kOther = "HGX_Baseboard_0";

bool is_host(const State& state, const Ids& ids) { return ids.front() == state.profile.system; }

std::optional<json::object> system_list(const State& state, const Ids& /*ids*/) {
  std::vector<std::string> members;
  if (state.faults.has(Fault::kSeveralSystems))
    members.push_back(fmt::format("{}/Systems/{}", kRoot, kOther));
  members.push_back(system_path(state));
  return collection(fmt::format("{}/Systems", kRoot), "ComputerSystem", members);
}

/// A system that is no host: it has neither Reset nor Boot.
json::object other_system() {
  json::object system = resource(fmt::format("{}/Systems/{}", kRoot, kOther),
                                 "ComputerSystem.v1_20_0.ComputerSystem", "GPU Baseboard");
  system["SystemType"] = "Physical";
  system["Status"] = good_status();
  system["Actions"] = json::object();
  return system;
}

void add_identity(json::object& system, const State& state) {
  const Hardware& hardware = state.hardware;
  system["SystemType"] = "Physical";
  system["Manufacturer"] = state.profile.manufacturer;
  system["Model"] = state.profile.model;
  system["UUID"] = hardware.uuid;
  system["BiosVersion"] = hardware.bios;
  const Label label = label_of(state);
  system["SerialNumber"] = label.serial;
  system["SKU"] = label.sku;
  if (state.asset_tag.empty())
    system["AssetTag"] = nullptr;
  else
    system["AssetTag"] = state.asset_tag;
}

void add_summaries(json::object& system, const Hardware& hardware) {
  json::object processors;
  processors["Count"] = hardware.processors;
  processors["CoreCount"] = hardware.processors * hardware.cores;
  processors["LogicalProcessorCount"] = hardware.processors * hardware.cores * 2;
  processors["Model"] = hardware.processor_model;
  processors["Status"] = good_status();
  system["ProcessorSummary"] = std::move(processors);
  json::object memory;
  memory["TotalSystemMemoryGiB"] = hardware.memory_modules * hardware.module_mib / 1024;
  memory["Status"] = good_status();
  system["MemorySummary"] = std::move(memory);
}

void add_links(json::object& system, const State& state) {
  const std::string path = system_path(state);
  for (const std::string_view part : {"Processors", "Memory", "Storage", "LogServices"})
    system[part] = link(fmt::format("{}/{}", path, part));
  if (!state.faults.has(Fault::kNoEthernetInterfaces))
    system["EthernetInterfaces"] = link(path + "/EthernetInterfaces");
  if (state.faults.has(Fault::kMediaUnderSystem) || state.faults.has(Fault::kMediaUnderBoth))
    system["VirtualMedia"] = link(path + "/VirtualMedia");
  json::object links;
  links["Chassis"] = json::array{link(chassis_path(state))};
  if (!state.faults.has(Fault::kManagedByMissing))
    links["ManagedBy"] = json::array{link(manager_path(state))};
  system["Links"] = std::move(links);
}

void add_settings(json::object& system, const State& state) {
  if (!has_settings_object(state)) return;
  json::object settings;
  settings["@odata.type"] = "#Settings.v1_3_5.Settings";
  settings["SettingsObject"] = link(settings_path(state));
  system["@Redfish.Settings"] = std::move(settings);
}

std::optional<json::object> system_of(const State& state, const Ids& ids) {
  if (state.faults.has(Fault::kSeveralSystems) && ids.front() == kOther) return other_system();
  if (!is_host(state, ids)) return {};
  json::object system =
      resource(system_path(state), "ComputerSystem.v1_20_0.ComputerSystem", "System");
  add_identity(system, state);
  add_summaries(system, state.hardware);
  add_links(system, state);
  add_settings(system, state);
  system["Status"] = good_status();
  system["PowerState"] = shown_power(state);
  json::object progress;
  progress["LastState"] = state.in_post               ? "SystemHardwareInitializationComplete"
                          : state.power == Power::kOn ? "OSRunning"
                                                      : "None";
  system["BootProgress"] = std::move(progress);
  system["IndicatorLED"] = state.is_indicator_lit ? "Blinking" : "Off";
  system["LocationIndicatorActive"] = state.is_indicator_lit;
  if (auto boot = boot_document(state, false)) system["Boot"] = *std::move(boot);
  system["Actions"] = reset_action(state);
  return system;
}

std::optional<json::object> settings_of(const State& state, const Ids& ids) {
  if (!is_host(state, {ids.front()}) || ids.back() != state.profile.settings ||
      !has_settings_object(state))
    return {};
  json::object settings = resource(settings_path(state), "ComputerSystem.v1_20_0.ComputerSystem",
                                   "System Pending Settings");
  if (auto boot = boot_document(state, true)) settings["Boot"] = *std::move(boot);
  return settings;
}

Answer patch_host(State& state, const json::object& body, bool in_settings) {
  if (const auto tag = text_in(body, "AssetTag")) state.asset_tag = *tag;
  const auto lit = flag_in(body, "LocationIndicatorActive");
  const auto led = text_in(body, "IndicatorLED");
  if (lit) state.is_indicator_lit = *lit;
  if (led) state.is_indicator_lit = *led != "Off";
  if (lit || led) state.lit_until.reset();
  if (const auto* boot = object_in(body, "Boot")) return patch_boot(state, *boot, in_settings);
  return done();
}

Answer patch_system(State& state, const Call& call) {
  if (is_host(state, call.ids)) return patch_host(state, call.body, false);
  return refusal(404, "Base.1.12.ResourceMissingAtURI", "There is no such system.");
}

Answer patch_settings(State& state, const Call& call) {
  const bool is_it = without_slash(call.request.path) == settings_path(state);
  if (is_it && settings_of(state, {call.ids.front(), state.profile.settings}))
    return patch_host(state, call.body, true);
  return refusal(404, "Base.1.12.ResourceMissingAtURI", "There is no such resource.");
}

constexpr auto kSystemResources = std::to_array<Resource>({
    {"Systems", &system_list},
    {"Systems/*", &system_of},
    {"Systems/*/ResetActionInfo", &reset_action_info},
    {"Systems/*/*", &settings_of},
});

constexpr auto kSystemOperations = std::to_array<Operation>({
    {Method::kPatch, "Systems/*", &patch_system},
    {Method::kPost, "Systems/*/Actions/ComputerSystem.Reset", &reset_system},
    // What profiles call their settings object.
    {Method::kPatch, "Systems/*/Settings", &patch_settings},
    {Method::kPatch, "Systems/*/settings", &patch_settings},
    {Method::kPatch, "Systems/*/SD", &patch_settings},
    {Method::kPatch, "Systems/*/Pending", &patch_settings},
});

}  // namespace

std::span<const Resource> system_resources() { return kSystemResources; }
std::span<const Operation> system_operations() { return kSystemOperations; }

}  // namespace rackseed::rehearsal
