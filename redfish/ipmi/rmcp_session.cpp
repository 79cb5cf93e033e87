#include "redfish/ipmi/rmcp_session.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace rackseed::redfish {
namespace {

constexpr std::uint8_t kSequenceMask = 0x3f;
constexpr int kMostPatience = 8;  // times the ordinary wait
constexpr int kTriesBeforeRestart = 2;
constexpr int kMostRestarts = 3;
constexpr std::uint8_t kMostPages = 8;  // of 16 octets: some forty suites

double count_seconds(RmcpTime::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// In the order in which they are tried.
std::vector<CipherSuite> common_suites(const std::vector<std::uint8_t>& offered) {
  std::vector<CipherSuite> suites;
  for (const auto suite : {CipherSuite::k17, CipherSuite::k3})
    if (std::ranges::count(offered, static_cast<std::uint8_t>(suite)) > 0) suites.push_back(suite);
  return suites;
}

}  // namespace

RmcpSession::RmcpSession(RmcpSettings settings, FillRandom random)
    : settings_(std::move(settings)), random_(std::move(random)) {}

RmcpStep RmcpSession::open(RmcpTime now) {
  if (const auto checked = check(settings_); !checked) return fail(checked.error());
  return enter(Phase::kCapabilities, ask_capabilities(settings_.privilege), now);
}

RmcpStep RmcpSession::ask(IpmiQuestion question, RmcpTime now) {
  assert(is_open());
  return enter(Phase::kAsking, std::move(question), now);
}

RmcpStep RmcpSession::close(RmcpTime now) {
  if (!has_keys()) return finish(Phase::kClosed, {});
  return enter(Phase::kClosing, ask_close(handshake_->bmc_session()), now);
}

RmcpStep RmcpSession::enter(Phase phase, IpmiQuestion question, RmcpTime now) {
  phase_ = phase;
  question_ = std::move(question);
  tries_ = 0;
  refusals_ = 0;
  begun_ = now;
  wait_ = is_probing() ? settings_.probe_limit : settings_.repeat_after;
  return transmit(now);
}

RmcpStep RmcpSession::enter(Phase phase, std::string_view name, RmcpTime now) {
  return enter(phase, IpmiQuestion{.name = name}, now);
}

RmcpStep RmcpSession::guess_suites(RmcpTime now) {
  suites_ = {CipherSuite::k17, CipherSuite::k3};
  return open_with_next_suite(now);
}

RmcpStep RmcpSession::open_with_next_suite(RmcpTime now) {
  const CipherSuite suite = suites_.front();
  suites_.erase(suites_.begin());
  restarts_ = 0;
  return open_with(suite, now);
}

RmcpStep RmcpSession::open_with(CipherSuite suite, RmcpTime now) {
  handshake_.emplace(settings_, suite, random_);
  session_sequence_ = 0;
  window_ = {};
  return enter(Phase::kOpening, "Open Session", now);
}

RmcpStep RmcpSession::transmit(RmcpTime now) {
  ++tries_;
  ++tag_;
  sequence_ = static_cast<std::uint8_t>((sequence_ + 1) & kSequenceMask);
  if (tries_ == 1) first_sequence_ = sequence_;
  is_paused_ = false;
  sent_at_ = now;
  deadline_ = now + wait_;
  return {.send = packet()};
}

Octets RmcpSession::packet() {
  const auto outside = [](RmcpPayload type, const Octets& payload) {
    return encode(RmcpPacket(SessionPacket{.payload_type = type, .payload = payload}));
  };
  const auto message = encode(IpmiMessage{.net_fn = question_.net_fn,
                                          .sequence = sequence_,
                                          .command = question_.command,
                                          .data = question_.data});
  switch (phase_) {
    case Phase::kCapabilities:
    case Phase::kSuites:
      return encode(RmcpPacket(PlainPacket{.message = message}));
    case Phase::kOpening:
      return outside(RmcpPayload::kOpenRequest, handshake_->open_request(tag_));
    case Phase::kRakp1:
      return outside(RmcpPayload::kRakp1, handshake_->rakp1(tag_));
    case Phase::kRakp3:
      return outside(RmcpPayload::kRakp3, handshake_->rakp3(tag_));
    case Phase::kPrivilege:
    case Phase::kAsking:
    case Phase::kClosing:
      return sealed(message);
    case Phase::kClosed:
    case Phase::kIdle:
      break;
  }
  return {};
}

/// Encrypted, then signed.
Octets RmcpSession::sealed(const Octets& message) {
  RakpOctets vector{};
  random_(vector);
  const auto payload = encrypt_payload(handshake_->keys().confidentiality.bytes(), vector, message);
  auto datagram = encode(RmcpPacket(SessionPacket{.is_encrypted = true,
                                                  .is_signed = true,
                                                  .session = handshake_->bmc_session(),
                                                  .sequence = ++session_sequence_,
                                                  .payload = payload}));
  const auto code = packet_code(handshake_->suite(), handshake_->keys().integrity.bytes(),
                                Bytes(datagram).subspan(kRmcpHeaderBytes));
  datagram.insert(datagram.end(), code.begin(), code.end());
  return datagram;
}

RmcpStep RmcpSession::tick(RmcpTime now) {
  if (now < deadline_ || phase_ == Phase::kClosed || phase_ == Phase::kIdle) return {};
  if (is_paused_) {
    tries_ = 0;
    return transmit(now);
  }
  return tries_ < most_tries() ? transmit(now) : give_up(now);
}

int RmcpSession::most_tries() const {
  if (is_probing() || phase_ == Phase::kClosing) return 1;
  return may_restart() ? kTriesBeforeRestart : settings_.tries;
}

/// A BMC that lost our question, or whose answer was lost, may not take the same step twice
/// (OpenIPMI's does not): the key exchange has to begin anew.
bool RmcpSession::may_restart() const {
  return (phase_ == Phase::kRakp1 || phase_ == Phase::kRakp3) && restarts_ < kMostRestarts;
}

RmcpStep RmcpSession::give_up(RmcpTime now) {
  if (is_probing()) return guess_suites(now);
  if (phase_ == Phase::kClosing) return finish(Phase::kClosed, {});
  if (may_restart()) {
    ++restarts_;
    return open_with(handshake_->suite(), now);
  }
  if (phase_ == Phase::kOpening && has_heard_ && !suites_.empty()) return open_with_next_suite(now);
  return fail({has_heard_ ? BmcErrc::kTimedOut : BmcErrc::kUnreachable,
               fmt::format("{}: no answer to {} packets in {:.1f} s", question_.name, tries_,
                           count_seconds(now - begun_))});
}

/// What fails in an open session leaves it open.
RmcpStep RmcpSession::fail(BmcError error) {
  phase_ = phase_ == Phase::kAsking ? Phase::kIdle : Phase::kClosed;
  return {.result = BmcResult<IpmiReply>(std::move(error))};
}

RmcpStep RmcpSession::finish(Phase phase, IpmiReply reply) {
  phase_ = phase;
  if (failure_) return {.result = BmcResult<IpmiReply>(*std::exchange(failure_, std::nullopt))};
  return {.result = BmcResult<IpmiReply>(std::move(reply))};
}

RmcpStep RmcpSession::take(Bytes datagram, RmcpTime now) {
  const std::size_t code_bytes =
      handshake_ ? algorithms_of(handshake_->suite()).code_bytes : std::size_t{0};
  const auto packet = decode_rmcp(datagram, code_bytes);
  if (!packet) return {};
  if (const auto* plain = std::get_if<PlainPacket>(&*packet))
    return is_probing() ? take_message(plain->message, now) : RmcpStep{};
  const auto* of_session = std::get_if<SessionPacket>(&*packet);
  if (of_session == nullptr) return {};
  return of_session->payload_type == RmcpPayload::kIpmi ? take_inside(*of_session, now)
                                                        : take_outside(*of_session, now);
}

RmcpStep RmcpSession::take_outside(const SessionPacket& packet, RmcpTime now) {
  if (packet.is_signed || packet.is_encrypted) return {};
  if (phase_ == Phase::kOpening && packet.payload_type == RmcpPayload::kOpenResponse)
    return take_open_response(packet.payload, now);
  if (phase_ == Phase::kRakp1 && packet.payload_type == RmcpPayload::kRakp2)
    return take_rakp2(packet.payload, now);
  if (phase_ == Phase::kRakp3 && packet.payload_type == RmcpPayload::kRakp4)
    return take_rakp4(packet.payload, now);
  return {};
}

RmcpStep RmcpSession::take_open_response(Bytes payload, RmcpTime now) {
  const auto response = decode_open_response(payload);
  if (!response || is_late(response->tag)) return {};
  return advance(handshake_->take(*response), Phase::kRakp1, now);
}

RmcpStep RmcpSession::take_rakp2(Bytes payload, RmcpTime now) {
  const auto message = decode_rakp2(payload);
  if (!message || is_late(message->tag)) return {};
  return advance(handshake_->take(*message), Phase::kRakp3, now);
}

RmcpStep RmcpSession::take_rakp4(Bytes payload, RmcpTime now) {
  const auto message = decode_rakp_code(payload);
  if (!message || is_late(message->tag)) return {};
  return advance(handshake_->take_rakp4(*message), Phase::kPrivilege, now);
}

/// Only the answer to the last packet counts: with it the BMC chose its session and its random
/// number anew. But a BMC that answers an earlier one is slow, and gets the time it needs.
bool RmcpSession::is_late(std::uint8_t tag) {
  if (tag == tag_) {
    has_heard_ = true;
    return false;
  }
  if (static_cast<std::uint8_t>(tag_ - tag) < tries_) {
    has_heard_ = true;
    wait_ = std::min<RmcpTime::duration>(2 * wait_, kMostPatience * settings_.repeat_after);
    deadline_ = sent_at_ + wait_;
  }
  return true;
}

RmcpStep RmcpSession::advance(const BmcResult<void>& taken, Phase next, RmcpTime now) {
  if (!taken) {
    if (taken.error().code == BmcErrc::kMalformed) return {};  // a stray
    if (taken.error().code == BmcErrc::kUnsupported && !suites_.empty())
      return open_with_next_suite(now);
    return fail(taken.error());
  }
  if (next == Phase::kPrivilege) return enter(next, ask_privilege(settings_.privilege), now);
  return enter(next, next == Phase::kRakp1 ? "RAKP 1" : "RAKP 3", now);
}

RmcpStep RmcpSession::take_inside(const SessionPacket& packet, RmcpTime now) {
  if (!has_keys() || !packet.is_signed || !packet.is_encrypted ||
      packet.session != handshake_->console_session())
    return {};
  const auto& keys = handshake_->keys();
  const auto code = packet_code(handshake_->suite(), keys.integrity.bytes(), packet.signed_part);
  if (!is_same_code(packet.code, code) || !window_.take(packet.sequence)) return {};
  const auto message = decrypt_payload(keys.confidentiality.bytes(), packet.payload);
  return message ? take_message(*message, now) : RmcpStep{};
}

RmcpStep RmcpSession::take_message(Bytes payload, RmcpTime now) {
  const auto message = decode_message(payload);
  if (!message || phase_ == Phase::kIdle || message->data.empty()) return {};
  const auto nth = static_cast<std::uint8_t>(message->sequence - first_sequence_) & kSequenceMask;
  if (message->net_fn != question_.net_fn + 1 || message->command != question_.command ||
      nth >= tries_)
    return {};
  has_heard_ = true;
  const Bytes rest = message->data.subspan(1);
  return take_reply({.completion = message->data.front(), .data = {rest.begin(), rest.end()}}, now);
}

RmcpStep RmcpSession::take_reply(IpmiReply reply, RmcpTime now) {
  if (means_later(reply.completion)) return pause(reply.completion, now);
  switch (phase_) {
    case Phase::kCapabilities:
      return take_capabilities(reply, now);
    case Phase::kSuites:
      return take_suites(reply, now);
    case Phase::kPrivilege:
      if (reply.completion == 0) return finish(Phase::kIdle, {});
      failure_ = BmcError{BmcErrc::kDenied, describe_refusal(question_.name, reply.completion)};
      return close(now);
    case Phase::kAsking:
      return finish(Phase::kIdle, std::move(reply));
    case Phase::kClosing:
      return finish(Phase::kClosed, {});
    case Phase::kClosed:
    case Phase::kOpening:
    case Phase::kRakp1:
    case Phase::kRakp3:
    case Phase::kIdle:
      break;
  }
  return {};
}

RmcpStep RmcpSession::take_capabilities(const IpmiReply& reply, RmcpTime now) {
  const auto capabilities = decode_capabilities(reply);
  if (capabilities && !capabilities->has_ipmi_2_0)
    return fail({BmcErrc::kUnsupported, "the BMC speaks only IPMI 1.5"});
  suite_records_.clear();
  suite_page_ = 0;
  return enter(Phase::kSuites, ask_suites(0), now);
}

RmcpStep RmcpSession::take_suites(const IpmiReply& reply, RmcpTime now) {
  const auto page = decode_suite_page(reply);
  if (!page) return guess_suites(now);
  suite_records_.insert(suite_records_.end(), page->begin(), page->end());
  if (page->size() == kSuitePageBytes && ++suite_page_ < kMostPages)
    return enter(Phase::kSuites, ask_suites(suite_page_), now);
  const auto offered = decode_suites(suite_records_);
  if (!offered || offered->empty()) return guess_suites(now);
  suites_ = common_suites(*offered);
  if (suites_.empty())
    return fail({BmcErrc::kUnsupported,
                 "the BMC offers neither cipher suite 17 nor 3: allow one of them there"});
  return open_with_next_suite(now);
}

RmcpStep RmcpSession::pause(std::uint8_t completion, RmcpTime now) {
  if (phase_ == Phase::kClosing) return finish(Phase::kClosed, {});
  if (++refusals_ >= settings_.busy_tries)
    return fail({BmcErrc::kBusy, fmt::format("{}, {} times in {:.1f} s",
                                             describe_refusal(question_.name, completion),
                                             refusals_, count_seconds(now - begun_))});
  is_paused_ = true;
  deadline_ = now + settings_.busy_pause;
  return {};
}

}  // namespace rackseed::redfish
