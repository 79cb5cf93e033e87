#include "tftp/request_socket.hpp"

#include <rackseed/datagram.hpp>

namespace rackseed::tftp {
namespace {

constexpr int kReceiveBuffer = 1 << 20;  // a rack that boots at once asks in one burst

}  // namespace

RequestSocket::RequestSocket(int socket) : socket_(socket) {
  prepare_datagrams(socket, kReceiveBuffer);
}

std::optional<Arrival> RequestSocket::receive(std::error_code& error) {
  const auto datagram = receive_datagram(socket_, buffer_, error);
  if (!datagram) return {};
  return Arrival{.client = {.address = datagram->source, .port = datagram->source_port},
                 .local = datagram->local,
                 .datagram = datagram->payload,
                 .broadcast = datagram->destination != datagram->local};
}

void RequestSocket::reply(const Arrival& to, Bytes datagram) const {
  static_cast<void>(send_datagram(
      socket_, datagram, {.from = to.local, .to = to.client.address, .port = to.client.port}));
}

}  // namespace rackseed::tftp
