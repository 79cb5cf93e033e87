#include "tftp/receiver.hpp"

namespace rackseed::tftp {
namespace {

/// A server may lower what was asked for and leave it out, but add nothing (RFC 2347).
template <class T>
bool is_allowed(const std::optional<T>& agreed, const std::optional<T>& asked) {
  return !agreed || (asked && *agreed <= *asked);
}

bool is_allowed(const Options& agreed, const Options& asked) {
  return is_allowed(agreed.block_bytes, asked.block_bytes) &&
         is_allowed(agreed.window_blocks, asked.window_blocks) &&
         (!agreed.timeout || agreed.timeout == asked.timeout) &&
         (!agreed.transfer_bytes || asked.transfer_bytes);
}

}  // namespace

Receiver::Receiver(Request request, const RetryLimits& limits)
    : request_(std::move(request)), retry_(limits, {}) {}

Packet Receiver::start(Time now) {
  progress(now);
  return request_;
}

Ack Receiver::acknowledgement() const {
  return Ack{.block = static_cast<std::uint16_t>(received_)};
}

void Receiver::progress(Time now) {
  retry_.answered();
  answered_at_ = now;
  deadline_ = now + retry_.timeout();
}

std::optional<Packet> Receiver::retry(Time now) {
  if (retry_.exhausted(now - answered_at_)) {
    state_ = State::kFailed;
    why_ = "the server fell silent";
    return {};
  }
  retry_.repeated();
  deadline_ = now + retry_.timeout();
  if (state_ == State::kAsking) return request_;
  return acknowledgement();
}

Receiver::Step Receiver::take(Bytes datagram, Time now) {
  const auto packet = decode(datagram);
  if (!packet || state_ == State::kFailed) return {};
  if (const auto* data = std::get_if<Data>(&*packet)) return on(*data, now);
  if (const auto* options = std::get_if<OptionAck>(&*packet)) return on(*options, now);
  if (const auto* error = std::get_if<ErrorPacket>(&*packet); error && state_ != State::kDone) {
    state_ = State::kFailed;
    why_ = "server: error " + std::to_string(static_cast<int>(error->code)) + ": " + error->text;
  }
  return {};
}

Receiver::Step Receiver::on(const OptionAck& ack, Time now) {
  if (state_ == State::kReceiving && received_ == 0) return {.answer = acknowledgement()};
  if (state_ != State::kAsking) return {};
  if (!is_allowed(ack.options, request_.options))
    return fail(ErrorCode::kOptionsRefused, "the server agreed with what was not asked for");
  state_ = State::kReceiving;
  agreed_ = ack.options;
  progress(now);
  return {.answer = acknowledgement()};
}

Receiver::Step Receiver::on(const Data& data, Time now) {
  if (state_ == State::kDone) return {.answer = acknowledgement()};
  state_ = State::kReceiving;
  if (data.block != static_cast<std::uint16_t>(received_ + 1)) return complain(data.block);
  if (data.bytes.size() > agreed_.block_bytes.value_or(kDefaultBlockBytes))
    return fail(ErrorCode::kIllegalOperation, "a block is larger than agreed");
  return accept(data, now);
}

Receiver::Step Receiver::accept(const Data& data, Time now) {
  ++received_;
  ++unacknowledged_;
  received_bytes_ += data.bytes.size();
  complained_ = false;
  progress(now);
  Step step{.content = data.bytes};
  const bool last = data.bytes.size() < agreed_.block_bytes.value_or(kDefaultBlockBytes);
  if (last) state_ = State::kDone;
  if (last || unacknowledged_ >= agreed_.window_blocks.value_or(1)) {
    unacknowledged_ = 0;
    step.answer = acknowledgement();
  }
  return step;
}

/// Tells the server where to go on, once in each burst of blocks (RFC 7440 section 4). A number not
/// above the one before begins a new burst: the server repeats the window. An old block while newer
/// ones wait for their acknowledgement needs no answer: the network repeated it, or what is missing
/// follows it.
Receiver::Step Receiver::complain(std::uint16_t block) {
  const bool old = static_cast<std::int16_t>(block - static_cast<std::uint16_t>(received_)) <= 0;
  if (old && unacknowledged_ > 0) return {};
  const bool new_burst = static_cast<std::int16_t>(block - seen_) <= 0;
  seen_ = block;
  if (complained_ && !new_burst) return {};
  complained_ = true;
  unacknowledged_ = 0;
  return {.answer = acknowledgement()};
}

Receiver::Step Receiver::fail(ErrorCode code, std::string why) {
  state_ = State::kFailed;
  why_ = std::move(why);
  return {.answer = ErrorPacket{.code = code, .text = why_}};
}

}  // namespace rackseed::tftp
