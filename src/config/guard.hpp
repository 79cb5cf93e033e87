#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "src/plan/finding.hpp"

namespace rackseed::config {

inline constexpr std::size_t kMostBytes = std::size_t{4} << 20U;
inline constexpr std::size_t kMostValues = 1'000'000;

/// The place of a byte; a column counts bytes from 1.
[[nodiscard]] plan::Position position_of(std::string_view text, std::size_t offset);

/// What a YAML parser must not even see, as a finding: a text that is too large or holds so many
/// values that reading it would take seconds and gigabytes; invalid UTF-8; control characters other
/// than tab, line feed and CR LF.
[[nodiscard]] std::optional<plan::Finding> refuse(std::string_view text);

}  // namespace rackseed::config
