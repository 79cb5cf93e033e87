#include "redfish/boot_attempts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "redfish/boot_form.hpp"

namespace rackseed::redfish {
namespace {

constexpr std::chrono::seconds kBootPause{30};

/// Why no attempt makes sense at all.
std::optional<BmcError> objection(const BootQuestion& question) {
  const bool has_override = question.system.boot.has_override || can_be_in_settings(question);
  if (!has_override || question.known.has_no_boot_override)
    return BmcError{BmcErrc::kUnsupported,
                    "the BMC has no boot override: set the boot order by hand, network first"};
  if (target_name(question).empty())
    return BmcError{BmcErrc::kUnsupported,
                    fmt::format("the BMC has no such boot target; it has: {}",
                                fmt::join(targets_of(question), ", "))};
  return std::nullopt;
}

Attempt attempt_of(const BootQuestion& question, const BootForm& first, const BootForm& form) {
  return {.path = form.is_in_settings ? question.system.settings : question.system.path,
          .body = body_of(question, form),
          .taught = taught_by(question, first, form),
          .because = form.because};
}

/// The form of an attempt that was made.
std::optional<BootForm> form_of(const BootQuestion& question, const BootForm& first,
                                const Attempt& attempt) {
  for (unsigned bits = 0; bits < 32; ++bits) {
    const BootForm form{.is_in_settings = (bits & 1U) != 0,
                        .has_enabled = (bits & 2U) != 0,
                        .has_target = (bits & 4U) != 0,
                        .has_mode = (bits & 8U) != 0,
                        .is_continuous = (bits & 16U) != 0};
    if (form.is_in_settings && !question.settings) continue;
    if (attempt_of(question, first, form).is_same(attempt)) return form;
  }
  return std::nullopt;
}

/// Different ones: the same again, after a pause, is no other attempt.
std::size_t count_forms(const std::vector<Tried>& tried) {
  std::size_t forms = 0;
  for (std::size_t at = 0; at < tried.size(); ++at)
    if (at == 0 || !tried[at].attempt.is_same(tried[at - 1].attempt)) ++forms;
  return forms;
}

/// No other body would help.
bool is_final(const Refusal& refusal) {
  const BmcErrc code = error_of(refusal, "").code;
  return code == BmcErrc::kDenied || code == BmcErrc::kPasswordExpired ||
         code == BmcErrc::kSessionLimit;
}

}  // namespace

NextAttempt next_boot_attempt(const BootQuestion& question, const std::vector<Tried>& tried) {
  if (auto no = objection(question)) return std::move(*no);
  const BootForm first = first_form(question);
  if (tried.empty()) return attempt_of(question, first, first);
  const Tried& last = tried.back();
  const std::string asked = fmt::format("{} {}", last.attempt.method, place_of(last.attempt.path));
  const bool is_passing_still = is_passing(last.refusal) && tried.size() < kMostBootRequests;
  if (is_passing_still && !is_final(last.refusal)) return Pause{kBootPause, last.refusal.text};
  if (count_forms(tried) >= kMostBootAttempts || is_final(last.refusal) || is_passing(last.refusal))
    return error_of(last.refusal, asked);
  const BootForm form = form_of(question, first, last.attempt).value_or(first);
  std::vector<BootForm> candidates = other_forms(question, form);
  candidates.insert(candidates.begin(), amended(question, form, last.refusal));
  for (const BootForm& candidate : candidates) {
    Attempt attempt = attempt_of(question, first, candidate);
    if (times_tried(attempt, tried) == 0) return attempt;
  }
  return error_of(last.refusal, asked);
}

ReadBack check_boot(const Boot& boot, const BootOverride& wanted) {
  const BootOverride now = override_of(boot);
  if (now.target != wanted.target)
    return {.remark = fmt::format("the boot override reads back as {} {}",
                                  boot.enabled.empty() ? "unknown" : boot.enabled, boot.target)};
  const bool is_other_mode = wanted.mode != BootMode::kUnknown && now.mode != BootMode::kUnknown &&
                             now.mode != wanted.mode;
  if (is_other_mode) return {.remark = fmt::format("the boot mode reads back as {}", boot.mode)};
  if (wanted.target != BootTarget::kNone && now.is_persistent != wanted.is_persistent)
    return {.is_applied = true,
            .remark = fmt::format("the boot override reads back as {}", boot.enabled)};
  return {.is_applied = true};
}

}  // namespace rackseed::redfish
