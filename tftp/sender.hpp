#pragma once

#include "tftp/transfer.hpp"

#include <rackseed/bytes.hpp>

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstdint>
#include <vector>

namespace rackseed::tftp {

/// Sends blocks straight out of the content, a window a system call. One for a whole server: its
/// buffers are used only while send() runs.
class BlockSender {
 public:
  struct Sent {
    std::uint64_t blocks = 0;
    int error = 0;  ///< errno of what stopped it before the end of the range
  };

  explicit BlockSender(bool segments = kernel_segments()) : segments_(segments) {}

  /// Whether the kernel may be asked to cut.
  [[nodiscard]] bool segments() const { return segments_; }

  /// Whether this kernel cuts one large buffer into datagrams (UDP_SEGMENT, Linux 4.18).
  [[nodiscard]] static bool kernel_segments();

  /// Sends to the address that the socket is connected to, without waiting. segmented: the kernel
  /// cuts; some routes answer that with an error. A range larger than kMostBlocks takes several
  /// calls.
  Sent send(int socket, const BlockRange& range, Bytes content, std::uint16_t block_bytes,
            bool segmented);

 private:
  static constexpr std::size_t kMostBlocks = 1024;

  std::size_t fill(const BlockRange& range, Bytes content, std::uint16_t block_bytes,
                   std::size_t blocks_a_message);
  void ask_to_cut(msghdr& message, std::uint16_t datagram_bytes);

  bool segments_;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(std::uint16_t))> control_{};
  std::vector<std::array<std::uint8_t, kDataHeaderBytes>> headers_;
  std::vector<iovec> parts_;
  std::vector<mmsghdr> messages_;
};

}  // namespace rackseed::tftp
