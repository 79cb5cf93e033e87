#include "dhcp/exchange.hpp"

#include <fmt/format.h>

namespace rackseed::dhcp {

/// RFC 2131 section 4.3.5: parameters, but no address and no lease time.
Decision on_inform(const Exchange& exchange, Outcome& outcome) {
  const Ipv4 address = exchange.request.header.client;
  if (!exchange.subnet.prefix.is_host(address))
    return Silence{fmt::format("{} is not in {}", address.text(), exchange.subnet.network)};
  if (exchange.client.client_class == ClientClass::kUnknown &&
      exchange.subnet.unknown_clients == UnknownClients::kIgnore)
    return Silence{exchange.client.why};
  Message reply = begin_reply(exchange, MessageType::kAck);
  reply.header.client = address;
  add_network_options(exchange, reply);
  outcome.remark = add_boot_options(exchange, reply);
  return send(exchange, std::move(reply));
}

}  // namespace rackseed::dhcp
