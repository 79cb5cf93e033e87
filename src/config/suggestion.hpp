#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace rackseed::config {

/// The word that was probably meant, or nothing when none is near: by the number of letters that
/// were left out, added, changed or swapped with their neighbour.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view written,
                                                      std::span<const std::string_view> words);

}  // namespace rackseed::config
