#include "images/io.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <system_error>

namespace rackseed::images {
namespace {

/// Left for the database: without room for it, no lease can be promised.
constexpr std::int64_t kSpareBytes = std::int64_t{64} << 20U;

}  // namespace

bool is_disk_full(int number) { return number == ENOSPC || number == EDQUOT; }

Error io_error(const std::filesystem::path& path) {
  const int number = errno;
  const std::string advice =
      is_disk_full(number) ? "; free some space there, or take a state folder on a larger disk"
                           : "";
  return {Errc::kUnavailable,
          fmt::format("{}: {}{}", path.string(), std::generic_category().message(number), advice)};
}

Result<std::size_t> read_at(int file, std::int64_t offset, std::span<std::uint8_t> buffer,
                            const std::filesystem::path& path) {
  std::size_t done = 0;
  while (done < buffer.size()) {
    const auto size = ::pread(file, buffer.data() + done, buffer.size() - done,
                              offset + static_cast<std::int64_t>(done));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return io_error(path);
    if (size == 0) break;
    done += static_cast<std::size_t>(size);
  }
  return done;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fsync(opened.get()) != 0) return io_error(folder);
  return {};
}

Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return {};
  errno = error.value();
  return io_error(folder);
}

std::string size_text(std::int64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"KiB", "MiB", "GiB", "TiB", "PiB"};
  constexpr double kStep = 1024;
  if (bytes < static_cast<std::int64_t>(kStep)) return fmt::format("{} B", bytes);
  double size = static_cast<double>(bytes) / kStep;
  std::size_t unit = 0;
  for (; size >= kStep && unit + 1 < kUnits.size(); ++unit) size /= kStep;
  return fmt::format("{:.1f} {}", size, kUnits.at(unit));
}

Result<void> judge_space(std::int64_t needed, std::int64_t available,
                         const std::filesystem::path& folder) {
  const std::int64_t spare = available - kSpareBytes;
  if (needed <= spare) return {};
  return Error{Errc::kUnavailable,
               fmt::format("{}: not enough space: {} are needed (and {} for the database), {} are "
                           "free; free {} there, or take a state folder on a larger disk",
                           folder.string(), size_text(needed), size_text(kSpareBytes),
                           size_text(available), size_text(needed - spare))};
}

Result<void> check_space(std::int64_t needed, const std::filesystem::path& folder) {
  struct statvfs status {};
  if (::statvfs(folder.c_str(), &status) != 0) return io_error(folder);
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const auto blocks = std::min<std::uint64_t>(status.f_bavail, kMost / status.f_frsize);
  return judge_space(needed, static_cast<std::int64_t>(blocks * status.f_frsize), folder);
}

}  // namespace rackseed::images
