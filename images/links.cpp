#include "images/links.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "images/io.hpp"

namespace rackseed::images {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFolderMode = 0755;
constexpr const char* kTemporary = ".rackseed-new";

FileIdentity file_identity(const struct stat& status) { return {status.st_dev, status.st_ino}; }

Error in_the_way(const fs::path& path, std::string_view what) {
  return {Errc::kDenied, fmt::format("{}: {} is in the way; remove it first", path.string(), what)};
}

Error open_error(const fs::path& path) {
  if (errno == ELOOP || errno == ENOTDIR) return in_the_way(path, "a symbolic link or a file");
  return io_error(path);
}

struct Place {
  Descriptor folder{};
  fs::path path{};  ///< of the folder
  std::string name{};
};

/// Opens the folder of a path step by step, so that no link on the way is followed.
Result<Place> make_place(const Layout& layout, const std::string& path) {
  Place place{.folder = Descriptor(::open(layout.os().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
              .path = layout.os()};
  if (!place.folder) return io_error(layout.os());
  std::size_t begin = 0;
  for (;;) {
    const auto slash = path.find('/', begin);
    place.name = path.substr(begin, slash - begin);
    if (slash == std::string::npos) return place;
    place.path /= place.name;
    const int here = place.folder.get();
    if (::mkdirat(here, place.name.c_str(), kFolderMode) == 0) {
      if (::fsync(here) != 0) return io_error(place.path);
    } else if (errno != EEXIST) {
      return io_error(place.path);
    }
    Descriptor next(
        ::openat(here, place.name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next) return open_error(place.path);
    place.folder = std::move(next);
    begin = slash + 1;
  }
}

/// Under another name first, as a link cannot take the place of a file.
Result<void> replace(const Place& place, const fs::path& content) {
  const int folder = place.folder.get();
  const fs::path path = place.path / place.name;
  if (::unlinkat(folder, kTemporary, 0) != 0 && errno != ENOENT) return io_error(path);
  if (::linkat(AT_FDCWD, content.c_str(), folder, kTemporary, 0) != 0 ||
      ::renameat(folder, kTemporary, folder, place.name.c_str()) != 0)
    return io_error(path);
  return {};
}

}  // namespace

Result<FileIdentity> identity_of(const fs::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return io_error(path);
  return file_identity(status);
}

Result<LinkChange> link_content(const Layout& layout, const std::string& sha256,
                                const std::string& path) {
  const auto identity = identity_of(layout.content(sha256));
  if (!identity) return identity.error();
  const auto place = make_place(layout, path);
  if (!place) return place.error();
  const int folder = place->folder.get();
  struct stat status {};
  const bool is_there = ::fstatat(folder, place->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  if (is_there && file_identity(status) == *identity) return LinkChange::kUnchanged;
  if (is_there && S_ISDIR(status.st_mode)) return in_the_way(layout.os() / path, "a folder");
  if (const auto done = replace(*place, layout.content(sha256)); !done) return done.error();
  if (::fsync(folder) != 0) return io_error(place->path);
  return is_there ? LinkChange::kReplaced : LinkChange::kMade;
}

Result<std::vector<ServedFile>> served_files(const Layout& layout) {
  std::vector<ServedFile> files;
  std::error_code error;
  if (!fs::exists(layout.os(), error)) return files;
  for (fs::recursive_directory_iterator entry(layout.os(), error), end; !error && entry != end;
       entry.increment(error)) {
    struct stat status {};
    if (::lstat(entry->path().c_str(), &status) != 0 || S_ISDIR(status.st_mode)) continue;
    files.push_back({.path = entry->path().lexically_relative(layout.state()).string(),
                     .identity = file_identity(status)});
  }
  if (error)
    return Error{Errc::kUnavailable, fmt::format("{}: {}", layout.os().string(), error.message())};
  std::ranges::sort(files, {}, &ServedFile::path);
  return files;
}

}  // namespace rackseed::images
