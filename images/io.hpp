#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/descriptor.hpp>
#include <rackseed/error.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace rackseed::images {

/// Told while much is read: how many octets are done, of how many.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// How much is read at once.
inline constexpr std::size_t kChunkBytes = std::size_t{1} << 20U;

/// What errno says about a path: kUnavailable. A full disk gets a text that says what to do.
[[nodiscard]] Error io_error(const std::filesystem::path& path);
[[nodiscard]] bool is_disk_full(int number);

/// Reads until the buffer is full or the file ends; yields how much. Errors: kUnavailable.
[[nodiscard]] Result<std::size_t> read_at(int file, std::int64_t offset,
                                          std::span<std::uint8_t> buffer,
                                          const std::filesystem::path& path);

/// Makes what was done to the names of a folder survive a power failure. Errors: kUnavailable.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);

/// Makes a folder and those above it; one that is there is no error. Errors: kUnavailable.
[[nodiscard]] Result<void> make_folder(const std::filesystem::path& folder);

/// "2.6 GiB"
[[nodiscard]] std::string size_text(std::int64_t bytes);

/// Errors: kUnavailable when fewer octets are free than are needed, and some for the database.
[[nodiscard]] Result<void> judge_space(std::int64_t needed, std::int64_t available,
                                       const std::filesystem::path& folder);
/// The same, for what is free in the folder now.
[[nodiscard]] Result<void> check_space(std::int64_t needed, const std::filesystem::path& folder);

}  // namespace rackseed::images
