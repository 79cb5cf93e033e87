#pragma once

#include "redfish/bmc.hpp"
#include "redfish/ipmi/rmcp_rakp.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace rackseed::redfish {

inline constexpr std::size_t kMostIpmiUserBytes = 16;      ///< IPMI 2.0 section 22.28
inline constexpr std::size_t kMostIpmiPasswordBytes = 20;  ///< section 22.30

enum class IpmiPrivilege : std::uint8_t { kUser = 2, kOperator = 3, kAdministrator = 4 };

struct RmcpSettings {
  std::string user{};
  SecretOctets password{};
  SecretOctets bmc_key{};  ///< K_G; empty: the BMC has none
  IpmiPrivilege privilege = IpmiPrivilege::kAdministrator;
  std::chrono::milliseconds probe_limit{1000};  ///< of a question before the session, asked once
  std::chrono::milliseconds repeat_after{1000};
  int tries = 4;
  std::chrono::milliseconds busy_pause{500};
  int busy_tries = 10;  ///< how often a BMC may say that it is busy
};

/// Errors: kDenied (a user name or a password that no BMC can have).
[[nodiscard]] BmcResult<void> check(const RmcpSettings& settings);

/// One run of the key exchange (IPMI 2.0 sections 13.15 to 13.24): what leaves, and what an answer
/// is worth. It knows nothing of time, tags and sequence.
class RmcpHandshake {
 public:
  RmcpHandshake(const RmcpSettings& settings, CipherSuite suite, const FillRandom& random);

  [[nodiscard]] Octets open_request(std::uint8_t tag) const;
  [[nodiscard]] Octets rakp1(std::uint8_t tag) const;
  [[nodiscard]] Octets rakp3(std::uint8_t tag) const;

  /// Errors: kUnsupported (not this suite), kSessionLimit, kDenied, kRefused, kMalformed.
  BmcResult<void> take(const OpenResponse& response);
  BmcResult<void> take(const Rakp2& message);
  BmcResult<void> take_rakp4(const RakpCode& message);

  [[nodiscard]] CipherSuite suite() const { return terms_.suite; }
  [[nodiscard]] std::uint32_t console_session() const { return terms_.console_session; }
  [[nodiscard]] std::uint32_t bmc_session() const { return terms_.bmc_session; }
  /// Of the session, when RAKP 4 was taken.
  [[nodiscard]] const SessionKeys& keys() const { return keys_; }

 private:
  RakpTerms terms_;
  IpmiPrivilege privilege_;
  SecretOctets user_key_;
  SecretOctets bmc_key_;
  SecretOctets session_key_;
  SessionKeys keys_;
};

}  // namespace rackseed::redfish
