#include "src/rehearsal/certificate.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <stdexcept>

namespace rackseed::rehearsal {
namespace {

namespace ssl = boost::asio::ssl;

constexpr std::size_t kWeakBits = 1024;
constexpr long kDay = 24L * 60 * 60;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using X509Pointer = std::unique_ptr<X509, Freed<&X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<&X509_EXTENSION_free>>;

void check(bool is_good, const char* what) {
  if (!is_good) throw std::runtime_error(fmt::format("OpenSSL: {} failed", what));
}

void add_name(X509* certificate, const std::string& address) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* text = reinterpret_cast<const unsigned char*>(address.c_str());
  check(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1, "name");
  check(X509_set_issuer_name(certificate, name) == 1, "issuer");
  const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                                                fmt::format("IP:{}", address).c_str()));
  check(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "subjectAltName");
}

X509Pointer sign(EVP_PKEY* key, const CertificateTerms& terms) {
  X509Pointer certificate(X509_new());
  check(certificate != nullptr, "X509_new");
  std::uint32_t serial = 0;
  check(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof(serial)) == 1, "RAND_bytes");
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), static_cast<long>(serial));
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -30 * kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), terms.is_expired ? -kDay : 3650 * kDay);
  check(X509_set_pubkey(certificate.get(), key) == 1, "X509_set_pubkey");
  add_name(certificate.get(), terms.address);
  check(X509_sign(certificate.get(), key, terms.is_sha1 ? EVP_sha1() : EVP_sha256()) != 0,
        "X509_sign");
  return certificate;
}

std::string spki_of(const X509* certificate) {
  unsigned char* encoded = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded);
  check(size > 0, "i2d_X509_PUBKEY");
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(encoded, static_cast<std::size_t>(size), digest.data());
  OPENSSL_free(encoded);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

/// What OpenSSL would refuse by itself.
void set_strength(SSL_CTX* native, const CertificateTerms& terms) {
  if (!terms.is_sha1 && !terms.is_tls_old && !terms.is_tls_weak) return;
  SSL_CTX_set_security_level(native, 0);
  if (!terms.is_tls_old && !terms.is_tls_weak) return;
  SSL_CTX_set_min_proto_version(native, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(native, terms.is_tls_old ? TLS1_1_VERSION : TLS1_2_VERSION);
  const char* ciphers = terms.is_tls_weak ? "kDHE+aRSA:kRSA:@SECLEVEL=0" : "ALL:@SECLEVEL=0";
  check(SSL_CTX_set_cipher_list(native, ciphers) == 1, "ciphers");
  SSL_CTX_set_dh_auto(native, 1);  // as strong as the key is
}

}  // namespace

TlsIdentity make_identity(const CertificateTerms& terms) {
  const Key key(terms.is_tls_weak ? EVP_RSA_gen(kWeakBits) : EVP_EC_gen("P-256"));
  check(key != nullptr, "key");
  const X509Pointer certificate = sign(key.get(), terms);
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  SSL_CTX* native = context->native_handle();
  set_strength(native, terms);
  check(SSL_CTX_use_certificate(native, certificate.get()) == 1, "SSL_CTX_use_certificate");
  check(SSL_CTX_use_PrivateKey(native, key.get()) == 1, "SSL_CTX_use_PrivateKey");
  return {.context = std::move(context), .spki_sha256 = spki_of(certificate.get())};
}

}  // namespace rackseed::rehearsal
