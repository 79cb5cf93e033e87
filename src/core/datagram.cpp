#include <rackseed/datagram.hpp>
#include <rackseed/last_error.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace rackseed {
namespace {

using Control = std::array<char, 128>;

Ipv4 address_of(in_addr address) { return Ipv4(ntohl(address.s_addr)); }
in_addr in_addr_of(Ipv4 address) { return in_addr{htonl(address.bits())}; }

/// Points to all of its arguments.
msghdr message_of(sockaddr_in& peer, iovec& payload, std::span<char> control) {
  msghdr message{};
  message.msg_name = &peer;
  message.msg_namelen = sizeof peer;
  message.msg_iov = &payload;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  return message;
}

std::optional<in_pktinfo> find_packet_info(msghdr& message) {
  for (cmsghdr* at = CMSG_FIRSTHDR(&message); at != nullptr; at = CMSG_NXTHDR(&message, at)) {
    if (at->cmsg_level != IPPROTO_IP || at->cmsg_type != IP_PKTINFO) continue;
    in_pktinfo info{};
    std::memcpy(&info, CMSG_DATA(at), sizeof info);
    return info;
  }
  return {};
}

void put_packet_info(msghdr& message, const in_pktinfo& info) {
  cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = IPPROTO_IP;
  header->cmsg_type = IP_PKTINFO;
  header->cmsg_len = CMSG_LEN(sizeof info);
  std::memcpy(CMSG_DATA(header), &info, sizeof info);
}

}  // namespace

void prepare_datagrams(int socket, int receive_buffer_octets) {
  const int on = 1;
  if (::setsockopt(socket, IPPROTO_IP, IP_PKTINFO, &on, sizeof on) != 0)
    throw std::system_error(last_error(), "IP_PKTINFO");
  ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &receive_buffer_octets, sizeof receive_buffer_octets);
}

std::optional<Datagram> receive_datagram(int socket, std::span<std::uint8_t> buffer,
                                         std::error_code& error) {
  error.clear();
  for (;;) {
    sockaddr_in from{};
    iovec payload{buffer.data(), buffer.size()};
    alignas(cmsghdr) Control control{};
    msghdr message = message_of(from, payload, control);
    const auto size = ::recvmsg(socket, &message, MSG_DONTWAIT);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) {
      if (errno != EAGAIN) error = last_error();
      return {};
    }
    const auto info = find_packet_info(message);
    if (!info || (message.msg_flags & MSG_TRUNC) != 0 || from.sin_family != AF_INET) continue;
    return Datagram{.source = address_of(from.sin_addr),
                    .source_port = ntohs(from.sin_port),
                    .destination = address_of(info->ipi_addr),
                    .local = address_of(info->ipi_spec_dst),
                    .interface_index = info->ipi_ifindex,
                    .payload = buffer.first(static_cast<std::size_t>(size))};
  }
}

std::error_code send_datagram(int socket, Bytes payload, const DatagramRoute& route) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr = in_addr_of(route.to);
  to.sin_port = htons(route.port);
  iovec part{const_cast<std::uint8_t*>(payload.data()), payload.size()};
  alignas(cmsghdr) Control control{};
  msghdr message = message_of(to, part, std::span(control).first(CMSG_SPACE(sizeof(in_pktinfo))));
  in_pktinfo info{};
  info.ipi_spec_dst = in_addr_of(route.from);
  info.ipi_ifindex = route.interface_index;
  put_packet_info(message, info);
  const auto sent = ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent < 0 ? last_error() : std::error_code();
}

}  // namespace rackseed
