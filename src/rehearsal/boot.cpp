#include "src/rehearsal/boot.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rackseed::rehearsal {
namespace {

constexpr auto kEnabled = std::to_array<std::string_view>({"Disabled", "Once", "Continuous"});
constexpr auto kModes = std::to_array<std::string_view>({"UEFI", "Legacy"});

/// The parts of a PATCH of Boot that came.
struct BootPatch {
  std::optional<std::string> enabled{};
  std::optional<std::string> target{};
  std::optional<std::string> mode{};
  std::optional<std::string> http_uri{};
  bool in_settings = false;
};

using Refused = std::optional<Answer>;

Answer missing_property(std::string_view property) {
  return refusal(400, "Base.1.12.PropertyMissing",
                 fmt::format("The property {} is a required property and must be included in the "
                             "request.",
                             property));
}

Answer not_writable(std::string_view property) {
  return refusal(400, "Base.1.12.PropertyNotWritable",
                 fmt::format("The property {} is a read only property and cannot be assigned a "
                             "value.",
                             property));
}

Answer unknown(std::string_view property) {
  return refusal(400, "Base.1.12.PropertyUnknown",
                 fmt::format("The property {} is not in the list of valid properties for the "
                             "resource.",
                             property));
}

Answer not_in_list(std::string_view property, std::string_view value) {
  return refusal(400, "Base.1.12.PropertyValueNotInList",
                 fmt::format("The value {} for the property {} is not in the list of acceptable "
                             "values.",
                             value, property));
}

std::string shown_enabled(const State& state) {
  const bool is_set = state.boot.enabled != "Disabled";
  return state.faults.has(Fault::kBootAlwaysContinuous) && is_set ? "Continuous"
                                                                  : state.boot.enabled;
}

/// What the whole request is refused for, whatever it says.
Refused refuse_place(const State& state, const BootPatch& patch) {
  const Faults& faults = state.faults;
  if (faults.has(Fault::kBootRemoved)) return unknown("Boot");
  if (faults.has(Fault::kBootSettingsObject) && !patch.in_settings) return not_writable("Boot");
  if (faults.has(Fault::kBootSettingsEmpty) && patch.in_settings) return unknown("Boot");
  if (faults.has(Fault::kPostRefusesOverride) && state.in_post)
    return refusal(400, "iLO.2.15.UnableToModifyDuringSystemPOST",
                   "The value cannot be changed while the system is in POST.");
  return {};
}

Refused refuse_set(const State& state, const BootPatch& patch) {
  const Faults& faults = state.faults;
  if (faults.has(Fault::kBootNeedsFullPatch)) {
    if (!patch.enabled) return missing_property("BootSourceOverrideEnabled");
    if (!patch.target) return missing_property("BootSourceOverrideTarget");
    if (!patch.mode) return missing_property("BootSourceOverrideMode");
  }
  if (faults.has(Fault::kBootModeMissing) && patch.mode) return unknown("BootSourceOverrideMode");
  if (faults.has(Fault::kBootModeReadOnly) && patch.mode)
    return not_writable("BootSourceOverrideMode");
  if (patch.http_uri && faults.has(Fault::kHttpUriMissing)) return unknown("HttpBootUri");
  if (patch.http_uri && faults.has(Fault::kHttpUriInSettings) && !patch.in_settings)
    return not_writable("HttpBootUri");
  return {};
}

Refused refuse_values(const State& state, const BootPatch& patch) {
  const Faults& faults = state.faults;
  if (patch.enabled) {
    const bool is_refused =
        std::ranges::find(kEnabled, *patch.enabled) == kEnabled.end() ||
        (faults.has(Fault::kBootContinuousRefused) && *patch.enabled == "Continuous") ||
        (faults.has(Fault::kBootOnceRefused) && *patch.enabled == "Once");
    if (is_refused) return not_in_list("BootSourceOverrideEnabled", *patch.enabled);
    if (faults.has(Fault::kBootEnabledUnchangedRefused) && *patch.enabled == state.boot.enabled)
      return refusal(400, "Base.1.12.PropertyValueConflict",
                     "BootSourceOverrideEnabled has this value already.");
  }
  if (patch.mode && std::ranges::find(kModes, *patch.mode) == kModes.end())
    return not_in_list("BootSourceOverrideMode", *patch.mode);
  if (!patch.target) return {};
  const auto& targets = state.profile.targets;
  if (std::ranges::find(targets, *patch.target) == targets.end() ||
      (faults.has(Fault::kBootNoneRefused) && *patch.target == "None"))
    return not_in_list("BootSourceOverrideTarget", *patch.target);
  return {};
}

void apply(State& state, const BootPatch& patch) {
  if (state.faults.has(Fault::kBootPatchIgnored)) return;
  const bool resets = state.faults.has(Fault::kBootDefaultsReset);
  Boot& boot = state.boot;
  if (patch.enabled)
    boot.enabled = *patch.enabled;
  else if (resets)
    boot.enabled = "Once";
  if (patch.mode)
    boot.mode = *patch.mode;
  else if (resets)
    boot.mode = "Legacy";
  if (patch.target) boot.target = *patch.target;
  if (patch.http_uri) boot.http_uri = *patch.http_uri;
  if (boot.enabled == "Disabled") boot.target = "None";
  state.ipmi.boot_valid_since.reset();
}

}  // namespace

