#include "tftp/content.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <linux/openat2.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace rackseed::tftp {
namespace {

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string message_of(int error) { return std::generic_category().message(error); }

/// O_NONBLOCK: opening a FIFO must not wait for its writer.
int open_below(int root, const std::string& path) {
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how));
}

/// Maps a whole file. A mapping whose file shrinks makes send() fail with EFAULT; only the kernel
/// reads it, so there is no signal.
Result<Content> map(int descriptor, std::size_t size) {
  if (size == 0) return Content();
  void* const address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
  if (address == MAP_FAILED)
    return Error{Errc::kUnavailable, "the file cannot be mapped: " + message_of(errno)};
  ::madvise(address, size, MADV_WILLNEED);
  std::shared_ptr<const void> owner(address, [size](void* mapped) { ::munmap(mapped, size); });
  const Bytes bytes(static_cast<const std::uint8_t*>(address), size);
  return Content(bytes, std::move(owner));
}

}  // namespace

Content::Content(std::string text) {
  const auto owner = std::make_shared<const std::string>(std::move(text));
  bytes_ = bytes_of(*owner);
  owner_ = owner;
}

DirectorySource::DirectorySource(const std::filesystem::path& root, std::size_t most_mappings)
    : root_(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)), most_mappings_(most_mappings) {
  if (root_ < 0) throw std::system_error(errno, std::generic_category(), root.string());
}

DirectorySource::~DirectorySource() { ::close(root_); }

boost::asio::awaitable<Result<std::optional<Content>>> DirectorySource::fetch(std::string path,
                                                                              Endpoint) {
  co_return find(path);
}

Result<std::optional<Content>> DirectorySource::find(const std::string& path) {
  const File file(open_below(root_, path));
  if (file.descriptor() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<Content>();
    if (errno == EXDEV || errno == ELOOP)
      return Error{Errc::kDenied, "a symbolic link leaves the image root"};
    const Errc code = errno == EACCES ? Errc::kDenied : Errc::kUnavailable;
    return Error{code, "the file cannot be opened: " + message_of(errno)};
  }
  struct stat now {};
  if (::fstat(file.descriptor(), &now) != 0)
    return Error{Errc::kUnavailable, "the file cannot be read: " + message_of(errno)};
  if (!S_ISREG(now.st_mode)) return Error{Errc::kDenied, "not a regular file"};
  const Version version{.device = now.st_dev,
                        .inode = now.st_ino,
                        .modified_seconds = now.st_mtim.tv_sec,
                        .modified_nanoseconds = now.st_mtim.tv_nsec,
                        .bytes = static_cast<std::uint64_t>(now.st_size)};
  const auto known = mapped_.find(path);
  if (known != mapped_.end() && known->second.version == version) {
    known->second.used = ++uses_;
    return std::optional(known->second.content);
  }
  auto content = map(file.descriptor(), version.bytes);
  if (!content) return content.error();
  mapped_[path] = Mapped{.version = version, .content = *content, .used = ++uses_};
  make_room();
  return std::optional(std::move(*content));
}

void DirectorySource::make_room() {
  while (mapped_.size() > most_mappings_) {
    const auto by_use = [](const auto& a, const auto& b) { return a.second.used < b.second.used; };
    mapped_.erase(std::min_element(mapped_.begin(), mapped_.end(), by_use));
  }
}

}  // namespace rackseed::tftp
