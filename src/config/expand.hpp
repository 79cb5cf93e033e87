#pragma once

#include <rackseed/error.hpp>
#include <rackseed/net.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/plan/ports.hpp"

/// Ranges: one entry of a plan that stands for several.
/// Errors of all: kMalformed (no such value, no range), kConflict (a range with too many values).
namespace rackseed::config {

inline constexpr std::size_t kMostExpansions = 4096;  ///< of one entry

/// "cmp[1-3]" is cmp1, cmp2, cmp3; "n[08-10]" is n08, n09, n10; a name without brackets is itself.
[[nodiscard]] Result<std::vector<std::string>> expand_names(std::string_view text);

/// "20-18" is 20, 19, 18; "20" is itself.
[[nodiscard]] Result<std::vector<int>> expand_numbers(std::string_view text);

/// "172.30.33.21-23" counts the last octet; an address is itself.
[[nodiscard]] Result<std::vector<Ipv4>> expand_addresses(std::string_view text);

/// The value `steps` further, or nothing where there is none.
[[nodiscard]] std::optional<int> step_on(int number, int steps);
[[nodiscard]] std::optional<Ipv4> step_on(Ipv4 address, int steps);
[[nodiscard]] std::optional<plan::Port> step_on(const plan::Port& port, int steps);

}  // namespace rackseed::config
