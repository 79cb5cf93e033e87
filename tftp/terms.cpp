#include "tftp/terms.hpp"

#include <algorithm>

namespace rackseed::tftp {

Terms agree(const Options& asked, std::uint64_t content_bytes, const TermLimits& limits) {
  Terms terms;
  if (asked.block_bytes) {
    const auto most = std::max(limits.block_bytes, kLeastBlockBytes);
    terms.answer.block_bytes = terms.block_bytes = std::min(*asked.block_bytes, most);
  }
  if (asked.window_blocks) {
    const auto most =
        std::clamp<std::uint64_t>(limits.window_bytes / terms.block_bytes, 1, kMostWindowBlocks);
    terms.answer.window_blocks = terms.window_blocks =
        std::min(*asked.window_blocks, static_cast<std::uint16_t>(most));
  }
  if (asked.timeout) terms.answer.timeout = terms.timeout = asked.timeout;
  if (asked.transfer_bytes) terms.answer.transfer_bytes = content_bytes;
  return terms;
}

}  // namespace rackseed::tftp
