#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

namespace rackseed::rehearsal {

struct CertificateTerms {
  std::string address{};  ///< its name, and the address that it is for
  bool is_expired = false;
  bool is_sha1 = false;      ///< signed with it
  bool is_tls_old = false;   ///< TLS 1.1 at most
  bool is_tls_weak = false;  ///< RSA of 1024 bits, DHE of 1024 bits or RSA key exchange
};

/// What a TLS server needs, and what a client pins.
struct TlsIdentity {
  std::unique_ptr<boost::asio::ssl::context> context{};
  std::string spki_sha256{};  ///< 64 hexadecimal digits (RFC 7469 section 2.4)
};

/// A new key, and a certificate that it signs itself. Throws std::runtime_error when OpenSSL does
/// not want to.
[[nodiscard]] TlsIdentity make_identity(const CertificateTerms& terms);

}  // namespace rackseed::rehearsal
