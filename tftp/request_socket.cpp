#include "tftp/request_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstring>

namespace rackseed::tftp {
namespace {

constexpr int kReceiveBuffer = 1 << 20;  // a rack that boots at once asks in one burst
using Control = std::array<char, 128>;

Ipv4 address_of(in_addr address) { return Ipv4(ntohl(address.s_addr)); }
in_addr in_addr_of(Ipv4 address) { return in_addr{htonl(address.bits())}; }

std::optional<in_pktinfo> find_packet_info(msghdr& message) {
  for (cmsghdr* at = CMSG_FIRSTHDR(&message); at != nullptr; at = CMSG_NXTHDR(&message, at)) {
    if (at->cmsg_level != IPPROTO_IP || at->cmsg_type != IP_PKTINFO) continue;
    in_pktinfo info{};
    std::memcpy(&info, CMSG_DATA(at), sizeof info);
    return info;
  }
  return {};
}

}  // namespace

RequestSocket::RequestSocket(int socket) : socket_(socket) {
  const int on = 1;
  if (::setsockopt(socket, IPPROTO_IP, IP_PKTINFO, &on, sizeof on) != 0)
    throw std::system_error(errno, std::generic_category(), "IP_PKTINFO");
  ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
}

std::optional<Arrival> RequestSocket::receive(std::error_code& error) {
  error.clear();
  for (;;) {
    sockaddr_in from{};
    iovec part{buffer_.data(), buffer_.size()};
    alignas(cmsghdr) Control control{};
    msghdr message{};
    message.msg_name = &from;
    message.msg_namelen = sizeof from;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const auto size = ::recvmsg(socket_, &message, MSG_DONTWAIT);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) {
      if (errno != EAGAIN) error = std::error_code(errno, std::generic_category());
      return {};
    }
    const auto info = find_packet_info(message);
    if (!info || (message.msg_flags & MSG_TRUNC) != 0 || from.sin_family != AF_INET) continue;
    return Arrival{.client = {.address = address_of(from.sin_addr), .port = ntohs(from.sin_port)},
                   .local = address_of(info->ipi_spec_dst),
                   .datagram = Bytes(buffer_).first(static_cast<std::size_t>(size)),
                   .broadcast = info->ipi_addr.s_addr != info->ipi_spec_dst.s_addr};
  }
}

void RequestSocket::reply(const Arrival& to, Bytes datagram) const {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr = in_addr_of(to.client.address);
  address.sin_port = htons(to.client.port);
  iovec part{const_cast<std::uint8_t*>(datagram.data()), datagram.size()};
  alignas(cmsghdr) Control control{};
  msghdr message{};
  message.msg_name = &address;
  message.msg_namelen = sizeof address;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = CMSG_SPACE(sizeof(in_pktinfo));
  cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = IPPROTO_IP;
  header->cmsg_type = IP_PKTINFO;
  header->cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
  in_pktinfo info{};
  info.ipi_spec_dst = in_addr_of(to.local);
  std::memcpy(CMSG_DATA(header), &info, sizeof info);
  ::sendmsg(socket_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace rackseed::tftp
