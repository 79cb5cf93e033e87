#include "src/rehearsal/ipmi_handshake.hpp"

#include <algorithm>
#include <optional>

#include "redfish/ipmi/rmcp_rakp.hpp"
#include "src/rehearsal/access.hpp"

namespace rackseed::rehearsal {
namespace {

using redfish::CipherSuite;
using redfish::RakpStatus;

constexpr std::chrono::seconds kMostRest{60};
constexpr std::size_t kMostIpmiSessions = 16;
constexpr std::uint8_t kPrivilegeMask = 0x0f;

std::optional<CipherSuite> suite_of(const redfish::OpenRequest& request, const Faults& faults) {
  for (const CipherSuite suite : offered_suites(faults)) {
    const auto algorithms = redfish::algorithms_of(suite);
    if (request.authentication == algorithms.authentication &&
        request.integrity == algorithms.integrity &&
        request.confidentiality == algorithms.confidentiality)
      return suite;
  }
  return {};
}

/// A place for one more: the oldest that is not open yet gives way. False: all are open.
bool make_room(State& state) {
  auto& sessions = state.ipmi.sessions;
  const std::size_t most = state.faults.has(Fault::kSessionLimit)
                               ? static_cast<std::size_t>(state.faults.value(Fault::kSessionLimit))
                               : kMostIpmiSessions;
  if (sessions.size() < most) return true;
  const auto is_older = [](const auto& a, const auto& b) {
    return a.second.is_open != b.second.is_open ? b.second.is_open
                                                : a.second.used_at < b.second.used_at;
  };
  const auto oldest = std::ranges::min_element(sessions, is_older);
  if (oldest == sessions.end() || oldest->second.is_open) return false;
  sessions.erase(oldest);
  return true;
}

RakpStatus refuse_open(State& state, const redfish::OpenRequest& request) {
  if (request.console_session == 0) return RakpStatus::kIllegalParameter;
  if ((request.privilege & kPrivilegeMask) > static_cast<int>(IpmiPrivilege::kAdministrator))
    return RakpStatus::kInvalidRole;
  if (!suite_of(request, state.faults)) return RakpStatus::kNoMatchingSuite;
  return make_room(state) ? RakpStatus::kDone : RakpStatus::kNoResources;
}

IpmiPrivilege limit_of(std::uint8_t asked) {
  const unsigned level = asked & kPrivilegeMask;
  return level == 0 ? IpmiPrivilege::kAdministrator : static_cast<IpmiPrivilege>(level);
}

/// The random number of the BMC is chosen here: who sends RAKP 1 twice gets the same answer twice.
Octets answer_open(State& state, Bytes payload, const redfish::FillRandom& random) {
  const auto request = redfish::decode_open_request(payload);
  if (!request) return {};
  redfish::OpenResponse response{.tag = request->tag,
                                 .status = refuse_open(state, *request),
                                 .console_session = request->console_session};
  if (response.status != RakpStatus::kDone) return encode(response);
  do ++state.ipmi.last_session;
  while (state.ipmi.last_session == 0 || state.ipmi.sessions.contains(state.ipmi.last_session));
  IpmiSession session{.limit = limit_of(request->privilege), .used_at = state.now};
  session.terms.suite = *suite_of(*request, state.faults);
  session.terms.console_session = request->console_session;
  session.terms.bmc_session = state.ipmi.last_session;
  session.terms.bmc_guid = guid_of(state.hardware);
  random(session.terms.bmc_random);
  state.ipmi.sessions.emplace(state.ipmi.last_session, session);
  response.privilege = static_cast<std::uint8_t>(session.limit);
  response.bmc_session = state.ipmi.last_session;
  response.authentication = request->authentication;
  response.integrity = request->integrity;
  response.confidentiality = request->confidentiality;
  return encode(response);
}

/// Why a console may not go on: the session is forgotten then.
RakpStatus refuse_user(State& state, const redfish::Rakp1& request) {
  const unsigned role = request.role & kPrivilegeMask;
  if (role == 0 || role > static_cast<unsigned>(IpmiPrivilege::kAdministrator))
    return RakpStatus::kUnauthorizedRole;
  const Account& account = state.account;
  if (account.name.empty() || account.name == request.user) return RakpStatus::kDone;
  ++state.counters.refused_logins;
  return RakpStatus::kUnauthorizedName;
}

Octets answer_rakp1(State& state, Bytes payload) {
  const auto request = redfish::decode_rakp1(payload);
  if (!request) return {};
  const auto found = state.ipmi.sessions.find(request->bmc_session);
  if (found == state.ipmi.sessions.end() || found->second.is_open) return {};
  auto& terms = found->second.terms;
  redfish::Rakp2 answer{.tag = request->tag,
                        .status = refuse_user(state, *request),
                        .console_session = terms.console_session};
  if (answer.status != RakpStatus::kDone) {
    state.ipmi.sessions.erase(found);
    return encode(answer);
  }
  terms.console_random = request->console_random;
  terms.role = request->role;
  terms.user = request->user;
  answer.bmc_random = terms.bmc_random;
  answer.bmc_guid = terms.bmc_guid;
  answer.code = rakp2_code(terms, bytes_of(state.account.password));
  found->second.used_at = state.now;
  return encode(answer);
}

void open_ipmi_session(State& state, IpmiSession& session, const redfish::SecretOctets& key) {
  session.is_open = true;
  session.keys = derive_keys(session.terms.suite, key.bytes());
  session.limit = std::min(session.limit, limit_of(session.terms.role));
  session.privilege = std::min(session.limit, IpmiPrivilege::kUser);
  session.used_at = state.now;
  ++state.counters.ipmi_sessions_opened;
}

/// RAKP 4 may be lost: who sends RAKP 3 again gets it again, and nothing changes.
Octets answer_rakp3(State& state, Bytes payload) {
  const auto request = redfish::decode_rakp_code(payload);
  if (!request) return {};
  const auto found = state.ipmi.sessions.find(request->session);
  if (found == state.ipmi.sessions.end() || found->second.terms.role == 0) return {};
  IpmiSession& session = found->second;
  redfish::RakpCode answer{.tag = request->tag, .session = session.terms.console_session};
  const Bytes password = bytes_of(state.account.password);
  const bool is_right = request->status == RakpStatus::kDone &&
                        redfish::is_same_code(request->code, rakp3_code(session.terms, password));
  if (!is_right) {
    ++state.counters.refused_logins;
    if (!session.is_open) state.ipmi.sessions.erase(found);
    answer.status = RakpStatus::kInvalidIntegrityCheck;
    return request->status == RakpStatus::kDone ? encode(answer) : Octets();
  }
  const auto key = session_key(session.terms, password);
  if (!session.is_open) open_ipmi_session(state, session, key);
  answer.code = rakp4_code(session.terms, key.bytes());
  return encode(answer);
}

}  // namespace

std::vector<CipherSuite> offered_suites(const Faults& faults) {
  if (faults.has(Fault::kIpmiNoSuite17)) return {CipherSuite::k3};
  return {CipherSuite::k3, CipherSuite::k17};
}

Octets answer_handshake(State& state, const redfish::SessionPacket& packet,
                        const redfish::FillRandom& random) {
  switch (packet.payload_type) {
    case redfish::RmcpPayload::kOpenRequest:
      return answer_open(state, packet.payload, random);
    case redfish::RmcpPayload::kRakp1:
      return answer_rakp1(state, packet.payload);
    case redfish::RmcpPayload::kRakp3:
      return answer_rakp3(state, packet.payload);
    case redfish::RmcpPayload::kIpmi:
    case redfish::RmcpPayload::kOpenResponse:
    case redfish::RmcpPayload::kRakp2:
    case redfish::RmcpPayload::kRakp4:
      break;
  }
  return {};
}

void expire_ipmi_sessions(State& state) {
  std::erase_if(state.ipmi.sessions,
                [&](const auto& entry) { return state.now - entry.second.used_at >= kMostRest; });
}

std::size_t open_ipmi_sessions(const State& state) {
  return static_cast<std::size_t>(std::ranges::count_if(
      state.ipmi.sessions, [](const auto& entry) { return entry.second.is_open; }));
}

redfish::RakpOctets guid_of(const Hardware& hardware) {
  redfish::RakpOctets guid{};
  std::size_t digits = 0;
  for (const char c : hardware.uuid) {
    const auto value = std::string_view("0123456789abcdef").find(c);
    if (value == std::string_view::npos || digits >= 2 * guid.size()) continue;
    auto& octet = guid.at(digits++ / 2);
    octet = static_cast<std::uint8_t>(std::size_t{octet} << 4U | value);
  }
  std::reverse(guid.begin(), guid.begin() + 4);
  std::reverse(guid.begin() + 4, guid.begin() + 6);
  std::reverse(guid.begin() + 6, guid.begin() + 8);
  return guid;
}

}  // namespace rackseed::rehearsal
