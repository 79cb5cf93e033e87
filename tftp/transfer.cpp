#include "tftp/transfer.hpp"

#include <algorithm>

namespace rackseed::tftp {

Transfer::Transfer(const Terms& terms, std::uint64_t content_bytes, const RetryLimits& limits)
    : content_bytes_(content_bytes),
      block_bytes_(terms.block_bytes),
      window_blocks_(terms.window_blocks),
      last_(content_bytes / terms.block_bytes + 1),
      awaits_options_(!terms.answer.none()),
      retry_(limits, terms.timeout) {}

Action Transfer::start(Time now) {
  answered_at_ = now;
  return send(now);
}

Action Transfer::step(const Event& event, Time now) {
  return std::visit([&](const auto& happened) { return on(happened, now); }, event);
}

Action Transfer::on(const Ack& ack, Time now) {
  // The distance on the wire is the true one: no window is larger than kMostWindowBlocks.
  const auto ahead = static_cast<std::uint16_t>(ack.block - acknowledged_);
  if (awaits_options_) {
    if (ack.block != 0) return Wait{};
    awaits_options_ = false;
  } else if (ahead == 0 || ahead > sent_ - acknowledged_) {
    return Wait{};
  }
  // Karn's rule. A block that left in an earlier window counts too: its first copy was of no use to
  // a client that asked to go on before it.
  if (retry_.repeats() == 0) retry_.measured(now - sent_at_);
  retry_.answered();
  answered_at_ = now;
  acknowledged_ += ahead;
  if (acknowledged_ == last_) return End{.outcome = Outcome::kFinished};
  return send(now);
}

/// An error before the first block: 8 from UEFI, 0 from older PXE firmware, which ask for the size
/// first and for the file in a second request (see secureboot-shim-grub.pcap).
Action Transfer::on(const ErrorPacket& error, Time) const {
  const bool wanted_options =
      error.code == ErrorCode::kOptionsRefused || error.code == ErrorCode::kNotDefined;
  const std::string why =
      "client: error " + std::to_string(static_cast<int>(error.code)) + ": " + error.text;
  if (awaits_options_ && wanted_options) return End{.outcome = Outcome::kOptionsOnly, .why = why};
  return End{.outcome = Outcome::kAborted, .why = why};
}

Action Transfer::on(DeadlinePassed, Time now) {
  if (now < deadline_) return Wait{};
  if (retry_.exhausted(now - answered_at_)) return give_up();
  retry_.repeated();
  return send(now);
}

Action Transfer::on(PortClosed, Time) const {
  if (all_sent())
    return End{.outcome = Outcome::kUnconfirmed,
               .why = "the client closed its port before it acknowledged the last block"};
  if (awaits_options_)
    return End{.outcome = Outcome::kOptionsOnly,
               .why = "the client closed its port after the options"};
  return End{.outcome = Outcome::kAborted, .why = "the client closed its port"};
}

Action Transfer::give_up() const {
  if (all_sent())
    return End{.outcome = Outcome::kUnconfirmed,
               .why = "the client never acknowledged the last block"};
  return End{.outcome = Outcome::kTimedOut,
             .why = "the client fell silent",
             .farewell = ErrorPacket{.code = ErrorCode::kNotDefined,
                                     .text = "no acknowledgement received"}};
}

/// Sends, for the first time or again, what the client has to acknowledge next.
Action Transfer::send(Time now) {
  sent_at_ = now;
  deadline_ = now + retry_.timeout();
  if (awaits_options_) return SendOptions{};
  sent_ = std::min(acknowledged_ + window_blocks_, last_);
  repeated_blocks_ += std::min(furthest_, sent_) - std::min(furthest_, acknowledged_);
  furthest_ = std::max(furthest_, sent_);
  return BlockRange{.first = acknowledged_ + 1, .count = sent_ - acknowledged_};
}

std::uint64_t Transfer::acknowledged_bytes() const {
  return std::min(acknowledged_ * block_bytes_, content_bytes_);
}

}  // namespace rackseed::tftp
