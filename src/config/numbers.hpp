#pragma once

#include <rackseed/error.hpp>

#include <string_view>

namespace rackseed::config {

struct Range {
  int least = 0;
  int most = 0;
};

/// For numbers that a rule judges: a plan holds them whatever they are, as far as they make sense.
inline constexpr Range kAnyNumber{-1'000'000, 1'000'000};
inline constexpr Range kAnyCount{0, 1'000'000};
inline constexpr Range kTcpPort{1, 65535};

/// Reads a decimal integer.
/// Errors: kMalformed, with the reason why it is none and, for the notations that YAML readers
/// understand in different ways (010, 0x1f, 1_000, 12:30, 1e3), how to write it.
[[nodiscard]] Result<int> parse_whole_number(std::string_view text);

}  // namespace rackseed::config
