#include "dhcp/server_socket.hpp"

#include <net/if.h>
#include <sys/socket.h>
#include <rackseed/datagram.hpp>
#include <rackseed/last_error.hpp>
#include <rackseed/task_group.hpp>

namespace rackseed::dhcp {
namespace {

using boost::asio::ip::udp;

constexpr int kReceiveBuffer = 4 << 20;  // a rack that boots at once asks in one burst

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
  prepare_datagrams(socket_.native_handle(), kReceiveBuffer);
  const int on = 1;
  if (::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_BROADCAST, &on, sizeof on) != 0)
    throw std::system_error(last_error(), "SO_BROADCAST");
}

boost::asio::awaitable<boost::system::error_code> ServerSocket::wait() {
  const auto [error] = co_await socket_.async_wait(udp::socket::wait_read, kAwait);
  co_return error;
}

std::optional<Arrival> ServerSocket::receive(std::error_code& error) {
  const auto datagram = receive_datagram(socket_.native_handle(), buffer_, error);
  if (!datagram) return {};
  return Arrival{.ingress = {.interface = names_.find(datagram->interface_index),
                             .source = datagram->source,
                             .source_port = datagram->source_port,
                             .destination = datagram->destination,
                             .port = port_},
                 .interface_index = datagram->interface_index,
                 .datagram = datagram->payload};
}

std::error_code ServerSocket::send(Bytes datagram, const Destination& to, Ipv4 from,
                                   int interface_index) const {
  const DatagramRoute route{
      .from = from, .to = to.address, .port = to.port, .interface_index = interface_index};
  return send_datagram(socket_.native_handle(), datagram, route);
}

}  // namespace rackseed::dhcp
