#include "redfish/discovery/multicast_socket.hpp"

#include <rackseed/last_error.hpp>
#include <rackseed/task_group.hpp>

#include <fmt/core.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;

constexpr int kMulticastBuffer = 1 << 20;  // a rack that answers one question
constexpr int kMostAtOnce = 64;            // before the others of the loop have their turn
constexpr std::chrono::milliseconds kPauseAfterFailure{100};

std::error_code set_number(int socket, int level, int option, int value) {
  return ::setsockopt(socket, level, option, &value, sizeof value) == 0 ? std::error_code()
                                                                        : last_error();
}

}  // namespace

bool is_connected(Ipv4 address, const std::vector<DiscoveryInterface>& interfaces) {
  return std::ranges::any_of(interfaces, [&](const DiscoveryInterface& interface) {
    return interface.address.is_host(address);
  });
}

Result<void> MulticastSocket::open() { return bind(0); }

Result<void> MulticastSocket::bind(std::uint16_t port) {
  boost::system::error_code failure;
  socket_.open(udp::v4(), failure);
  if (!failure) socket_.set_option(udp::socket::reuse_address(true), failure);
  if (!failure) socket_.bind({udp::v4(), port}, failure);
  if (failure)
    return Error{Errc::kUnavailable, fmt::format("UDP port {}: {}", port, failure.message())};
  const int socket = socket_.native_handle();
  prepare_datagrams(socket, kMulticastBuffer);
  if (const auto error = set_number(socket, IPPROTO_IP, IP_MULTICAST_TTL, group_.hops))
    return Error{Errc::kUnavailable, fmt::format("IP_MULTICAST_TTL: {}", error.message())};
  return {};
}

Result<void> MulticastSocket::join(const std::vector<DiscoveryInterface>& interfaces) {
  if (auto bound = bind(group_.port); !bound) return bound;
  const int socket = socket_.native_handle();
  // Else it hears groups that other programs have joined on other interfaces.
  if (const auto error = set_number(socket, IPPROTO_IP, IP_MULTICAST_ALL, 0))
    return Error{Errc::kUnavailable, fmt::format("IP_MULTICAST_ALL: {}", error.message())};
  for (const DiscoveryInterface& interface : interfaces) {
    const ip_mreqn membership{.imr_multiaddr = {htonl(group_.address.bits())},
                              .imr_address = {htonl(interface.address.address().bits())},
                              .imr_ifindex = interface.index};
    if (::setsockopt(socket, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership) == 0)
      continue;
    if (errno == EADDRINUSE) continue;  // two addresses of one interface
    return Error{Errc::kUnavailable,
                 fmt::format("{} cannot be joined at {}: {}", group_.address.text(),
                             interface.address.address().text(), last_error().message())};
  }
  return {};
}

std::error_code MulticastSocket::send(Bytes payload, const DiscoveryInterface& interface) {
  const DatagramRoute route{.from = interface.address.address(),
                            .to = group_.address,
                            .port = group_.port,
                            .interface_index = interface.index};
  return send_datagram(socket_.native_handle(), payload, route);
}

void MulticastSocket::take_waiting(const std::function<void(const Datagram&)>& take) {
  std::error_code error;
  for (int taken = 0; taken < kMostAtOnce; ++taken) {
    const auto datagram = receive_datagram(socket_.native_handle(), inbox_, error);
    if (!datagram) return;  // an error, too: of something that was sent, if at all
    take(*datagram);
  }
}

asio::awaitable<void> MulticastSocket::hear(std::function<void(const Datagram&)> take) {
  asio::steady_timer pause(socket_.get_executor());
  for (;;) {
    const auto [error] = co_await socket_.async_wait(udp::socket::wait_read, kAwait);
    if (error == asio::error::operation_aborted) throw boost::system::system_error(error);
    if (!error) {
      take_waiting(take);
      continue;
    }
    pause.expires_after(kPauseAfterFailure);
    const auto [stopped] = co_await pause.async_wait(kAwait);
    if (stopped) throw boost::system::system_error(stopped);
  }
}

}  // namespace rackseed::redfish
