#include "redfish/ipmi/rmcp_handshake.hpp"

#include <fmt/core.h>

namespace rackseed::redfish {
namespace {

/// The user is looked up by name alone (section 13.20).
constexpr std::uint8_t kByNameOnly = 0x10;

BmcErrc meaning_of_rakp(RakpStatus status) {
  switch (status) {
    case RakpStatus::kNoResources:
    case RakpStatus::kNoResourcesForRole:
      return BmcErrc::kSessionLimit;
    case RakpStatus::kInvalidAuthentication:
    case RakpStatus::kInvalidIntegrity:
    case RakpStatus::kNoMatchingAuthentication:
    case RakpStatus::kNoMatchingIntegrity:
    case RakpStatus::kInvalidConfidentiality:
    case RakpStatus::kNoMatchingSuite:
      return BmcErrc::kUnsupported;
    case RakpStatus::kInvalidRole:
    case RakpStatus::kUnauthorizedRole:
    case RakpStatus::kInvalidNameLength:
    case RakpStatus::kUnauthorizedName:
    case RakpStatus::kInvalidIntegrityCheck:
      return BmcErrc::kDenied;
    case RakpStatus::kDone:
    case RakpStatus::kInvalidSession:
    case RakpStatus::kInactiveSession:
    case RakpStatus::kUnauthorizedGuid:
    case RakpStatus::kIllegalParameter:
      break;
  }
  return BmcErrc::kRefused;
}

BmcError rakp_refusal(RakpStatus status, std::string_view what) {
  return {meaning_of_rakp(status), fmt::format("{}: the BMC answers: {} (status 0x{:02x})", what,
                                               to_string(status), static_cast<unsigned>(status))};
}

BmcError foreign_session(std::string_view what) {
  return {BmcErrc::kMalformed, fmt::format("{}: the answer is for another session", what)};
}

}  // namespace

BmcResult<void> check(const RmcpSettings& settings) {
  if (settings.user.size() > kMostIpmiUserBytes)
    return BmcError{BmcErrc::kDenied, fmt::format("the user name has {} octets: IPMI allows {}",
                                                  settings.user.size(), kMostIpmiUserBytes)};
  for (const auto* key : {&settings.password, &settings.bmc_key})
    if (key->bytes().size() > kMostIpmiPasswordBytes)
      return BmcError{
          BmcErrc::kDenied,
          fmt::format("the {} has {} octets: IPMI allows {}; give the BMC a shorter one",
                      key == &settings.password ? "password" : "BMC key", key->bytes().size(),
                      kMostIpmiPasswordBytes)};
  return {};
}

RmcpHandshake::RmcpHandshake(const RmcpSettings& settings, CipherSuite suite,
                             const FillRandom& random)
    : terms_{.suite = suite, .user = settings.user},
      privilege_(settings.privilege),
      user_key_(settings.password),
      bmc_key_(settings.bmc_key.empty() ? settings.password : settings.bmc_key) {
  terms_.role = static_cast<std::uint8_t>(kByNameOnly | static_cast<unsigned>(privilege_));
  std::array<std::uint8_t, 4> session{};
  random(session);
  random(terms_.console_random);
  for (const auto octet : session) terms_.console_session = terms_.console_session << 8U | octet;
  if (terms_.console_session == 0) terms_.console_session = 1;  // zero: outside a session
}

Octets RmcpHandshake::open_request(std::uint8_t tag) const {
  const auto algorithms = algorithms_of(terms_.suite);
  return encode(OpenRequest{.tag = tag,
                            .privilege = static_cast<std::uint8_t>(privilege_),
                            .console_session = terms_.console_session,
                            .authentication = algorithms.authentication,
                            .integrity = algorithms.integrity,
                            .confidentiality = algorithms.confidentiality});
}

Octets RmcpHandshake::rakp1(std::uint8_t tag) const {
  return encode(Rakp1{.tag = tag,
                      .bmc_session = terms_.bmc_session,
                      .console_random = terms_.console_random,
                      .role = terms_.role,
                      .user = terms_.user});
}

Octets RmcpHandshake::rakp3(std::uint8_t tag) const {
  return encode(RakpCode{
      .tag = tag, .session = terms_.bmc_session, .code = rakp3_code(terms_, user_key_.bytes())});
}

BmcResult<void> RmcpHandshake::take(const OpenResponse& response) {
  constexpr std::string_view kWhat = "Open Session";
  if (response.status != RakpStatus::kDone) return rakp_refusal(response.status, kWhat);
  if (response.console_session != terms_.console_session || response.bmc_session == 0)
    return foreign_session(kWhat);
  const auto asked = algorithms_of(terms_.suite);
  if (response.authentication != asked.authentication || response.integrity != asked.integrity ||
      response.confidentiality != asked.confidentiality)
    return BmcError{BmcErrc::kUnsupported,
                    fmt::format("Open Session: the BMC takes other algorithms than those of cipher "
                                "suite {}",
                                static_cast<unsigned>(terms_.suite))};
  terms_.bmc_session = response.bmc_session;
  return {};
}

BmcResult<void> RmcpHandshake::take(const Rakp2& message) {
  constexpr std::string_view kWhat = "RAKP 2";
  if (message.status != RakpStatus::kDone) return rakp_refusal(message.status, kWhat);
  if (message.console_session != terms_.console_session) return foreign_session(kWhat);
  terms_.bmc_random = message.bmc_random;
  terms_.bmc_guid = message.bmc_guid;
  if (!is_same_code(message.code, rakp2_code(terms_, user_key_.bytes())))
    return BmcError{BmcErrc::kDenied, "RAKP 2: the BMC knows another password for this user"};
  return {};
}

BmcResult<void> RmcpHandshake::take_rakp4(const RakpCode& message) {
  constexpr std::string_view kWhat = "RAKP 4";
  if (message.status != RakpStatus::kDone) return rakp_refusal(message.status, kWhat);
  if (message.session != terms_.console_session) return foreign_session(kWhat);
  session_key_ = session_key(terms_, bmc_key_.bytes());
  if (!is_same_code(message.code, rakp4_code(terms_, session_key_.bytes())))
    return BmcError{BmcErrc::kDenied, "RAKP 4: the BMC has another BMC key (K_G)"};
  keys_ = derive_keys(terms_.suite, session_key_.bytes());
  return {};
}

}  // namespace rackseed::redfish
