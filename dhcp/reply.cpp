#include "dhcp/exchange.hpp"

namespace rackseed::dhcp {
namespace {

// The codes that a client may list in option 55.
constexpr std::uint8_t kRouters = 3;
constexpr std::uint8_t kNameServers = 6;
constexpr std::uint8_t kHostName = 12;
constexpr std::uint8_t kDomainName = 15;
constexpr std::uint8_t kTimeServers = 42;

Ipv4 mask_of(const Prefix& prefix) {
  return Ipv4(~(prefix.network().bits() ^ prefix.broadcast().bits()));
}

/// An installer with a default route looks for its mirror and waits; behind a relay none can reach
/// the seed without one.
bool needs_router(const Exchange& exchange) {
  const bool uses_mirror = exchange.reservation != nullptr && exchange.reservation->uses_mirror;
  return exchange.subnet.gateway && (exchange.subnet.is_relayed() || uses_mirror);
}

}  // namespace

Message begin_reply(const Exchange& exchange, MessageType type) {
  const Header& asked = exchange.request.header;
  Message reply{.type = type,
                .header = {.is_reply = true,
                           .transaction = asked.transaction,
                           .broadcast = asked.broadcast,
                           .relay = asked.relay,
                           .mac = asked.mac}};
  reply.options.server_id = exchange.server_id();
  reply.options.client_id = exchange.options().client_id;  // RFC 6842
  reply.options.machine = exchange.options().machine;      // PXE 2.1
  reply.options.relay = exchange.options().relay;          // RFC 3046 section 2.2
  return reply;
}

void add_network_options(const Exchange& exchange, Message& reply) {
  const Subnet& subnet = exchange.subnet;
  const Options& asked = exchange.options();
  Options& options = reply.options;
  options.subnet_mask = mask_of(subnet.prefix);
  if (needs_router(exchange) && asks_for(asked, kRouters)) options.routers = {*subnet.gateway};
  if (asks_for(asked, kNameServers)) options.name_servers = subnet.name_servers;
  if (asks_for(asked, kDomainName)) options.domain_name = subnet.domain;
  if (asks_for(asked, kTimeServers)) options.time_servers = subnet.time_servers;
  const Reservation* known = exchange.reservation;
  if (known != nullptr && known->port == Port::kHost && asks_for(asked, kHostName))
    options.host_name = known->node;
}

Message grant(const Exchange& exchange, MessageType type, Ipv4 address) {
  Message reply = begin_reply(exchange, type);
  reply.header.yours = address;
  if (type == MessageType::kAck) reply.header.client = exchange.request.header.client;
  const std::chrono::seconds lease = exchange.directory.lease();
  reply.options.lease_time = lease;
  reply.options.renewal_time = lease / 2;  // RFC 2131 section 4.4.5
  reply.options.rebinding_time = lease * 7 / 8;
  add_network_options(exchange, reply);
  return reply;
}

Reply send(const Exchange& exchange, Message message) {
  const Destination destination = destination_of(exchange.request, message, exchange.ingress);
  return {.message = std::move(message),
          .destination = destination,
          .most_bytes = most_reply_bytes(exchange.options())};
}

}  // namespace rackseed::dhcp
