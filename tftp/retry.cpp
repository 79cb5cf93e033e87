#include "tftp/retry.hpp"

#include <algorithm>

namespace rackseed::tftp {

void RetryTimer::measured(Duration round_trip) {  // RFC 6298 section 2
  // Where an acknowledgement was lost, what is measured is the client's patience: one that is much
  // shorter puts that right at once.
  if (!smoothed_ || round_trip < *smoothed_ / 4) {
    smoothed_ = round_trip;
    variation_ = round_trip / 2;
    return;
  }
  const Duration error =
      *smoothed_ > round_trip ? *smoothed_ - round_trip : round_trip - *smoothed_;
  variation_ = (3 * variation_ + error) / 4;
  smoothed_ = (7 * *smoothed_ + round_trip) / 8;
}

Duration RetryTimer::timeout() const {
  if (asked_for_) return *asked_for_;
  Duration timeout = limits_.first;
  if (smoothed_) timeout = std::max(*smoothed_ + 4 * variation_, limits_.least);
  for (unsigned i = 0; i < repeats_ && timeout < limits_.most; ++i) timeout *= 2;
  return std::min(timeout, limits_.most);
}

bool RetryTimer::exhausted(Duration silence) const {
  if (repeats_ >= limits_.repeats) return true;
  return silence >= limits_.silence && repeats_ >= kLeastRepeats;
}

}  // namespace rackseed::tftp
