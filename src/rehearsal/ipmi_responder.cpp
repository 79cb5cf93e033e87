#include "src/rehearsal/ipmi_responder.hpp"

#include <optional>
#include <utility>

#include "src/rehearsal/ipmi_commands.hpp"
#include "src/rehearsal/ipmi_handshake.hpp"

namespace rackseed::rehearsal {
namespace {

using redfish::RmcpPacket;
using redfish::SessionPacket;

constexpr std::size_t kMostPeers = 4096;

/// It takes no notice of what came: it is restarting, or the faults want it.
bool is_deaf(State& state, std::uint64_t peer) {
  if (state.faults.has(Fault::kIpmiSilent)) return true;
  if (state.restarting_until && state.now < *state.restarting_until) return true;
  if (!state.faults.has(Fault::kIpmiFirstIgnored)) return false;
  if (state.ipmi.heard.size() >= kMostPeers) state.ipmi.heard.clear();
  return state.ipmi.heard.insert(peer).second;
}

std::string_view name_of_step(redfish::RmcpPayload payload) {
  if (payload == redfish::RmcpPayload::kOpenRequest) return "Open Session";
  return payload == redfish::RmcpPayload::kRakp1 ? "RAKP 1" : "RAKP 3";
}

std::optional<redfish::RmcpPayload> reply_to_step(redfish::RmcpPayload payload) {
  switch (payload) {
    case redfish::RmcpPayload::kOpenRequest:
      return redfish::RmcpPayload::kOpenResponse;
    case redfish::RmcpPayload::kRakp1:
      return redfish::RmcpPayload::kRakp2;
    case redfish::RmcpPayload::kRakp3:
      return redfish::RmcpPayload::kRakp4;
    case redfish::RmcpPayload::kIpmi:
    case redfish::RmcpPayload::kOpenResponse:
    case redfish::RmcpPayload::kRakp2:
    case redfish::RmcpPayload::kRakp4:
      break;
  }
  return {};
}

/// The message of a packet of this session; nothing of one that is forged, broken or was seen.
std::optional<Octets> unseal(IpmiSession& session, Bytes datagram) {
  const auto suite = session.terms.suite;
  const auto decoded = redfish::decode_rmcp(datagram, redfish::algorithms_of(suite).code_bytes);
  if (!decoded) return {};
  const auto& packet = std::get<SessionPacket>(*decoded);
  if (!packet.is_signed || !packet.is_encrypted || packet.sequence == 0) return {};
  const auto code = packet_code(suite, session.keys.integrity.bytes(), packet.signed_part);
  if (!redfish::is_same_code(packet.code, code) || !session.window.take(packet.sequence)) return {};
  return redfish::decrypt_payload(session.keys.confidentiality.bytes(), packet.payload);
}

}  // namespace

IpmiResponder::IpmiResponder(Service& service, redfish::FillRandom random)
    : service_(service), random_(std::move(random)) {}

Octets IpmiResponder::answer(Bytes datagram, std::uint64_t peer, std::chrono::milliseconds now) {
  service_.look_at_machine(now);
  State& state = service_.state();
  ++state.counters.ipmi_packets;
  if (is_deaf(state, peer)) return {};
  expire_ipmi_sessions(state);
  Octets reply = answer_packet(datagram);
  service_.give_orders();
  return reply;
}

Octets IpmiResponder::answer_packet(Bytes datagram) {
  const auto packet = redfish::decode_rmcp(datagram, 0);
  if (!packet) return {};
  State& state = service_.state();
  if (const auto* ping = std::get_if<redfish::AsfPing>(&*packet)) {
    if (is_lost(state, "ping")) return {};
    return encode(RmcpPacket(redfish::AsfPong{.tag = ping->tag, .has_ipmi = true}));
  }
  if (const auto* plain = std::get_if<redfish::PlainPacket>(&*packet)) {
    const auto message = redfish::decode_message(plain->message);
    const Octets reply = message ? answer_message(state, *message, 0) : Octets();
    if (reply.empty()) return {};
    return encode(RmcpPacket(redfish::PlainPacket{.message = reply}));
  }
  const auto* of_session = std::get_if<SessionPacket>(&*packet);
  if (of_session == nullptr) return {};
  return of_session->payload_type == redfish::RmcpPayload::kIpmi
             ? answer_inside(datagram, of_session->session)
             : answer_outside(*of_session);
}

Octets IpmiResponder::answer_outside(const SessionPacket& packet) {
  const auto type = reply_to_step(packet.payload_type);
  if (!type || packet.is_signed || packet.is_encrypted || packet.session != 0) return {};
  State& state = service_.state();
  if (is_lost(state, name_of_step(packet.payload_type))) return {};
  const Octets payload = answer_handshake(state, packet, random_);
  if (payload.empty()) return {};
  return encode(RmcpPacket(SessionPacket{.payload_type = *type, .payload = payload}));
}

Octets IpmiResponder::answer_inside(Bytes datagram, std::uint32_t number) {
  State& state = service_.state();
  const auto found = state.ipmi.sessions.find(number);
  if (found == state.ipmi.sessions.end() || !found->second.is_open) return {};
  const auto content = unseal(found->second, datagram);
  if (!content) return {};
  const auto message = redfish::decode_message(*content);
  if (!message) return {};
  found->second.used_at = state.now;
  ++found->second.sent;
  const IpmiSession session = found->second;  // the command may end it
  const Octets reply = answer_message(state, *message, number);
  return reply.empty() ? Octets() : seal(session, reply);
}

Octets IpmiResponder::seal(const IpmiSession& session, const Octets& message) const {
  redfish::RakpOctets vector{};
  random_(vector);
  const auto payload =
      redfish::encrypt_payload(session.keys.confidentiality.bytes(), vector, message);
  auto datagram = encode(RmcpPacket(SessionPacket{.is_encrypted = true,
                                                  .is_signed = true,
                                                  .session = session.terms.console_session,
                                                  .sequence = session.sent,
                                                  .payload = payload}));
  const auto code = packet_code(session.terms.suite, session.keys.integrity.bytes(),
                                Bytes(datagram).subspan(redfish::kRmcpHeaderBytes));
  datagram.insert(datagram.end(), code.begin(), code.end());
  return datagram;
}

}  // namespace rackseed::rehearsal
