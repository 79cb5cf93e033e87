#pragma once

#include "redfish/bmc.hpp"
#include "redfish/ipmi/ipmi_commands.hpp"
#include "redfish/ipmi/rmcp.hpp"
#include "redfish/ipmi/rmcp_handshake.hpp"
#include "redfish/ipmi/sequence_window.hpp"

#include <boost/core/noncopyable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace rackseed::redfish {

using RmcpTime = std::chrono::steady_clock::time_point;

/// What follows from an event.
struct RmcpStep {
  Octets send{};                                 ///< a datagram, or nothing
  std::optional<BmcResult<IpmiReply>> result{};  ///< what was under way is over
};

/// A session of RMCP+ with one BMC: which packet leaves after which event (IPMI 2.0 section 13.14).
/// One question is under way at a time. Every repetition has new numbers (section 6.12.12), and
/// what answers nothing that is asked now is dropped: strays, repetitions, latecomers.
class RmcpSession : boost::noncopyable {
 public:
  RmcpSession(RmcpSettings settings, FillRandom random);

  /// Until the session is open; the reply is empty. Errors: kUnreachable, kTimedOut (it answered
  /// something before), kUnsupported (no cipher suite of ours), kDenied, kSessionLimit, kRefused.
  RmcpStep open(RmcpTime now);
  /// Only when it is open. A completion code is a reply, but for those that say "later": they make
  /// it ask again. Errors: kTimedOut, kBusy.
  RmcpStep ask(IpmiQuestion question, RmcpTime now);
  /// Asked once; a BMC that does not answer ends the session by itself. Never fails.
  RmcpStep close(RmcpTime now);

  RmcpStep take(Bytes datagram, RmcpTime now);
  /// To be called when the deadline passes.
  RmcpStep tick(RmcpTime now);
  [[nodiscard]] RmcpTime deadline() const { return deadline_; }

  [[nodiscard]] bool is_open() const { return phase_ == Phase::kIdle || phase_ == Phase::kAsking; }
  /// What is under way, for people.
  [[nodiscard]] std::string_view asked() const { return question_.name; }

 private:
  enum class Phase : std::uint8_t {
    kClosed,
    kCapabilities,
    kSuites,
    kOpening,
    kRakp1,
    kRakp3,
    kPrivilege,
    kIdle,
    kAsking,
    kClosing
  };

  RmcpStep enter(Phase phase, IpmiQuestion question, RmcpTime now);
  RmcpStep enter(Phase phase, std::string_view name, RmcpTime now);
  RmcpStep open_with_next_suite(RmcpTime now);
  RmcpStep open_with(CipherSuite suite, RmcpTime now);
  RmcpStep guess_suites(RmcpTime now);
  RmcpStep transmit(RmcpTime now);
  RmcpStep give_up(RmcpTime now);
  RmcpStep fail(BmcError error);
  RmcpStep finish(Phase phase, IpmiReply reply);

  RmcpStep take_outside(const SessionPacket& packet, RmcpTime now);
  RmcpStep take_open_response(Bytes payload, RmcpTime now);
  RmcpStep take_rakp2(Bytes payload, RmcpTime now);
  RmcpStep take_rakp4(Bytes payload, RmcpTime now);
  RmcpStep take_inside(const SessionPacket& packet, RmcpTime now);
  RmcpStep take_message(Bytes payload, RmcpTime now);
  RmcpStep take_reply(IpmiReply reply, RmcpTime now);
  RmcpStep take_capabilities(const IpmiReply& reply, RmcpTime now);
  RmcpStep take_suites(const IpmiReply& reply, RmcpTime now);
  RmcpStep pause(std::uint8_t completion, RmcpTime now);
  RmcpStep advance(const BmcResult<void>& taken, Phase next, RmcpTime now);
  bool is_late(std::uint8_t tag);

  [[nodiscard]] int most_tries() const;
  [[nodiscard]] bool may_restart() const;
  [[nodiscard]] Octets packet();
  [[nodiscard]] Octets sealed(const Octets& message);
  [[nodiscard]] bool is_probing() const {
    return phase_ == Phase::kCapabilities || phase_ == Phase::kSuites;
  }
  [[nodiscard]] bool has_keys() const {
    return is_open() || phase_ == Phase::kPrivilege || phase_ == Phase::kClosing;
  }

  RmcpSettings settings_;
  FillRandom random_;
  Phase phase_ = Phase::kClosed;
  IpmiQuestion question_;            ///< what is under way
  std::uint8_t tag_ = 0;             ///< of the last packet of the key exchange
  std::uint8_t sequence_ = 0;        ///< of the last message, 0..63
  std::uint8_t first_sequence_ = 0;  ///< of this question
  int tries_ = 0;
  int refusals_ = 0;        ///< "busy"
  bool is_paused_ = false;  ///< after one
  bool has_heard_ = false;  ///< anything from the BMC
  RmcpTime begun_{};
  RmcpTime sent_at_{};
  RmcpTime deadline_{};
  RmcpTime::duration wait_{};

  std::vector<CipherSuite> suites_;  ///< left to try
  Octets suite_records_;
  std::uint8_t suite_page_ = 0;
  std::optional<RmcpHandshake> handshake_;
  int restarts_ = 0;  ///< of the key exchange, with this suite
  std::uint32_t session_sequence_ = 0;
  SequenceWindow window_;
  std::optional<BmcError> failure_;  ///< why it is being closed
};

}  // namespace rackseed::redfish
