#pragma once

#include <string>
#include <string_view>

namespace rackseed::plan {

/// True when a YAML 1.1 reader takes the plain scalar for something else than text: a number
/// (1_000, 0x1f, 10:20:30), a boolean (yes, off), null, a date, "=" or "<<". The rules are those
/// of PyYAML, which reads what we write in cloud-init, subiquity and Ansible.
[[nodiscard]] bool resolves_to_other_type(std::string_view text);

/// A text as a YAML scalar on one line: plain where PyYAML's safe_dump writes it plain, else in
/// single quotes; in double quotes with escapes, ASCII only, when it holds anything but printable
/// ASCII. Invalid UTF-8 becomes U+FFFD.
[[nodiscard]] std::string yaml_scalar(std::string_view text);

}  // namespace rackseed::plan
