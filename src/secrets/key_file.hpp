#pragma once

#include <rackseed/error.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace rackseed::secrets {

using Key = std::array<std::uint8_t, 32>;

/// The random key in a file of mode 0600, which is made at the first call. if_removed: what it
/// costs to remove a broken one, "running installations have to begin again". Errors: kUnavailable,
/// kDenied (others may read the file), kMalformed (no key).
[[nodiscard]] Result<Key> open_key(const std::filesystem::path& file, std::string_view if_removed);

/// The same, of a file that is there.
[[nodiscard]] Result<Key> read_key(const std::filesystem::path& file, std::string_view if_removed);

}  // namespace rackseed::secrets
