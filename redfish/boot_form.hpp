#pragma once

#include "redfish/boot_attempts.hpp"

namespace rackseed::redfish {

/// What the body of a boot PATCH is made of.
struct BootForm {
  bool is_in_settings = false;
  bool has_enabled = true;
  bool has_target = true;
  bool has_mode = false;
  bool is_continuous = false;
  std::string because{};
};

/// The settings object is there and holds what has to be set (rows 13, 14, 23).
[[nodiscard]] bool can_be_in_settings(const BootQuestion& question);
/// The values that are allowed, where the System or its settings tell.
[[nodiscard]] const std::vector<std::string>& targets_of(const BootQuestion& question);
/// The BMC's name of the target; "": it has none.
[[nodiscard]] std::string_view target_name(const BootQuestion& question);

[[nodiscard]] BootForm first_form(const BootQuestion& question);
/// What the refusal itself calls for; the same form where it calls for nothing.
[[nodiscard]] BootForm amended(const BootQuestion& question, BootForm form, const Refusal& refusal);
/// What else may help where a refusal does not say what is wrong.
[[nodiscard]] std::vector<BootForm> other_forms(const BootQuestion& question, const BootForm& form);

[[nodiscard]] Json body_of(const BootQuestion& question, const BootForm& form);
/// What it says of the BMC that a form worked and the first one did not.
[[nodiscard]] Learnt taught_by(const BootQuestion& question, const BootForm& first,
                               const BootForm& form);

}  // namespace rackseed::redfish
