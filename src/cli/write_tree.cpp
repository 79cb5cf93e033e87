#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <rackseed/descriptor.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

#include "src/cli/files.hpp"

namespace rackseed::cli {
namespace {

constexpr mode_t kFolderMode = 0755;
constexpr mode_t kFileMode = 0644;
constexpr mode_t kScriptMode = 0755;

Error io_error(std::string_view path) {
  return {Errc::kUnavailable, fmt::format("{}: {}", path, std::strerror(errno))};
}

/// errno after an open with O_NOFOLLOW, for a path that exists.
Error open_error(std::string_view path) {
  if (errno != ELOOP && errno != ENOTDIR) return io_error(path);
  return {
      Errc::kDenied,
      fmt::format("{}: a symbolic link or another file is in the way; it is not followed, remove "
                  "it first",
                  path)};
}

struct Place {
  Descriptor folder{};
  std::string name{};
  [[nodiscard]] std::string temporary() const { return fmt::format(".{}.rackseed-new", name); }
};

/// Opens the folder of a file step by step, so that no link on the way is followed.
/// An absent folder gives an empty descriptor unless it is to be made.
Result<Place> open_place(int root, const std::string& path, bool make) {
  Descriptor here(::fcntl(root, F_DUPFD_CLOEXEC, 0));
  std::size_t begin = 0;
  for (;;) {
    const auto slash = path.find('/', begin);
    const std::string part = path.substr(begin, slash - begin);
    if (slash == std::string::npos) return Place{std::move(here), part};
    if (make && ::mkdirat(here.get(), part.c_str(), kFolderMode) != 0 && errno != EEXIST)
      return io_error(path);
    Descriptor next(
        ::openat(here.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next && errno == ENOENT) return Place{};
    if (!next) return open_error(path.substr(0, slash));
    here = std::move(next);
    begin = slash + 1;
  }
}

/// The content of an existing file; nothing when it does not exist.
Result<std::optional<std::string>> read_at(const Place& place, const std::string& path) {
  if (!place.folder) return std::optional<std::string>{};
  const Descriptor file(::openat(place.folder.get(), place.name.c_str(),
                                 O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file && errno == ENOENT) return std::optional<std::string>{};
  if (!file) return open_error(path);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return io_error(path);
  if (!S_ISREG(status.st_mode))
    return Error{Errc::kDenied, fmt::format("{}: is not a regular file; remove it first", path)};
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < content.size()) {
    const auto size = ::read(file.get(), content.data() + done, content.size() - done);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return io_error(path);
    if (size == 0) break;
    done += static_cast<std::size_t>(size);
  }
  content.resize(done);
  return std::optional(std::move(content));
}

Result<void> write_all(int file, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const auto size = ::write(file, content.data(), content.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return io_error(path);
    content.remove_prefix(static_cast<std::size_t>(size));
  }
  return {};
}

/// Writes beside the final name; what an interrupted run left there is replaced.
Result<void> write_temporary(const Place& place, const plan::Artefact& artefact) {
  const std::string name = place.temporary();
  if (::unlinkat(place.folder.get(), name.c_str(), 0) != 0 && errno != ENOENT)
    return io_error(artefact.path);
  const Descriptor file(::openat(place.folder.get(), name.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                 artefact.executable ? kScriptMode : kFileMode));
  if (!file) return io_error(artefact.path);
  return write_all(file.get(), artefact.content, artefact.path);
}

class TreeWriter {
 public:
  explicit TreeWriter(Descriptor root) : root_(std::move(root)) {}

  Result<TreeChange> compare(const plan::Artefacts& files) {
    TreeChange change;
    for (const plan::Artefact& file : files) {
      const auto place = open_place(root_.get(), file.path, false);
      if (!place) return place.error();
      const auto existing = read_at(*place, file.path);
      if (!existing) return existing.error();
      if (!*existing) {
        change.written.push_back(file.path);
      } else if (**existing == file.content) {
        change.unchanged.push_back(file.path);
      } else {
        change.differing.push_back(file.path);
      }
    }
    return change;
  }

  /// All temporaries first, one flush for all, then all names: few moments, each of them safe.
  Result<void> write(const std::vector<const plan::Artefact*>& files) {
    std::vector<Place> places;
    for (const plan::Artefact* file : files) {
      auto place = open_place(root_.get(), file->path, true);
      if (!place) return place.error();
      if (const auto done = write_temporary(*place, *file); !done) return done.error();
      places.push_back(std::move(*place));
    }
    if (::syncfs(root_.get()) != 0) return io_error("flush");
    for (const Place& place : places)
      if (::renameat(place.folder.get(), place.temporary().c_str(), place.folder.get(),
                     place.name.c_str()) != 0)
        return io_error(place.name);
    return {};
  }

 private:
  Descriptor root_;
};

}  // namespace

Result<TreeChange> write_tree(const std::string& folder, const plan::Artefacts& files, bool force) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  Descriptor root(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root) return io_error(folder);
  TreeWriter writer(std::move(root));
  auto change = writer.compare(files);
  if (!change || (!force && !change->differing.empty())) return change;
  std::vector<const plan::Artefact*> changed;
  std::size_t unchanged = 0;
  for (const plan::Artefact& file : files) {
    if (unchanged < change->unchanged.size() && change->unchanged[unchanged] == file.path) {
      ++unchanged;
    } else {
      changed.push_back(&file);
    }
  }
  if (const auto done = writer.write(changed); !done) return done.error();
  return change;
}

}  // namespace rackseed::cli
