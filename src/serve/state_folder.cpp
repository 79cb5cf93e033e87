#include "src/serve/state_folder.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace rackseed::serve {
namespace {

namespace fs = std::filesystem;

Error failed(const fs::path& path, int error, std::string_view advice = "") {
  return {.code = Errc::kUnavailable,
          .detail = fmt::format("{}: {}{}", path.string(), std::generic_category().message(error),
                                advice)};
}

std::string_view advice_for(int error) {
  if (error == EROFS || error == EACCES || error == EPERM)
    return ": the state folder must be writable; choose another with --state";
  return error == ENOSPC ? ": the disk is full; make room, or choose another with --state" : "";
}

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

Result<StateFolder> open_state(const fs::path& state) {
  StateFolder folder{.layout = images::Layout(state)};
  const images::Layout& layout = folder.layout;
  for (const fs::path& path : {state, layout.contents(), layout.os(), layout.boot(), layout.apt(),
                               folder.frames(), folder.logs()})
    if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST)
      return failed(path, errno, advice_for(errno));
  const fs::path lock = state / "lock";
  folder.lock = Descriptor(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!folder.lock) return failed(lock, errno, advice_for(errno));
  if (::flock(folder.lock.get(), LOCK_EX | LOCK_NB) != 0)
    return Error{.code = Errc::kConflict,
                 .detail = fmt::format("{}: another rackseed serves from this folder; stop it, or "
                                       "choose another with --state",
                                       state.string())};
  return folder;
}

Result<void> replace_file(const fs::path& file, std::string_view content) {
  const std::string part = file.string() + ".part";
  const Descriptor out(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!out) return failed(file, errno, advice_for(errno));
  if (write_all(out.get(), content) && ::rename(part.c_str(), file.c_str()) == 0) return {};
  const int error = errno;
  ::unlink(part.c_str());  // on a full disk it would stay in the way
  return failed(file, error, advice_for(error));
}

Result<void> append_file(const fs::path& file, std::string_view content,
                         std::uintmax_t most_bytes) {
  const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!out) return failed(file, errno, advice_for(errno));
  struct stat status {};
  if (::fstat(out.get(), &status) != 0) return failed(file, errno);
  if (static_cast<std::uintmax_t>(status.st_size) + content.size() > most_bytes)
    return Error{.code = Errc::kDenied,
                 .detail = fmt::format("{}: is full with {} bytes", file.string(), most_bytes)};
  if (!write_all(out.get(), content)) return failed(file, errno, advice_for(errno));
  return {};
}

}  // namespace rackseed::serve
