#include "dhcp/exchange.hpp"

#include <fmt/format.h>

namespace rackseed::dhcp {

/// RFC 2131 section 4.3.3. Only who was given an address can put it out of use.
Decision on_decline(const Exchange& exchange, Outcome& outcome) {
  const auto address = exchange.options().requested_address;
  if (!address) return Silence{"a DECLINE of no address"};
  if (exchange.is_for_another()) return Silence{"a DECLINE to another server"};
  const bool is_reserved = exchange.reserved() == address;
  const bool is_leased =
      exchange.leases.find_address(exchange.mac(), exchange.subnet.prefix) == address;
  if (!is_reserved && !is_leased)
    return Silence{fmt::format("a DECLINE of {}, which it was not given", address->text())};
  outcome.rows = {exchange.leases.quarantine(
      *address, exchange.subnet.network, is_reserved ? LeaseSource::kReserved : LeaseSource::kPool,
      exchange.now)};
  return Silence{fmt::format("declined: somebody else uses {}", address->text())};
}

/// RFC 2131 section 4.3.4.
Decision on_release(const Exchange& exchange, Outcome& outcome) {
  const Ipv4 address = exchange.request.header.client;
  if (exchange.is_for_another()) return Silence{"a RELEASE to another server"};
  auto row = exchange.leases.release(address, exchange.mac(), exchange.now);
  if (!row) return Silence{fmt::format("no lease of {} to release", address.text())};
  outcome.rows = {*std::move(row)};
  return Silence{fmt::format("released {}", address.text())};
}

}  // namespace rackseed::dhcp
