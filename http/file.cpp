#include "http/file.hpp"

#include <fcntl.h>
#include <fmt/compile.h>
#include <fmt/ranges.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace rackseed::http {
namespace {

/// openat(2) that stays beneath the folder (Linux 5.6; the C library has no wrapper).
int open_beneath(int folder, const std::string& path) {
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how));
}

Error open_failure(int code, const std::string& path) {
  const bool denied = code == EACCES || code == EPERM || code == EXDEV || code == ELOOP;
  return {.code = denied ? Errc::kDenied : Errc::kUnavailable,
          .detail = fmt::format("{}: {}", path, std::generic_category().message(code))};
}

std::string etag_of(const struct stat& status) {
  return fmt::format(FMT_COMPILE("\"{:x}-{:x}-{:x}{:08x}\""), status.st_ino, status.st_size,
                     status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

}  // namespace

File::~File() { ::close(descriptor_); }

Folder::Folder(const std::filesystem::path& root)
    : root_(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
  if (root_ < 0) throw std::system_error(errno, std::generic_category(), root.string());
}

Folder::~Folder() { ::close(root_); }

Result<std::shared_ptr<const File>> Folder::find(const std::vector<std::string>& path) const {
  if (path.empty()) return std::shared_ptr<const File>();
  const std::string name = fmt::format("{}", fmt::join(path, "/"));
  const int descriptor = open_beneath(root_, name);
  if (descriptor < 0) {
    if (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG)
      return std::shared_ptr<const File>();
    return open_failure(errno, name);
  }
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return std::shared_ptr<const File>();
  }
  return std::shared_ptr<const File>(
      std::make_shared<File>(descriptor, static_cast<std::uint64_t>(status.st_size),
                             status.st_mtim.tv_sec, etag_of(status)));
}

}  // namespace rackseed::http
