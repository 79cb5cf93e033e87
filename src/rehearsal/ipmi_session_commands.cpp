// Sessions, and what a console asks before it has one (IPMI 2.0 section 22).

#include <algorithm>
#include <array>

#include "redfish/ipmi/little_endian.hpp"
#include "src/rehearsal/ipmi_commands.hpp"
#include "src/rehearsal/ipmi_handshake.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::uint8_t kAppFunction = 0x06;
constexpr std::uint8_t kLanChannel = 0x01;
constexpr std::uint8_t kThisChannel = 0x0e;
constexpr std::uint8_t kChannelMask = 0x0f;

bool is_our_channel(std::uint8_t octet) {
  return (octet & kChannelMask) == kThisChannel || (octet & kChannelMask) == kLanChannel;
}

/// Section 22.13. No authentication of IPMI 1.5 is on offer; whoever asks in its way is not told
/// of 2.0.
Octets channel_capabilities(State& state, const IpmiCall& call) {
  constexpr std::uint8_t kExtended = 0x80;
  constexpr std::uint8_t kNamedUsers = 0x04;
  constexpr std::uint8_t kNamelessUsers = 0x02;
  constexpr std::uint8_t kHasIpmi20 = 0x02;
  if (!is_our_channel(call.data[0])) return {kInvalidField};
  const unsigned extended = call.data[0] & kExtended;
  const unsigned users = kNamedUsers | (state.account.name.empty() ? kNamelessUsers : 0U);
  ByteWriter out;
  out.u8(kIpmiDone).u8(kLanChannel).u8(static_cast<std::uint8_t>(extended));
  out.u8(static_cast<std::uint8_t>(users)).u8(extended != 0 ? kHasIpmi20 : std::uint8_t{0});
  return out.u32be(0).take();  // no manufacturer has a say in it
}

/// Section 22.15: records of suites, in pages.
Octets cipher_suites(State& state, const IpmiCall& call) {
  constexpr std::uint8_t kStandard = 0xc0;
  constexpr std::size_t kPageOctets = 16;
  if (!is_our_channel(call.data[0])) return {kInvalidField};
  ByteWriter records;
  for (const auto suite : offered_suites(state.faults)) {
    const auto algorithms = redfish::algorithms_of(suite);
    records.u8(kStandard).u8(static_cast<std::uint8_t>(suite)).u8(algorithms.authentication);
    records.u8(static_cast<std::uint8_t>(0x40U | algorithms.integrity));
    records.u8(static_cast<std::uint8_t>(0x80U | algorithms.confidentiality));
  }
  const Octets all = records.take();
  const std::size_t begin = std::min((call.data[2] & 0x3fU) * kPageOctets, all.size());
  ByteWriter out;
  out.u8(kIpmiDone).u8(kLanChannel);
  return out.bytes(Bytes(all).subspan(begin, std::min(kPageOctets, all.size() - begin))).take();
}

/// Section 22.18; 0 asks for the present one.
Octets set_privilege(State& state, const IpmiCall& call) {
  constexpr std::uint8_t kNotForThisUser = 0x80;
  constexpr std::uint8_t kAboveTheLimit = 0x81;
  IpmiSession& session = state.ipmi.sessions.at(call.session);
  const auto wanted = static_cast<IpmiPrivilege>(call.data[0] & 0x0fU);
  if (wanted == IpmiPrivilege::kCallback || wanted > IpmiPrivilege::kAdministrator)
    return {kNotForThisUser};
  if (wanted > session.limit) return {kAboveTheLimit};
  if (wanted != IpmiPrivilege::kNone) session.privilege = wanted;
  return {kIpmiDone, static_cast<std::uint8_t>(session.privilege)};
}

/// Section 22.19; another's session may be ended by an administrator.
Octets close_ipmi_session(State& state, const IpmiCall& call) {
  constexpr std::uint8_t kNoSuchSession = 0x87;
  ByteReader in(call.data);
  const std::uint32_t number = redfish::u32le(in);
  const auto found = state.ipmi.sessions.find(number);
  if (found == state.ipmi.sessions.end() || !found->second.is_open) return {kNoSuchSession};
  if (number != call.session &&
      state.ipmi.sessions.at(call.session).privilege < IpmiPrivilege::kAdministrator)
    return {kNotPrivileged};
  state.ipmi.sessions.erase(found);
  ++state.counters.ipmi_sessions_closed;
  return {kIpmiDone};
}

using enum IpmiPrivilege;

constexpr auto kIpmiSessionCommands = std::to_array<IpmiCommand>({
    {kAppFunction, 0x38, kNone, 2, 2, "Get Channel Authentication Capabilities",
     &channel_capabilities},
    {kAppFunction, 0x54, kNone, 3, 3, "Get Channel Cipher Suites", &cipher_suites},
    {kAppFunction, 0x3b, kCallback, 1, 1, "Set Session Privilege Level", &set_privilege},
    {kAppFunction, 0x3c, kCallback, 4, 4, "Close Session", &close_ipmi_session},
});

}  // namespace

std::span<const IpmiCommand> ipmi_session_commands() { return kIpmiSessionCommands; }

}  // namespace rackseed::rehearsal
