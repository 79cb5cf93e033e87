#include "dhcp/packet_socket.hpp"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <rackseed/last_error.hpp>
#include <rackseed/task_group.hpp>

#include <algorithm>
#include <cerrno>

namespace rackseed::dhcp {
namespace {

namespace asio = boost::asio;

constexpr int kReceiveBuffer = 1 << 20;  // a whole subnet answers within seconds

/// "udp dst port 68" of an Ethernet frame that holds IPv4, fragments left out.
constexpr auto kDhcpReplies = std::to_array<sock_filter>({
    {BPF_LD | BPF_B | BPF_ABS, 0, 0, 14 + 9},    // protocol
    {BPF_JMP | BPF_JEQ | BPF_K, 0, 6, 17},       // is UDP
    {BPF_LD | BPF_H | BPF_ABS, 0, 0, 14 + 6},    // flags and fragment offset
    {BPF_JMP | BPF_JSET | BPF_K, 4, 0, 0x1fff},  // is a later fragment
    {BPF_LDX | BPF_B | BPF_MSH, 0, 0, 14},       // length of the IPv4 header
    {BPF_LD | BPF_H | BPF_IND, 0, 0, 14 + 2},    // target port
    {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 68},       // of DHCP clients
    {BPF_RET | BPF_K, 0, 0, 0xffff},             // take it
    {BPF_RET | BPF_K, 0, 0, 0},                  // leave it
});

std::error_code filter_dhcp_replies(int socket) {
  auto program = kDhcpReplies;
  const sock_fprog filter{.len = program.size(), .filter = program.data()};
  if (::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0)
    return last_error();
  return {};
}

}  // namespace

std::error_code PacketSocket::open(const std::string& interface, PacketKind kind) {
  const int socket = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket < 0) return last_error();
  socket_.assign(socket);  // receives nothing before it is bound
  if (kind == PacketKind::kDhcpReply)
    if (const auto error = filter_dhcp_replies(socket)) return error;
  ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(kind == PacketKind::kArp ? ETH_P_ARP : ETH_P_IP);
  address.sll_ifindex = static_cast<int>(::if_nametoindex(interface.c_str()));
  if (address.sll_ifindex == 0 ||
      ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return last_error();
  interface_index_ = address.sll_ifindex;
  return {};
}

std::error_code PacketSocket::add_address(Mac alias) {
  packet_mreq request{};
  request.mr_ifindex = interface_index_;
  request.mr_type = PACKET_MR_UNICAST;
  request.mr_alen = static_cast<unsigned short>(alias.octets().size());
  std::ranges::copy(alias.octets(), static_cast<unsigned char*>(request.mr_address));
  if (::setsockopt(socket_.native_handle(), SOL_PACKET, PACKET_ADD_MEMBERSHIP, &request,
                   sizeof request) != 0)
    return last_error();
  alias_ = alias;
  return {};
}

asio::awaitable<boost::system::error_code> PacketSocket::wait() {
  const auto [error] =
      co_await socket_.async_wait(asio::posix::stream_descriptor::wait_read, kAwait);
  co_return error;
}

std::optional<Bytes> PacketSocket::receive(std::error_code& error) {
  error.clear();
  for (;;) {
    sockaddr_ll from{};
    socklen_t from_size = sizeof from;
    const auto size = ::recvfrom(socket_.native_handle(), buffer_.data(), buffer_.size(),
                                 MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&from), &from_size);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) {
      if (errno != EAGAIN) error = last_error();
      return {};
    }
    const auto frame = Bytes(buffer_).first(static_cast<std::size_t>(size));
    const bool is_alias = size >= 6 && std::ranges::equal(frame.first(6), alias_.octets());
    // PACKET_OTHERHOST is also the mark of a broadcast in a VLAN that this machine is not in.
    if (from.sll_pkttype == PACKET_OUTGOING) continue;
    if (from.sll_pkttype == PACKET_OTHERHOST && !is_alias) continue;
    return frame;
  }
}

void PacketSocket::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace rackseed::dhcp
