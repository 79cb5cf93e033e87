#pragma once

#include <cstdint>

namespace rackseed::redfish {

/// Which sequence numbers of a session have been seen (IPMI 2.0 section 6.12.13): each is taken
/// once, and none that is more than 32 away from the highest.
class SequenceWindow {
 public:
  /// False: seen before, or too far away.
  bool take(std::uint32_t sequence) {
    const std::uint32_t ahead = sequence - highest_;
    const std::uint32_t behind = highest_ - sequence;
    if (!has_any_ || (ahead != 0 && ahead <= kWidth)) {
      seen_ = has_any_ && ahead < kWidth ? seen_ << ahead | 1U : 1U;
      has_any_ = true;
      highest_ = sequence;
      return true;
    }
    if (behind >= kWidth || (seen_ >> behind & 1U) != 0) return false;
    seen_ |= 1U << behind;
    return true;
  }

 private:
  static constexpr std::uint32_t kWidth = 32;

  std::uint32_t highest_ = 0;
  std::uint32_t seen_ = 0;  ///< bit n: highest - n
  bool has_any_ = false;    ///< the first one is what the BMC begins with
};

}  // namespace rackseed::redfish
