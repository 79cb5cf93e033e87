#include "src/secrets/key_file.hpp"

#include <rackseed/descriptor.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium/randombytes.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace rackseed::secrets {
namespace {

Error failed(const std::filesystem::path& file) {
  return {.code = Errc::kUnavailable,
          .detail = fmt::format("{}: {}", file.string(), std::generic_category().message(errno))};
}

/// Written beside and linked: a key that is half there would lock out who relies on it, and of two
/// processes that make one at once both have to use the same.
Result<void> create(const std::filesystem::path& file) {
  Key key{};
  randombytes_buf(key.data(), key.size());
  std::string part = file.string() + ".part-XXXXXX";
  const Descriptor out(::mkostemp(part.data(), O_CLOEXEC));  // of mode 0600
  const bool made = out && ::write(out.get(), key.data(), key.size()) == std::ssize(key) &&
                    ::fsync(out.get()) == 0 &&
                    (::link(part.c_str(), file.c_str()) == 0 || errno == EEXIST);
  Result<void> result;
  if (!made) result = failed(file);
  if (out) ::unlink(part.c_str());
  return result;
}

}  // namespace

Result<Key> open_key(const std::filesystem::path& file, std::string_view if_removed) {
  if (::access(file.c_str(), F_OK) != 0 && errno == ENOENT)
    if (auto made = create(file); !made) return made.error();
  return read_key(file, if_removed);
}

Result<Key> read_key(const std::filesystem::path& file, std::string_view if_removed) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status {};
  if (!in || ::fstat(in.get(), &status) != 0) return failed(file);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return Error{
        .code = Errc::kDenied,
        .detail = fmt::format("{}: others may read this key; make it private: chmod 600 {}",
                              file.string(), file.string())};
  Key key{};
  const ssize_t count = ::read(in.get(), key.data(), key.size());
  if (count < 0) return failed(file);
  if (count != std::ssize(key) || status.st_size != std::ssize(key))
    return Error{.code = Errc::kMalformed,
                 .detail = fmt::format("{}: this is no key of {} octets; remove it, and {}",
                                       file.string(), key.size(), if_removed)};
  return key;
}

}  // namespace rackseed::secrets
