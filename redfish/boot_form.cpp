#include "redfish/boot_form.hpp"

#include "redfish/text.hpp"

namespace rackseed::redfish {
namespace {

constexpr std::string_view kEnabled = "BootSourceOverrideEnabled";
constexpr std::string_view kTarget = "BootSourceOverrideTarget";
constexpr std::string_view kMode = "BootSourceOverrideMode";
constexpr std::string_view kUri = "HttpBootUri";

std::string_view standard_name(BootTarget target) {
  switch (target) {
    case BootTarget::kNone:
      return "None";
    case BootTarget::kPxe:
      return "Pxe";
    case BootTarget::kUefiHttp:
      return "UefiHttp";
    case BootTarget::kDisk:
      return "Hdd";
    case BootTarget::kCd:
      return "Cd";
    case BootTarget::kSetup:
      return "BiosSetup";
  }
  return "None";
}

/// UEFI for HTTP, which is no legacy boot; else as asked, else as it is. "": not known (row 12).
std::string_view mode_name(const BootQuestion& question) {
  switch (question.wanted.mode) {
    case BootMode::kUefi:
      return "UEFI";
    case BootMode::kLegacy:
      return "Legacy";
    case BootMode::kUnknown:
      break;
  }
  if (question.wanted.target == BootTarget::kUefiHttp) return "UEFI";
  return question.system.boot.mode;
}

bool may_send_mode(const BootQuestion& question) {
  const bool has_mode =
      question.system.boot.has_mode || (question.settings && question.settings->boot.has_mode);
  return has_mode && !mode_name(question).empty();
}

bool starts_continuous(const BootQuestion& question) {
  const auto& enables = question.system.boot.enables;
  const bool has_once =
      !question.known.continuous_only && (enables.empty() || lists(enables, "Once"));
  const bool has_continuous =
      !question.known.once_only && (enables.empty() || lists(enables, "Continuous"));
  return question.wanted.is_persistent ? has_continuous : !has_once && has_continuous;
}

}  // namespace

const std::vector<std::string>& targets_of(const BootQuestion& question) {
  const bool ask_settings = question.system.boot.targets.empty() && question.settings;
  return ask_settings ? question.settings->boot.targets : question.system.boot.targets;
}

bool can_be_in_settings(const BootQuestion& question) {
  if (!question.settings || question.system.settings.empty()) return false;
  const Boot& boot = question.settings->boot;
  const bool sets_url = question.wanted.target == BootTarget::kUefiHttp && boot.has_http_uri;
  return boot.has_override || boot.has_mode || sets_url;
}

std::string_view target_name(const BootQuestion& question) {
  const auto& targets = targets_of(question);
  const std::string_view name = standard_name(question.wanted.target);
  const bool is_cd = question.wanted.target == BootTarget::kCd;
  if (is_cd && lists(targets, "UsbCd") && (question.known.cd_is_usb_cd || !lists(targets, name)))
    return "UsbCd";
  const bool is_clear = question.wanted.target == BootTarget::kNone;
  return is_clear || targets.empty() || lists(targets, name) ? name : "";
}

BootForm first_form(const BootQuestion& question) {
  const Learnt& known = question.known;
  const bool is_clear = question.wanted.target == BootTarget::kNone;
  const bool is_other_mode = mode_name(question) != question.system.boot.mode;
  return {.is_in_settings = can_be_in_settings(question) && !known.boots_in_system,
          .has_enabled = is_clear || !known.refuses_boot_enabled,
          .has_target = !is_clear || known.wants_full_boot,  // row 18
          .has_mode = may_send_mode(question) && !known.refuses_boot_mode && !is_clear &&
                      (known.wants_full_boot || is_other_mode),
          .is_continuous = starts_continuous(question)};
}

Json body_of(const BootQuestion& question, const BootForm& form) {
  const bool is_clear = question.wanted.target == BootTarget::kNone;
  const std::string_view enabled = is_clear             ? "Disabled"
                                   : form.is_continuous ? "Continuous"
                                                        : "Once";
  boost::json::object boot;
  if (form.has_enabled) boot[kEnabled] = enabled;
  if (form.has_target) boot[kTarget] = target_name(question);
  if (form.has_mode) boot[kMode] = mode_name(question);
  const Boot& there = form.is_in_settings ? question.settings->boot : question.system.boot;
  if (question.wanted.target == BootTarget::kUefiHttp && !question.wanted.http_url.empty() &&
      there.has_http_uri)
    boot[kUri] = question.wanted.http_url;
  boost::json::object body;
  body["Boot"] = std::move(boot);
  return body;
}

BootForm amended(const BootQuestion& question, BootForm form, const Refusal& refusal) {
  const bool is_missing = refusal.says("PropertyMissing") || refusal.says("ActionParameterMissing");
  const bool is_read_only = refusal.says("PropertyNotWritable") || refusal.says("PropertyUnknown");
  if (is_missing) {
    form.has_enabled = form.has_target = true;
    form.has_mode = may_send_mode(question);
    form.because = "it wants all properties at once";
  } else if (form.has_mode && refusal.names(kMode)) {
    form.has_mode = false;
    form.because = "it takes no boot mode";
  } else if (is_read_only && can_be_in_settings(question)) {
    form.is_in_settings = !form.is_in_settings;
    form.because = form.is_in_settings ? "it is set in the settings object"
                                       : "it is not set in the settings object";
  } else if (question.wanted.target == BootTarget::kNone && refusal.names(kTarget)) {
    form.has_target = false;
    form.because = "it takes no target None";
  } else if (refusal.names(kEnabled)) {
    form.is_continuous = !form.is_continuous;
    form.because = form.is_continuous ? "it takes Continuous only" : "it takes Once only";
  }
  return form;
}

std::vector<BootForm> other_forms(const BootQuestion& question, const BootForm& form) {
  std::vector<BootForm> forms;
  const auto add = [&](BootForm other, std::string because) {
    other.because = std::move(because);
    forms.push_back(std::move(other));
  };
  BootForm full = form;
  full.has_enabled = full.has_target = true;
  full.has_mode = may_send_mode(question);
  add(full, "with all properties at once");
  BootForm small = form;
  small.has_mode = false;
  add(small, "without the boot mode");
  if (can_be_in_settings(question)) {
    BootForm elsewhere = form;
    elsewhere.is_in_settings = !form.is_in_settings;
    add(elsewhere, form.is_in_settings ? "on the system itself" : "on the settings object");
  }
  if (question.wanted.target != BootTarget::kNone) {
    BootForm bare = form;
    bare.has_enabled = false;
    bare.has_mode = false;
    add(bare, "with the target alone");
  }
  return forms;
}

Learnt taught_by(const BootQuestion& question, const BootForm& first, const BootForm& form) {
  const bool is_clear = question.wanted.target == BootTarget::kNone;
  return {.wants_full_boot = form.has_mode && !first.has_mode,
          .refuses_boot_mode = first.has_mode && !form.has_mode,
          .refuses_boot_enabled = first.has_enabled && !form.has_enabled,
          .boots_in_settings = form.is_in_settings && !first.is_in_settings,
          .boots_in_system = !form.is_in_settings && first.is_in_settings,
          .once_only = !is_clear && first.is_continuous && !form.is_continuous,
          .continuous_only = !is_clear && !first.is_continuous && form.is_continuous};
}

}  // namespace rackseed::redfish
