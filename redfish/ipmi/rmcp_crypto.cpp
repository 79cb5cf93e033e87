#include "redfish/ipmi/rmcp_crypto.hpp"

#include "redfish/ipmi/little_endian.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace rackseed::redfish {
namespace {

constexpr std::size_t kBlockBytes = 16;
constexpr std::size_t kAesKeyBytes = 16;
constexpr std::size_t kMostKeyBytes = 20;   // of a user or a BMC (section 13.31)
constexpr std::size_t kConstantBytes = 20;  // with SHA-256 too
constexpr std::size_t kMostEncryptedBytes = 65535;

int size_of(Bytes bytes) { return static_cast<int>(bytes.size()); }

const EVP_MD* digest_of(CipherSuite suite) {
  return suite == CipherSuite::k17 ? EVP_sha256() : EVP_sha1();
}

Octets hmac(CipherSuite suite, Bytes key, Bytes text) {
  Octets code(algorithms_of(suite).digest_bytes);
  unsigned size = 0;
  const auto* done = HMAC(digest_of(suite), key.data(), size_of(key), text.data(), text.size(),
                          code.data(), &size);
  if (done == nullptr || size != code.size())
    throw std::runtime_error("ipmi: libcrypto offers no HMAC");
  return code;
}

/// A key of a user is the password with zeros up to its full length.
Octets hmac_by_user(CipherSuite suite, Bytes key, Bytes text) {
  std::array<std::uint8_t, kMostKeyBytes> padded{};
  std::copy_n(key.begin(), std::min(key.size(), padded.size()), padded.begin());
  auto code = hmac(suite, padded, text);
  OPENSSL_cleanse(padded.data(), padded.size());
  return code;
}

void put_name(ByteWriter& out, const RakpTerms& terms) {
  out.u8(terms.role).u8(static_cast<std::uint8_t>(terms.user.size())).bytes(bytes_of(terms.user));
}

SecretOctets derive_key(CipherSuite suite, Bytes session_key, std::uint8_t constant,
                        std::size_t most) {
  const Octets text(kConstantBytes, constant);
  auto key = hmac(suite, session_key, text);
  SecretOctets kept(Bytes(key).first(std::min(most, key.size())));
  OPENSSL_cleanse(key.data(), key.size());
  return kept;
}

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

/// Whole blocks in, whole blocks out.
Octets run_aes(Bytes key, Bytes vector, Bytes text, bool encrypts) {
  const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
  Octets result(text.size() + kBlockBytes);
  int size = 0;
  if (!context || key.size() != kAesKeyBytes ||
      EVP_CipherInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, key.data(), vector.data(),
                        encrypts ? 1 : 0) != 1 ||
      EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
      EVP_CipherUpdate(context.get(), result.data(), &size, text.data(), size_of(text)) != 1)
    throw std::runtime_error("ipmi: libcrypto offers no AES");
  result.resize(static_cast<std::size_t>(size));
  return result;
}

}  // namespace

SecretOctets::~SecretOctets() { OPENSSL_cleanse(octets_.data(), octets_.size()); }

SuiteAlgorithms algorithms_of(CipherSuite suite) {
  switch (suite) {
    case CipherSuite::k3:
      return {.authentication = 1,
              .integrity = 1,
              .confidentiality = 1,
              .digest_bytes = 20,
              .code_bytes = 12};
    case CipherSuite::k17:
      return {.authentication = 3,
              .integrity = 4,
              .confidentiality = 1,
              .digest_bytes = 32,
              .code_bytes = 16};
  }
  return {};
}

Octets rakp2_code(const RakpTerms& terms, Bytes user_key) {
  ByteWriter text;
  put_u32le(text, terms.console_session);
  put_u32le(text, terms.bmc_session);
  text.bytes(terms.console_random).bytes(terms.bmc_random).bytes(terms.bmc_guid);
  put_name(text, terms);
  return hmac_by_user(terms.suite, user_key, text.take());
}

Octets rakp3_code(const RakpTerms& terms, Bytes user_key) {
  ByteWriter text;
  text.bytes(terms.bmc_random);
  put_u32le(text, terms.console_session);
  put_name(text, terms);
  return hmac_by_user(terms.suite, user_key, text.take());
}

Octets rakp4_code(const RakpTerms& terms, Bytes session_key) {
  ByteWriter text;
  text.bytes(terms.console_random);
  put_u32le(text, terms.bmc_session);
  text.bytes(terms.bmc_guid);
  auto code = hmac(terms.suite, session_key, text.take());
  code.resize(algorithms_of(terms.suite).code_bytes);
  return code;
}

SecretOctets session_key(const RakpTerms& terms, Bytes bmc_key) {
  ByteWriter text;
  text.bytes(terms.console_random).bytes(terms.bmc_random);
  put_name(text, terms);
  auto key = hmac_by_user(terms.suite, bmc_key, text.take());
  SecretOctets kept(key);
  OPENSSL_cleanse(key.data(), key.size());
  return kept;
}

SessionKeys derive_keys(CipherSuite suite, Bytes session_key) {
  constexpr std::size_t kWhole = 64;
  return {.integrity = derive_key(suite, session_key, 1, kWhole),
          .confidentiality = derive_key(suite, session_key, 2, kAesKeyBytes)};
}

Octets packet_code(CipherSuite suite, Bytes integrity_key, Bytes signed_part) {
  auto code = hmac(suite, integrity_key, signed_part);
  code.resize(algorithms_of(suite).code_bytes);
  return code;
}

bool is_same_code(Bytes a, Bytes b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Octets encrypt_payload(Bytes key, const RakpOctets& vector, Bytes plain) {
  ByteWriter padded;
  padded.bytes(plain);
  std::uint8_t pad = 0;
  while ((padded.size() + 1) % kBlockBytes != 0) padded.u8(++pad);
  const auto text = padded.u8(pad).take();
  Octets payload(vector.begin(), vector.end());
  const auto encrypted = run_aes(key, vector, text, true);
  payload.insert(payload.end(), encrypted.begin(), encrypted.end());
  return payload;
}

std::optional<Octets> decrypt_payload(Bytes key, Bytes payload) {
  if (payload.size() < 2 * kBlockBytes || payload.size() % kBlockBytes != 0 ||
      payload.size() > kMostEncryptedBytes)
    return {};
  auto plain = run_aes(key, payload.first(kBlockBytes), payload.subspan(kBlockBytes), false);
  const std::size_t pad = plain.back();
  if (pad >= kBlockBytes || pad + 1 > plain.size()) return {};
  plain.resize(plain.size() - 1);
  for (std::size_t left = pad; left > 0; --left) {
    if (plain.back() != left) return {};
    plain.pop_back();
  }
  return plain;
}

}  // namespace rackseed::redfish
