#include "tftp/sender.hpp"

#include <netinet/in.h>
#include <netinet/udp.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace rackseed::tftp {
namespace {

constexpr std::size_t kMostSegments = 64;         // UDP_MAX_SEGMENTS of the oldest kernels
constexpr std::size_t kMostPayloadBytes = 65507;  // of one IPv4 packet, also before it is cut

}  // namespace

bool BlockSender::kernel_segments() {
  const int probe = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  const int datagram = kDefaultBlockBytes;
  const bool segments =
      ::setsockopt(probe, IPPROTO_UDP, UDP_SEGMENT, &datagram, sizeof datagram) == 0;
  ::close(probe);
  return segments;
}

/// In the message, not on the socket: an option acknowledgement may be longer than a block, and
/// must not be cut.
void BlockSender::ask_to_cut(msghdr& message, std::uint16_t datagram_bytes) {
  message.msg_control = control_.data();
  message.msg_controllen = control_.size();
  cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = IPPROTO_UDP;
  header->cmsg_type = UDP_SEGMENT;
  header->cmsg_len = CMSG_LEN(sizeof datagram_bytes);
  std::memcpy(CMSG_DATA(header), &datagram_bytes, sizeof datagram_bytes);
}

/// Lays out headers, parts and messages; returns the number of messages.
std::size_t BlockSender::fill(const BlockRange& range, Bytes content, std::uint16_t block_bytes,
                              std::size_t blocks_a_message) {
  headers_.resize(range.count);
  parts_.resize(2 * range.count);
  messages_.assign((range.count + blocks_a_message - 1) / blocks_a_message, mmsghdr{});
  for (std::size_t i = 0; i < range.count; ++i) {
    const std::uint64_t block = range.first + i;
    const std::uint64_t offset = std::min<std::uint64_t>((block - 1) * block_bytes, content.size());
    const auto size = std::min<std::size_t>(block_bytes, content.size() - offset);
    headers_[i] = data_header(static_cast<std::uint16_t>(block));
    parts_[2 * i] = iovec{headers_[i].data(), kDataHeaderBytes};
    parts_[2 * i + 1] = iovec{const_cast<std::uint8_t*>(content.data() + offset), size};
    msghdr& message = messages_[i / blocks_a_message].msg_hdr;
    if (message.msg_iovlen == 0) message.msg_iov = &parts_[2 * i];
    message.msg_iovlen += 2;
  }
  if (blocks_a_message > 1)
    for (auto& message : messages_)
      ask_to_cut(message.msg_hdr, static_cast<std::uint16_t>(block_bytes + kDataHeaderBytes));
  return messages_.size();
}

BlockSender::Sent BlockSender::send(int socket, const BlockRange& range, Bytes content,
                                    std::uint16_t block_bytes, bool segmented) {
  const std::size_t together =
      segmented ? std::clamp<std::size_t>(kMostPayloadBytes / (block_bytes + kDataHeaderBytes), 1,
                                          kMostSegments)
                : 1;
  Sent sent;
  while (sent.blocks < range.count) {
    const BlockRange part{.first = range.first + sent.blocks,
                          .count = std::min<std::uint64_t>(range.count - sent.blocks, kMostBlocks)};
    const auto messages = fill(part, content, block_bytes, together);
    const int done = ::sendmmsg(socket, messages_.data(), static_cast<unsigned>(messages),
                                MSG_DONTWAIT | MSG_NOSIGNAL);
    if (done < 0) {
      if (errno == EINTR) continue;
      sent.error = errno;
      return sent;
    }
    sent.blocks += std::min<std::uint64_t>(static_cast<std::uint64_t>(done) * together, part.count);
  }
  return sent;
}

}  // namespace rackseed::tftp
