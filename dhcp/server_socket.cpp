#include "dhcp/server_socket.hpp"
#include "dhcp/last_error.hpp"

#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <rackseed/task_group.hpp>

#include <cerrno>
#include <cstring>

namespace rackseed::dhcp {
namespace {

using boost::asio::ip::udp;

constexpr int kReceiveBuffer = 4 << 20;  // a rack that boots at once asks in one burst
using Control = std::array<char, 128>;

Ipv4 address_of(in_addr address) { return Ipv4(ntohl(address.s_addr)); }
in_addr in_addr_of(Ipv4 address) { return in_addr{htonl(address.bits())}; }

void set_option(int socket, int level, int name, const char* what) {
  const int on = 1;
  if (::setsockopt(socket, level, name, &on, sizeof on) != 0)
    throw std::system_error(last_error(), what);
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

}  // namespace

const std::string& InterfaceNames::find(int index) {
  constexpr std::chrono::seconds kBelieved{1};
  const auto now = std::chrono::steady_clock::now();
  Entry& entry = names_[index];
  if (entry.asked != std::chrono::steady_clock::time_point() && now - entry.asked < kBelieved)
    return entry.name;
  std::array<char, IF_NAMESIZE> name{};
  const bool is_known = ::if_indextoname(static_cast<unsigned>(index), name.data()) != nullptr;
  entry = {.name = is_known ? name.data() : "", .asked = now};
  return entry.name;
}

ServerSocket::ServerSocket(udp::socket socket)
    : socket_(std::move(socket)), port_(socket_.local_endpoint().port()) {
  set_option(socket_.native_handle(), IPPROTO_IP, IP_PKTINFO, "IP_PKTINFO");
  set_option(socket_.native_handle(), SOL_SOCKET, SO_BROADCAST, "SO_BROADCAST");
  ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer,
               sizeof kReceiveBuffer);
}

boost::asio::awaitable<boost::system::error_code> ServerSocket::wait() {
  const auto [error] = co_await socket_.async_wait(udp::socket::wait_read, kAwait);
  co_return error;
}

std::optional<Arrival> ServerSocket::receive(std::error_code& error) {
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
    const auto size = ::recvmsg(socket_.native_handle(), &message, MSG_DONTWAIT);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) {
      if (errno != EAGAIN) error = last_error();
      return {};
    }
    const auto info = find_packet_info(message);
    if (!info || from.sin_family != AF_INET) continue;
    return Arrival{.ingress = {.interface = names_.find(info->ipi_ifindex),
                               .source = address_of(from.sin_addr),
                               .source_port = ntohs(from.sin_port),
                               .destination = address_of(info->ipi_addr),
                               .port = port_},
                   .interface_index = info->ipi_ifindex,
                   .datagram = Bytes(buffer_).first(static_cast<std::size_t>(size))};
  }
}

std::error_code ServerSocket::send(Bytes datagram, const Destination& to, Ipv4 from,
                                   int interface_index) const {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr = in_addr_of(to.address);
  address.sin_port = htons(to.port);
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
  info.ipi_spec_dst = in_addr_of(from);
  info.ipi_ifindex = interface_index;
  std::memcpy(CMSG_DATA(header), &info, sizeof info);
  const auto sent = ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent < 0 ? last_error() : std::error_code();
}

}  // namespace rackseed::dhcp
