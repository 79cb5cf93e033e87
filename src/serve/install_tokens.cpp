#include "src/serve/install_tokens.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <span>

namespace rackseed::serve {
namespace {

constexpr std::size_t kTokenOctets = 16;

}  // namespace

Result<InstallTokens> InstallTokens::open(const std::filesystem::path& file) {
  const auto key = secrets::open_key(file, "running installations have to begin again");
  if (!key) return key.error();
  return InstallTokens(*key);
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
