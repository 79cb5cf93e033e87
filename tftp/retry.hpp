#pragma once

#include <chrono>
#include <optional>

namespace rackseed::tftp {

using Time = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

struct RetryLimits {
  Duration first = std::chrono::seconds(1);  ///< before a round trip was measured
  Duration least = std::chrono::milliseconds(100);
  Duration most = std::chrono::seconds(2);
  unsigned repeats = 30;                        ///< in a row without an answer
  Duration silence = std::chrono::seconds(60);  ///< ends a transfer after kLeastRepeats already
};

/// Even a peer that asked for long time-outs is asked so often before it is given up.
inline constexpr unsigned kLeastRepeats = 3;

/// How long to wait before what was not answered is sent again: from measured round trips as in
/// RFC 6298, doubled by every repetition; or as the peer asked (RFC 2349).
class RetryTimer {
 public:
  RetryTimer(const RetryLimits& limits, std::optional<std::chrono::seconds> asked_for)
      : limits_(limits), asked_for_(asked_for) {}

  /// Takes in the round trip of something sent only once (Karn's rule).
  void measured(Duration round_trip);
  void repeated() { ++repeats_; }
  void answered() { repeats_ = 0; }

  /// Repetitions since the last answer.
  [[nodiscard]] unsigned repeats() const { return repeats_; }
  [[nodiscard]] Duration timeout() const;
  [[nodiscard]] bool exhausted(Duration silence) const;

 private:
  RetryLimits limits_;
  std::optional<std::chrono::seconds> asked_for_;
  std::optional<Duration> smoothed_;
  Duration variation_{};
  unsigned repeats_ = 0;
};

}  // namespace rackseed::tftp
