#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <rackseed/descriptor.hpp>

#include <cerrno>
#include <cstring>

#include "src/cli/files.hpp"

namespace rackseed::cli {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20U;

Error unavailable(const std::string& path, std::string_view why) {
  return {Errc::kUnavailable, fmt::format("{}: {}", path, why)};
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  // O_NONBLOCK: a named pipe must not hold us up.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return unavailable(path, std::strerror(errno));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return unavailable(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return unavailable(path, "is a directory; give a file");
  if (!S_ISREG(status.st_mode)) return unavailable(path, "is not a regular file");
  std::string content;
  std::string chunk(std::size_t{64} << 10U, '\0');
  while (content.size() <= kMostBytes) {
    const auto size = ::read(file.get(), chunk.data(), chunk.size());
    if (size == 0) return content;
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return unavailable(path, std::strerror(errno));
    content.append(chunk, 0, static_cast<std::size_t>(size));
  }
  return unavailable(path, fmt::format("is larger than {} MiB", kMostBytes >> 20U));
}

}  // namespace rackseed::cli
