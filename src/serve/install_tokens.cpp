#include "src/serve/install_tokens.hpp"

#include <rackseed/descriptor.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <span>
#include <system_error>

namespace rackseed::serve {
namespace {

constexpr std::size_t kTokenOctets = 16;

Error failed(const std::filesystem::path& file) {
  return {.code = Errc::kUnavailable,
          .detail = fmt::format("{}: {}", file.string(), std::generic_category().message(errno))};
}

/// Written beside and renamed: a key that is half there would lock out who has its tokens.
Result<InstallTokens> create(const std::filesystem::path& file) {
  InstallTokens::Key key{};
  if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1)
    return Error{.code = Errc::kUnavailable, .detail = "the system yields no random numbers"};
  const std::string part = file.string() + ".part";
  const Descriptor out(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  const bool written = out && ::write(out.get(), key.data(), key.size()) == std::ssize(key) &&
                       ::fsync(out.get()) == 0 && ::rename(part.c_str(), file.c_str()) == 0;
  if (!written) return failed(file);
  return InstallTokens(key);
}

}  // namespace

Result<InstallTokens> InstallTokens::open(const std::filesystem::path& file) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!in) return errno == ENOENT ? create(file) : failed(file);
  struct stat status {};
  if (::fstat(in.get(), &status) != 0) return failed(file);
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
                 .detail = fmt::format("{}: this is no key of {} octets; remove it, and running "
                                       "installations have to begin again",
                                       file.string(), key.size())};
  return InstallTokens(key);
}

std::string InstallTokens::token(Ipv4 bmc, int attempt) const {
  const std::string text = fmt::format("install/{}/{}", bmc.text(), attempt);
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const auto* octets = reinterpret_cast<const unsigned char*>(text.data());
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), octets, text.size(), digest.data(),
       &size);
  return fmt::format("{:02x}", fmt::join(std::span(digest).first(kTokenOctets), ""));
}

bool InstallTokens::accepts(Ipv4 bmc, int attempt, std::string_view word) const {
  const std::string right = token(bmc, attempt);
  return word.size() == right.size() && CRYPTO_memcmp(word.data(), right.data(), word.size()) == 0;
}

}  // namespace rackseed::serve