bool has_settings_object(const State& state) {
  return state.faults.has(Fault::kBootSettingsObject) ||
         state.faults.has(Fault::kBootSettingsEmpty) || state.faults.has(Fault::kHttpUriInSettings);
}

std::string settings_path(const State& state) {
  return fmt::format("{}/{}", system_path(state), state.profile.settings);
}

std::optional<json::object> boot_document(const State& state, bool in_settings) {
  const Faults& faults = state.faults;
  if (faults.has(Fault::kBootRemoved)) return {};
  if (in_settings && faults.has(Fault::kBootSettingsEmpty)) return {};
  json::object boot;
  boot["BootSourceOverrideEnabled"] = shown_enabled(state);
  boot["BootSourceOverrideTarget"] = state.boot.target;
  json::array targets;
  for (const std::string_view target : state.profile.targets) targets.emplace_back(target);
  boot["BootSourceOverrideTarget@Redfish.AllowableValues"] = std::move(targets);
  if (!faults.has(Fault::kBootModeMissing)) {
    boot["BootSourceOverrideMode"] = state.boot.mode;
    boot["BootSourceOverrideMode@Redfish.AllowableValues"] = json::array{"Legacy", "UEFI"};
  }
  const bool tells_uri = !faults.has(Fault::kHttpUriMissing) &&
                         (in_settings || !faults.has(Fault::kHttpUriInSettings));
  if (tells_uri && state.boot.http_uri.empty()) boot["HttpBootUri"] = nullptr;
  if (tells_uri && !state.boot.http_uri.empty()) boot["HttpBootUri"] = state.boot.http_uri;
  return boot;
}

Answer patch_boot(State& state, const json::object& patch, bool in_settings) {
  const BootPatch wanted{.enabled = text_in(patch, "BootSourceOverrideEnabled"),
                         .target = text_in(patch, "BootSourceOverrideTarget"),
                         .mode = text_in(patch, "BootSourceOverrideMode"),
                         .http_uri = text_in(patch, "HttpBootUri"),
                         .in_settings = in_settings};
  for (const auto refuse : {&refuse_place, &refuse_set, &refuse_values})
    if (auto refused = refuse(state, wanted)) return *std::move(refused);
  apply(state, wanted);
  if (state.faults.has(Fault::kBoot400ButSet) && wanted.enabled == "Once")
    return refusal(400, "Base.1.12.GeneralError", "The request could not be completed.");
  return done();
}

void lapse_boot(State& state) {
  auto& since = state.ipmi.boot_valid_since;
  if (!since || keeps_boot_flags(state.ipmi)) return;
  const std::chrono::seconds limit(state.faults.value(Fault::kIpmiBootLapses));
  if (state.now - *since < limit) return;
  since.reset();
  state.boot.enabled = "Disabled";
  state.boot.target = "None";
}

BootChoice take_boot(State& state) {
  BootChoice choice{.mode = state.boot.mode};
  const bool is_set = state.boot.enabled != "Disabled" && state.boot.target != "None";
  const bool is_once = is_set && state.boot.enabled == "Once";
  if (is_once && state.faults.has(Fault::kBootRebootsTwice) &&
      !std::exchange(state.has_prepared_boot, !state.has_prepared_boot))
    return {.target = "Utilities", .mode = state.boot.mode, .restarts = true};
  if (is_set && !state.faults.has(Fault::kOverrideIgnored)) {
    choice.target = state.boot.target;
    choice.http_uri = state.boot.target == "UefiHttp" ? state.boot.http_uri : "";
  }
  if (choice.target == "Cd" && state.faults.has(Fault::kCdNeedsUsbCd)) choice.target = "Hdd";
  if (state.boot.enabled == "Once") {
    state.boot.enabled = "Disabled";
    state.boot.target = "None";
  }
  return choice;
}

}  // namespace rackseed::rehearsal
