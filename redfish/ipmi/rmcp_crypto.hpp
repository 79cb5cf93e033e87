#pragma once

#include <rackseed/bytes.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rackseed::redfish {

using Octets = std::vector<std::uint8_t>;
/// Fills it with random octets that nobody can guess.
using FillRandom = std::function<void(std::span<std::uint8_t>)>;

/// A password or a key: wiped when it goes.
class SecretOctets {
 public:
  SecretOctets() = default;
  explicit SecretOctets(Bytes secret) : octets_(secret.begin(), secret.end()) {}
  SecretOctets(const SecretOctets&) = default;
  SecretOctets(SecretOctets&& other) noexcept = default;
  SecretOctets& operator=(SecretOctets other) noexcept {
    octets_.swap(other.octets_);
    return *this;
  }
  ~SecretOctets();

  [[nodiscard]] Bytes bytes() const { return octets_; }
  [[nodiscard]] bool empty() const { return octets_.empty(); }

 private:
  Octets octets_;
};

/// IPMI 2.0 table 22-20, and its errata 7 for 17. Suites 0 to 2 leave out a key, integrity or
/// confidentiality, and are never spoken; the others are rare or end in MD5.
enum class CipherSuite : std::uint8_t { k3 = 3, k17 = 17 };

/// What a suite stands for (sections 13.28 to 13.28.5).
struct SuiteAlgorithms {
  std::uint8_t authentication = 0;
  std::uint8_t integrity = 0;
  std::uint8_t confidentiality = 0;
  std::size_t digest_bytes = 0;  ///< of a whole HMAC: RAKP 2 and 3
  std::size_t code_bytes = 0;    ///< of a truncated one: RAKP 4 and every packet
  bool operator==(const SuiteAlgorithms&) const = default;
};
[[nodiscard]] SuiteAlgorithms algorithms_of(CipherSuite suite);

using RakpOctets = std::array<std::uint8_t, 16>;

/// What both sides know when the key exchange is through (section 13.31).
struct RakpTerms {
  CipherSuite suite = CipherSuite::k17;
  std::uint32_t console_session = 0;
  std::uint32_t bmc_session = 0;
  RakpOctets console_random{};
  RakpOctets bmc_random{};
  RakpOctets bmc_guid{};
  std::uint8_t role = 0;  ///< the whole octet of RAKP 1
  std::string user{};
};

/// The codes of the messages, each of the length it has on the wire. user_key: the password.
[[nodiscard]] Octets rakp2_code(const RakpTerms& terms, Bytes user_key);
[[nodiscard]] Octets rakp3_code(const RakpTerms& terms, Bytes user_key);
[[nodiscard]] Octets rakp4_code(const RakpTerms& terms, Bytes session_key);

/// SIK. bmc_key: K_G, or the password where the BMC has none ("one-key login").
[[nodiscard]] SecretOctets session_key(const RakpTerms& terms, Bytes bmc_key);

/// K1, and what AES takes of K2 (sections 13.29.2 and 13.32).
struct SessionKeys {
  SecretOctets integrity{};
  SecretOctets confidentiality{};
};
[[nodiscard]] SessionKeys derive_keys(CipherSuite suite, Bytes session_key);

/// The end of a signed packet (section 13.28.4).
[[nodiscard]] Octets packet_code(CipherSuite suite, Bytes integrity_key, Bytes signed_part);

/// In a time that says nothing of where they differ.
[[nodiscard]] bool is_same_code(Bytes a, Bytes b);

/// AES-CBC-128 with its vector before and its trailer inside (section 13.29).
[[nodiscard]] Octets encrypt_payload(Bytes key, const RakpOctets& vector, Bytes plain);
/// Nothing when it is no whole number of blocks, or its trailer is broken.
[[nodiscard]] std::optional<Octets> decrypt_payload(Bytes key, Bytes payload);

}  // namespace rackseed::redfish
