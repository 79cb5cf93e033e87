#include "tests/redfish/fake_ipmi_bmc.hpp"

#include <algorithm>

namespace rackseed::redfish {
namespace {

constexpr std::uint8_t kFakeChassis = 0x00;
constexpr std::uint8_t kFakeApp = 0x06;

Octets outside(RmcpPayload type, const Octets& payload) {
  return encode(RmcpPacket(SessionPacket{.payload_type = type, .payload = payload}));
}

Octets message_of(const IpmiMessage& question, const Octets& reply) {
  return encode(IpmiMessage{.to = question.from,
                            .from = question.to,
                            .net_fn = static_cast<std::uint8_t>(question.net_fn + 1),
                            .sequence = question.sequence,
                            .command = question.command,
                            .data = reply});
}

}  // namespace

Octets FakeIpmiBmc::take(Bytes datagram) {
  const auto packet = decode_rmcp(datagram, algorithms_of(terms_.suite).code_bytes);
  if (!packet) return {};
  if (const auto* ping = std::get_if<AsfPing>(&*packet))
    return encode(RmcpPacket(AsfPong{.tag = ping->tag, .has_ipmi = true}));
  if (const auto* plain = std::get_if<PlainPacket>(&*packet))
    return answers_probes ? take_plain(plain->message) : Octets{};
  const auto& session = std::get<SessionPacket>(*packet);
  switch (session.payload_type) {
    case RmcpPayload::kOpenRequest:
      return take_open(session.payload);
    case RmcpPayload::kRakp1:
      return take_rakp1(session.payload);
    case RmcpPayload::kRakp3:
      return take_rakp3(session.payload);
    case RmcpPayload::kIpmi:
      return take_sealed(session);
    case RmcpPayload::kOpenResponse:
    case RmcpPayload::kRakp2:
    case RmcpPayload::kRakp4:
      break;
  }
  return {};
}

Octets FakeIpmiBmc::take_plain(Bytes payload) {
  const auto message = decode_message(payload);
  if (!message || message->net_fn != kFakeApp) return {};
  Octets reply{0xc1};
  if (message->command == 0x38)
    reply = {0, 1, 0x80, 0, static_cast<std::uint8_t>(has_ipmi_2_0 ? 2 : 1), 0, 0, 0, 0};
  if (message->command == 0x54) reply = suite_page(message->data[2] & 0x3fU);
  const auto answer = message_of(*message, reply);
  return encode(RmcpPacket(PlainPacket{.message = answer}));
}

Octets FakeIpmiBmc::suite_page(std::uint8_t page) const {
  Octets records;
  for (const auto number : offers) records.insert(records.end(), {0xc0, number, 0x03, 0x44, 0x81});
  Octets reply{0, 1};
  const std::size_t begin = std::min<std::size_t>(page * kSuitePageBytes, records.size());
  const auto rest = Bytes(records).subspan(begin);
  const auto part = rest.first(std::min(rest.size(), kSuitePageBytes));
  reply.insert(reply.end(), part.begin(), part.end());
  return reply;
}

Octets FakeIpmiBmc::take_open(Bytes payload) {
  const auto request = decode_open_request(payload);
  if (!request) return {};
  OpenResponse response{.tag = request->tag,
                        .status = open_status,
                        .privilege = request->privilege,
                        .console_session = request->console_session,
                        .bmc_session = 0x02000000U + static_cast<std::uint32_t>(sessions),
                        .authentication = request->authentication,
                        .integrity = request->integrity,
                        .confidentiality = request->confidentiality};
  for (const auto known : {CipherSuite::k3, CipherSuite::k17})
    if (algorithms_of(known).authentication == request->authentication) terms_.suite = known;
  suite = static_cast<int>(terms_.suite);
  if (std::ranges::count(takes, static_cast<std::uint8_t>(suite)) == 0)
    response.status = RakpStatus::kNoMatchingSuite;
  terms_.console_session = request->console_session;
  terms_.bmc_session = response.bmc_session;
  has_keys_ = false;
  return outside(RmcpPayload::kOpenResponse, encode(response));
}

Octets FakeIpmiBmc::take_rakp1(Bytes payload) {
  const auto request = decode_rakp1(payload);
  if (!request || request->bmc_session != terms_.bmc_session) return {};
  Rakp2 answer{.tag = request->tag, .console_session = terms_.console_session};
  if (request->user != user) {
    answer.status = RakpStatus::kUnauthorizedName;
    return outside(RmcpPayload::kRakp2, encode(answer));
  }
  terms_.console_random = request->console_random;
  terms_.role = request->role;
  terms_.user = request->user;
  ++terms_.bmc_random[0];  // anew for each RAKP 1
  terms_.bmc_guid[0] = 7;
  answer.bmc_random = terms_.bmc_random;
  answer.bmc_guid = terms_.bmc_guid;
  answer.code = rakp2_code(terms_, bytes_of(password));
  return outside(RmcpPayload::kRakp2, encode(answer));
}

Octets FakeIpmiBmc::take_rakp3(Bytes payload) {
  const auto request = decode_rakp_code(payload);
  if (!request || request->session != terms_.bmc_session) return {};
  if (std::exchange(has_keys_, true) && !takes_rakp_twice) return {};
  RakpCode answer{.tag = request->tag, .session = terms_.console_session};
  if (!is_same_code(request->code, rakp3_code(terms_, bytes_of(password)))) {
    answer.status = RakpStatus::kInvalidIntegrityCheck;
    return outside(RmcpPayload::kRakp4, encode(answer));
  }
  const auto key = session_key(terms_, bytes_of(bmc_key.empty() ? password : bmc_key));
  keys_ = derive_keys(terms_.suite, key.bytes());
  answer.code = rakp4_code(terms_, key.bytes());
  sequence_ = first_sequence;
  return outside(RmcpPayload::kRakp4, encode(answer));
}

Octets FakeIpmiBmc::take_sealed(const SessionPacket& packet) {
  const auto code = packet_code(terms_.suite, keys_.integrity.bytes(), packet.signed_part);
  if (terms_.bmc_session == 0 || packet.session != terms_.bmc_session || !packet.is_signed ||
      !packet.is_encrypted || !is_same_code(code, packet.code))
    return {};
  sequences.push_back(packet.sequence);
  const auto plain = decrypt_payload(keys_.confidentiality.bytes(), packet.payload);
  if (!plain) return {};
  const auto message = decode_message(*plain);
  if (!message) return {};
  asked.push_back(*message);
  asked.back().data = {};
  asked_data.emplace_back(message->data.begin(), message->data.end());
  last_message = message_of(*message, reply_to(*message));
  return seal(last_message);
}

Octets FakeIpmiBmc::seal(const Octets& message) {
  const auto payload = encrypt_payload(keys_.confidentiality.bytes(), RakpOctets{9}, message);
  auto datagram = encode(RmcpPacket(SessionPacket{.is_encrypted = true,
                                                  .is_signed = true,
                                                  .session = terms_.console_session,
                                                  .sequence = sequence_++,
                                                  .payload = payload}));
  const auto code =
      packet_code(terms_.suite, keys_.integrity.bytes(), Bytes(datagram).subspan(kRmcpHeaderBytes));
  datagram.insert(datagram.end(), code.begin(), code.end());
  return datagram;
}

Octets FakeIpmiBmc::reply_to(const IpmiMessage& message) {
  const Command command{message.net_fn, message.command};
  if (auto& replies = scripted[command]; !replies.empty()) {
    auto reply = replies.front();
    replies.pop_front();
    return reply;
  }
  if (const auto found = fixed.find(command); found != fixed.end()) return found->second;
  if (message.net_fn == kFakeApp) return reply_to_app(message);
  if (message.net_fn == kFakeChassis) return reply_to_chassis(message);
  return {0xc1};
}

Octets FakeIpmiBmc::reply_to_app(const IpmiMessage& message) {
  switch (message.command) {
    case 0x01:  // Get Device ID
      return {0, 0x20, 1, 2, 0x10, 2, 0xbf, 0x57, 0x01, 0, 0x34, 0x12};
    case 0x02:  // Cold Reset
      lose_session();
      return {0};
    case 0x3b:  // Set Session Privilege Level
      ++sessions;
      if (privilege_completion != 0) return {privilege_completion};
      return {0, message.data[0]};
    case 0x3c:  // Close Session
      ++closed;
      return {0};
    default:
      return {0xc1};
  }
}

bool FakeIpmiBmc::shows_on() {
  if (is_changing_ && ++readings_ > slow_power) {
    is_on = !is_on;
    is_changing_ = false;
  }
  return is_on;
}

Octets FakeIpmiBmc::reply_to_chassis(const IpmiMessage& message) {
  switch (message.command) {
    case 0x01:  // Get Chassis Status
      return {0, static_cast<std::uint8_t>(shows_on() ? 0x21 : 0x20), 0, 0};
    case 0x02: {  // Chassis Control
      const bool turns_on = message.data[0] == 1;
      const bool turns_off = message.data[0] == 0 || message.data[0] == 5;
      if (!turns_on && !is_on) return {0xd5};
      is_changing_ = (turns_on && !is_on) || (turns_off && is_on);
      readings_ = 0;
      return {0};
    }
    case 0x04:  // Chassis Identify
      return {0};
    case 0x08:
    case 0x09:
      return reply_to_boot(message);
    default:
      return {0xc1};
  }
}

Octets FakeIpmiBmc::reply_to_boot(const IpmiMessage& message) {
  constexpr std::uint8_t kSetOption = 0x08;
  if (message.command == kSetOption) {
    if (message.data[0] == 3) return {0};
    if (message.data[0] != 5 || message.data.size() != 6) return {0x80};
    std::ranges::copy(message.data.subspan(1), flags.begin());
    return {0};
  }
  const auto shown = shown_flags.value_or(flags);
  Octets reply{0, 1, 5};
  reply.insert(reply.end(), shown.begin(), shown.end());
  return reply;
}

}  // namespace rackseed::redfish
