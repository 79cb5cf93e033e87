#pragma once

#include "tftp/codec.hpp"
#include "tftp/retry.hpp"
#include "tftp/terms.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace rackseed::tftp {

struct DeadlinePassed {};
struct PortClosed {};  ///< the client's host says that nobody listens there (ICMP)
using Event = std::variant<Ack, ErrorPacket, DeadlinePassed, PortClosed>;

enum class Outcome : std::uint8_t {
  kFinished,     ///< the last block was acknowledged
  kUnconfirmed,  ///< every block was sent, but the last acknowledgement never came
  kOptionsOnly,  ///< the client wanted no more than the answer to its options, as OVMF does
  kAborted,      ///< by the client, or because it asked anew
  kTimedOut,     ///< the client fell silent
  kFailed        ///< by this side
};

/// Blocks are counted from 1 without end; on the wire a number rolls over from 65535 to 0.
struct BlockRange {
  std::uint64_t first = 1;
  std::uint64_t count = 0;
  bool operator==(const BlockRange&) const = default;
};

struct Wait {
  bool operator==(const Wait&) const = default;
};
struct SendOptions {
  bool operator==(const SendOptions&) const = default;
};
struct End {
  Outcome outcome = Outcome::kFailed;
  std::string why{};
  std::optional<ErrorPacket> farewell{};  ///< to send, once
  bool operator==(const End&) const = default;
};
using Action = std::variant<Wait, SendOptions, BlockRange, End>;

/// One client's read transfer: which packet leaves after which event (RFC 1350 section 6, RFC 2347,
/// RFC 7440 section 4). Blocks are repeated when the deadline passes, never because of a repeated
/// acknowledgement (Sorcerer's Apprentice: RFC 1123 section 4.2.3.1); an acknowledgement inside the
/// window means that what follows it was lost, and the window starts anew behind it.
class Transfer {
 public:
  Transfer(const Terms& terms, std::uint64_t content_bytes, const RetryLimits& limits);

  /// The first packet: the option acknowledgement, or the first block when no option was agreed.
  Action start(Time now);
  /// To be called until it answers End.
  Action step(const Event& event, Time now);

  /// When step(DeadlinePassed) is due.
  [[nodiscard]] Time deadline() const { return deadline_; }
  [[nodiscard]] std::uint64_t acknowledged_bytes() const;
  /// How many blocks left more than once.
  [[nodiscard]] std::uint64_t repeated_blocks() const { return repeated_blocks_; }

 private:
  Action on(const Ack& ack, Time now);
  Action on(const ErrorPacket& error, Time now) const;
  Action on(DeadlinePassed event, Time now);
  Action on(PortClosed event, Time now) const;

  Action send(Time now);
  Action give_up() const;
  /// True when every block has left at least once.
  [[nodiscard]] bool all_sent() const { return !awaits_options_ && sent_ == last_; }

  std::uint64_t content_bytes_;
  std::uint64_t block_bytes_;
  std::uint64_t window_blocks_;
  std::uint64_t last_;              ///< the last block, shorter than the others, perhaps empty
  std::uint64_t acknowledged_ = 0;  ///< every block up to this one
  std::uint64_t sent_ = 0;          ///< the last block of the window
  std::uint64_t furthest_ = 0;      ///< the last block that ever left
  std::uint64_t repeated_blocks_ = 0;
  bool awaits_options_;  ///< block 0, the answer to our option acknowledgement
  RetryTimer retry_;
  Time sent_at_{};
  Time answered_at_{};
  Time deadline_{};
};

}  // namespace rackseed::tftp
