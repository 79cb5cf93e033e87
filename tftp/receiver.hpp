#pragma once

#include "tftp/codec.hpp"
#include "tftp/retry.hpp"

#include <rackseed/bytes.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace rackseed::tftp {

/// The other end: a client that reads one file (RFC 1350, 2347, 7440), as virtual nodes and the
/// load generator are. Pure: it says what to send, and hands on each byte once and in order.
class Receiver {
 public:
  enum class State : std::uint8_t { kAsking, kReceiving, kDone, kFailed };
  struct Step {
    Bytes content{};                 ///< points into the datagram
    std::optional<Packet> answer{};  ///< to where the datagram came from
  };

  Receiver(Request request, const RetryLimits& limits);

  /// The request, to the port that the server listens on.
  Packet start(Time now);
  /// A datagram of the server.
  Step take(Bytes datagram, Time now);
  /// The deadline passed: what to send again. Nothing when the server is given up.
  std::optional<Packet> retry(Time now);

  [[nodiscard]] State state() const { return state_; }
  /// When retry() is due; of no meaning once done or failed.
  [[nodiscard]] Time deadline() const { return deadline_; }
  [[nodiscard]] const std::string& why() const { return why_; }
  [[nodiscard]] const Options& agreed() const { return agreed_; }
  [[nodiscard]] std::uint64_t received_bytes() const { return received_bytes_; }

 private:
  Step on(const OptionAck& ack, Time now);
  Step on(const Data& data, Time now);
  Step fail(ErrorCode code, std::string why);
  Step accept(const Data& data, Time now);
  Step complain(std::uint16_t block);
  void progress(Time now);
  [[nodiscard]] Ack acknowledgement() const;

  Request request_;
  State state_ = State::kAsking;
  std::string why_{};
  Options agreed_{};
  std::uint64_t received_ = 0;  ///< blocks, in order
  std::uint64_t received_bytes_ = 0;
  std::uint32_t unacknowledged_ = 0;  ///< blocks of the window that is arriving
  bool complained_ = false;           ///< about a gap, or blocks that were here before
  std::uint16_t seen_ = 0;            ///< the last block out of order
  RetryTimer retry_;
  Time answered_at_{};
  Time deadline_{};
};

}  // namespace rackseed::tftp
