#include "dhcp/exchange.hpp"

#include <fmt/format.h>

namespace rackseed::dhcp {
namespace {

Decision offer(const Exchange& exchange, Ipv4 address, Outcome& outcome) {
  Message reply = grant(exchange, MessageType::kOffer, address);
  outcome.remark = add_boot_options(exchange, reply);
  return send(exchange, std::move(reply));
}

}  // namespace

Decision on_discover(const Exchange& exchange, Outcome& outcome) {
  if (const auto reserved = exchange.reserved()) {
    if (std::string refusal = reserved_refusal(exchange, *reserved); !refusal.empty())
      return Silence{std::move(refusal)};
    return offer(exchange, *reserved, outcome);
  }
  if (std::string refusal = pool_refusal(exchange); !refusal.empty())
    return Silence{std::move(refusal)};
  const auto choice = exchange.leases.offer(exchange.directory, exchange.subnet, exchange.mac(),
                                            exchange.options().requested_address, exchange.now);
  if (!choice) return Silence{fmt::format("the pool of {} is used up", exchange.subnet.network)};
  if (choice->needs_probe) return Probe{choice->address};
  return offer(exchange, choice->address, outcome);
}

}  // namespace rackseed::dhcp
