#include "redfish/transport/peer_key.hpp"

#include <fmt/core.h>
#include <openssl/bio.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include <array>
#include <ctime>
#include <memory>
#include <utility>

namespace rackseed::redfish {
namespace {

std::string spki_sha256_of(const X509& certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(&certificate), &der);
  if (size <= 0) return "";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(der, static_cast<std::size_t>(size), digest.data());
  OPENSSL_free(der);
  std::string text;
  for (const unsigned octet : digest) text += fmt::format("{:02x}", octet);
  return text;
}

std::string text_of_name(const X509_NAME* name) {
  const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), BIO_free);
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : "";
}

std::string text_of_time(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "";
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace

Certificate certificate_of(const x509_st& certificate) {
  return {.spki_sha256 = spki_sha256_of(certificate),
          .subject = text_of_name(X509_get_subject_name(&certificate)),
          .expires = text_of_time(X509_get0_notAfter(&certificate))};
}

bool PeerKey::accepts(Certificate shown) {
  shown_ = std::move(shown);
  if (shown_.spki_sha256.empty()) return false;
  if (expected_.empty()) expected_ = shown_.spki_sha256;
  return expected_ == shown_.spki_sha256;
}

}  // namespace rackseed::redfish
