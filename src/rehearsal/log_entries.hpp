#pragma once

#include <chrono>

namespace rackseed::rehearsal {

// The log of both sides is made up: as many entries as a real BMC's, which makes them come in
// pages.

inline constexpr int kLogEntries = 50;

/// number: 1 to kLogEntries.
[[nodiscard]] constexpr std::chrono::sys_seconds time_of_entry(int number) {
  using namespace std::chrono;
  return sys_days(year(2026) / January / 1) + minutes(number);
}
[[nodiscard]] constexpr bool is_warning(int number) { return number % 10 == 0; }

}  // namespace rackseed::rehearsal
