#include "images/source_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "images/digest.hpp"

namespace rackseed::images {
namespace {

constexpr std::size_t kKeyDigits = 32;
constexpr int kOpenFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;  // a named pipe must not hold us up

int open_beneath(int folder, const std::string& path) {
  open_how how{};
  how.flags = kOpenFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how));
}

}  // namespace

Result<SourceFile> SourceFile::take(Descriptor file, std::filesystem::path path) {
  if (!file) return io_error(path);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return io_error(path);
  if (!S_ISREG(status.st_mode))
    return Error{Errc::kUnavailable, fmt::format("{}: is not a regular file", path.string())};
  ::posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  return SourceFile(std::move(file), std::move(path), status);
}

Result<SourceFile> SourceFile::open(const std::filesystem::path& path) {
  return take(Descriptor(::open(path.c_str(), kOpenFlags)), path);
}

Result<SourceFile> SourceFile::open_below(const std::filesystem::path& folder,
                                          const std::string& path) {
  const Descriptor root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root) return io_error(folder);
  Descriptor file(open_beneath(root.get(), path));
  if (!file && (errno == EXDEV || errno == ELOOP))
    return Error{Errc::kDenied,
                 fmt::format("{}: the symbolic link leads out of {}; remove it, or put the file "
                             "itself there",
                             (folder / path).string(), folder.string())};
  return take(std::move(file), folder / path);
}

std::string SourceFile::key() const {
  std::error_code error;
  const auto canonical = std::filesystem::canonical(path_, error);
  return part_key(error ? path_.string() : canonical.string());
}

Result<void> SourceFile::check_unchanged() const {
  struct stat now {};
  if (::fstat(file_.get(), &now) != 0) return io_error(path_);
  if (now.st_size == status_.st_size && now.st_mtim.tv_sec == status_.st_mtim.tv_sec &&
      now.st_mtim.tv_nsec == status_.st_mtim.tv_nsec)
    return {};
  return Error{Errc::kUnavailable,
               fmt::format("{}: changed while it was read; import it again when it is complete",
                           path_.string())};
}

std::string part_key(std::string_view source) { return digest_of(source).substr(0, kKeyDigits); }

}  // namespace rackseed::images
