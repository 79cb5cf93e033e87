#pragma once

#include "tftp/codec.hpp"

#include <cstdint>

namespace rackseed::tftp {

/// In a window of more blocks than half of all numbers, a late acknowledgement of an earlier block
/// would look like one of a later block.
inline constexpr std::uint16_t kMostWindowBlocks = 32768;

/// The most that a client may agree on.
struct TermLimits {
  std::uint16_t block_bytes = kMostBlockBytes;
  std::uint64_t window_bytes = std::uint64_t{1} << 20U;  ///< blksize * windowsize
};

/// What server and client have agreed on for one transfer.
struct Terms {
  std::uint16_t block_bytes = kDefaultBlockBytes;
  std::uint16_t window_blocks = 1;
  std::optional<std::chrono::seconds> timeout{};  ///< until the server repeats, when asked for
  Options answer{};  ///< what the option acknowledgement says; none: it is not sent
  bool operator==(const Terms&) const = default;
};

/// Agrees with what was asked for within the limits: a smaller block (RFC 2348) or window
/// (RFC 7440 section 3), the size of the content (RFC 2349).
[[nodiscard]] Terms agree(const Options& asked, std::uint64_t content_bytes,
                          const TermLimits& limits);

}  // namespace rackseed::tftp
