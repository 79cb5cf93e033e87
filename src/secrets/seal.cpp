#include "src/secrets/seal.hpp"

#include <fmt/core.h>
#include <sodium/crypto_aead_xchacha20poly1305.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

#include <vector>

namespace rackseed::secrets {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(std::tuple_size_v<Key> == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_hex(const std::vector<unsigned char>& data) {
  std::string text(data.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), data.data(), data.size());
  text.pop_back();
  return text;
}

std::vector<unsigned char> from_hex(std::string_view text) {
  std::vector<unsigned char> data(text.size() / 2 + 1);  // so that there is a first octet
  std::size_t size = 0;
  const int failed =
      sodium_hex2bin(data.data(), data.size(), text.data(), text.size(), nullptr, &size, nullptr);
  data.resize(failed == 0 ? size : 0);
  return data;
}

}  // namespace

std::string seal(const Key& key, std::string_view name, const SecretText& text) {
  const std::string_view plain = text.reveal();
  std::vector<unsigned char> sealed(kNonce + plain.size() + kTag);
  randombytes_buf(sealed.data(), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(&sealed[kNonce], nullptr, octets(plain), plain.size(),
                                             octets(name), name.size(), nullptr, sealed.data(),
                                             key.data());
  return to_hex(sealed);
}

Result<SecretText> unseal(const Key& key, std::string_view name, std::string_view sealed) {
  const std::vector<unsigned char> data = from_hex(sealed);
  if (data.size() < kNonce + kTag)
    return Error{.code = Errc::kMalformed,
                 .detail = fmt::format("secret {} is damaged; set it again", name)};
  std::string plain(data.size() - kNonce - kTag, '\0');
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr, &data[kNonce],
      data.size() - kNonce, octets(name), name.size(), data.data(), key.data());
  if (failed != 0)
    return Error{.code = Errc::kDenied,
                 .detail = fmt::format("secret {} was sealed with another key; is secrets.key the "
                                       "one of this state folder? Otherwise set it again",
                                       name)};
  return SecretText(std::move(plain));
}

}  // namespace rackseed::secrets
