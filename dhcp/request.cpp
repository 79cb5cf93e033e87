#include "dhcp/exchange.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rackseed::dhcp {
namespace {

/// In which state of RFC 2131 section 4.3.2 the client is.
enum class State : std::uint8_t { kSelecting, kInitReboot, kExtending, kNone };

State state_of(const Message& request) {
  if (request.options.server_id) return State::kSelecting;
  if (request.header.client != Ipv4()) return State::kExtending;  // renewing or rebinding
  return request.options.requested_address ? State::kInitReboot : State::kNone;
}

Decision refuse(const Exchange& exchange, std::string why) {
  Message reply = begin_reply(exchange, MessageType::kNak);
  reply.options.machine.reset();
  reply.options.message = std::move(why);
  // The relay has no address to unicast to (RFC 2131 section 4.3.2).
  if (reply.header.relay != Ipv4()) reply.header.broadcast = true;
  return send(exchange, std::move(reply));
}

LeaseSource source_of(const Exchange& exchange, Ipv4 address) {
  return exchange.reserved() == address ? LeaseSource::kReserved : LeaseSource::kPool;
}

Decision acknowledge(const Exchange& exchange, Ipv4 address, Outcome& outcome) {
  Message reply = grant(exchange, MessageType::kAck, address);
  outcome.remark = add_boot_options(exchange, reply);
  outcome.rows = exchange.leases.bind({.address = address,
                                       .mac = exchange.mac(),
                                       .network = exchange.subnet.network,
                                       .expires = exchange.now + exchange.directory.lease(),
                                       .source = source_of(exchange, address)},
                                      exchange.subnet.prefix, exchange.now);
  return send(exchange, std::move(reply));
}

/// The address that the client has here, unless the inventory has given it to another since.
std::optional<Ipv4> leased(const Exchange& exchange) {
  const auto address = exchange.leases.find_address(exchange.mac(), exchange.subnet.prefix);
  if (!address) return {};
  const bool is_lost = exchange.directory.is_reserved(*address) && exchange.reserved() != address;
  return is_lost ? std::nullopt : address;
}

bool is_active(const Exchange& exchange, Ipv4 address) {
  const Lease* lease = exchange.leases.find(address);
  return lease != nullptr && lease->is_active(exchange.now);
}

/// A node in the middle of its work keeps the address it has; it moves when it starts anew.
bool keeps(const Exchange& exchange, Ipv4 address, State state) {
  return state != State::kInitReboot && leased(exchange) == address && is_active(exchange, address);
}

/// An address that a client says it has, against what we know of it.
Decision confirm(const Exchange& exchange, Ipv4 address, State state, Outcome& outcome) {
  const auto reserved = exchange.reserved();
  const auto had = leased(exchange);
  const bool is_from_pool = had == address && exchange.subnet.has_in_pool(address);
  if (reserved ? reserved == address : is_from_pool) return acknowledge(exchange, address, outcome);
  if (!exchange.subnet.prefix.is_host(address))
    return refuse(exchange,
                  fmt::format("{} is not in {}", address.text(), exchange.subnet.network));
  if (reserved || had)
    return refuse(exchange, fmt::format("your address is {}", (reserved ? reserved : had)->text()));
  const bool is_anothers = is_active(exchange, address) || exchange.directory.is_reserved(address);
  if (state == State::kSelecting || is_anothers)
    return refuse(exchange, fmt::format("{} is not yours", address.text()));
  return Silence{fmt::format("no record of a lease of {}", address.text())};  // RFC 2131 4.3.2
}

/// The address that a REQUEST is about.
Ipv4 address_of(const Message& request, State state) {
  const Ipv4 in_use = request.header.client;
  return state == State::kExtending ? in_use : request.options.requested_address.value_or(in_use);
}

}  // namespace

Decision on_request(const Exchange& exchange, Outcome& outcome) {
  const State state = state_of(exchange.request);
  if (state == State::kNone) return Silence{"a REQUEST for no address"};
  if (exchange.is_for_another()) {
    exchange.leases.withdraw(exchange.mac(), exchange.subnet.prefix, exchange.now);
    return Silence{fmt::format("the client accepted another server, {}",
                               exchange.options().server_id->text())};
  }
  const Ipv4 address = address_of(exchange.request, state);
  if (keeps(exchange, address, state)) return acknowledge(exchange, address, outcome);
  const auto reserved = exchange.reserved();
  std::string refusal = reserved ? reserved_refusal(exchange, *reserved) : pool_refusal(exchange);
  if (!refusal.empty()) return Silence{std::move(refusal)};
  return confirm(exchange, address, state, outcome);
}

}  // namespace rackseed::dhcp
