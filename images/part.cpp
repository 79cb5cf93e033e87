#include "images/part.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <vector>

namespace rackseed::images {
namespace {

constexpr mode_t kPartMode = 0600;
constexpr mode_t kContentMode = 0644;

std::int64_t size_of(int file) {
  struct stat status {};
  return ::fstat(file, &status) == 0 ? status.st_size : 0;
}

/// Whether the locked file still has its name: another process may have finished it meanwhile.
bool is_named(int file) {
  struct stat status {};
  return ::fstat(file, &status) == 0 && status.st_nlink > 0;
}

bool is_regular_of(const std::filesystem::path& path, std::int64_t bytes) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size == bytes;
}

Bytes beginning_of(const std::vector<std::uint8_t>& buffer, std::size_t size) {
  return Bytes(buffer).first(size);
}

}  // namespace

Result<Part> Part::open(const Layout& layout, const std::string& key) {
  const auto path = layout.part(key);
  for (;;) {
    Descriptor file(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, kPartMode));
    if (!file) return io_error(path);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
      return Error{Errc::kConflict,
                   fmt::format("{}: another import of the same file is running", path.string())};
    if (is_named(file.get())) return Part(std::move(file), path);
  }
}

bool Part::remove_stale(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  return file && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 && ::unlink(path.c_str()) == 0;
}

Error Part::failed() {
  const int number = errno;
  Error error = io_error(path_.parent_path());
  if (is_disk_full(number)) discard();
  return error;
}

void Part::discard() { ::unlink(path_.c_str()); }

Result<void> Part::restart() {
  digest_ = Digest();
  sha256_.clear();
  bytes_ = 0;
  resumed_bytes_ = 0;
  if (::ftruncate(file_.get(), 0) != 0) return failed();
  return {};
}

Result<void> Part::append(Bytes bytes) {
  digest_.update(bytes);
  while (!bytes.empty()) {
    const auto size = ::pwrite(file_.get(), bytes.data(), bytes.size(), bytes_);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return failed();
    bytes_ += size;
    bytes = bytes.subspan(static_cast<std::size_t>(size));
  }
  return {};
}

/// false: this file system shares no blocks between files.
Result<bool> Part::share_blocks(const SourceFile& source, const Progress& progress) {
  if (::ioctl(file_.get(), FICLONE, source.descriptor()) != 0) return false;
  std::vector<std::uint8_t> buffer(kChunkBytes);
  for (;;) {
    const auto size = read_at(file_.get(), bytes_, buffer, path_);
    if (!size) return size.error();
    if (*size == 0) return true;
    digest_.update(beginning_of(buffer, *size));
    bytes_ += static_cast<std::int64_t>(*size);
    progress(bytes_, source.bytes());
  }
}

Result<void> Part::keep_what_is_the_same(const SourceFile& source, const Progress& progress) {
  std::vector<std::uint8_t> ours(kChunkBytes);
  std::vector<std::uint8_t> theirs(kChunkBytes);
  for (bool same = true; same;) {
    const auto our_size = read_at(file_.get(), bytes_, ours, path_);
    if (!our_size) return our_size.error();
    const auto their_size = read_at(source.descriptor(), bytes_, theirs, source.path());
    if (!their_size) return their_size.error();
    const Bytes our_bytes = beginning_of(ours, *our_size);
    const Bytes their_bytes = beginning_of(theirs, *their_size);
    const auto [end, unused] = std::ranges::mismatch(our_bytes, their_bytes);
    const auto kept = static_cast<std::size_t>(end - our_bytes.begin());
    digest_.update(our_bytes.first(kept));
    bytes_ += static_cast<std::int64_t>(kept);
    progress(bytes_, source.bytes());
    same = kept == kChunkBytes;
  }
  resumed_bytes_ = bytes_;
  if (::ftruncate(file_.get(), bytes_) != 0) return failed();
  return {};
}

Result<void> Part::copy(const SourceFile& source, const Progress& progress) {
  if (size_of(file_.get()) == 0) {
    const auto shared = share_blocks(source, progress);
    if (!shared) return shared.error();
    if (*shared) return source.check_unchanged();
  } else if (auto done = keep_what_is_the_same(source, progress); !done) {
    return done;
  }
  if (auto room = check_space(source.bytes() - bytes_, path_.parent_path()); !room) {
    discard();
    return room;
  }
  return copy_rest(source, progress);
}

Result<void> Part::copy_rest(const SourceFile& source, const Progress& progress) {
  std::vector<std::uint8_t> buffer(kChunkBytes);
  for (;;) {
    const auto size = read_at(source.descriptor(), bytes_, buffer, source.path());
    if (!size) return size.error();
    if (*size == 0 || bytes_ > source.bytes()) return source.check_unchanged();
    if (auto done = append(beginning_of(buffer, *size)); !done) return done;
    progress(bytes_, source.bytes());
  }
}

const std::string& Part::sha256() {
  if (sha256_.empty()) sha256_ = digest_.hex();
  return sha256_;
}

Result<bool> Part::commit(const Layout& layout) {
  if (::fchmod(file_.get(), kContentMode) != 0 || ::fsync(file_.get()) != 0) return failed();
  const auto content = layout.content(sha256());
  bool is_new = true;
  if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, content.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno != EEXIST) return failed();
    is_new = !is_regular_of(content, bytes_);
    if (is_new && ::rename(path_.c_str(), content.c_str()) != 0) return failed();
    if (!is_new) discard();
  }
  if (const auto done = sync_folder(layout.contents()); !done) {
    if (is_new) ::unlink(content.c_str());
    return done.error();
  }
  return is_new;
}

}  // namespace rackseed::images
