#include "dhcp/exchange.hpp"

#include <fmt/format.h>

namespace rackseed::dhcp {
namespace {

/// Among several on one wire.
const Subnet* choose(const std::vector<const Subnet*>& shared, const Message& request,
                     const Directory& directory, bool is_bmc) {
  const Header& header = request.header;
  const Ipv4 wanted =
      header.client != Ipv4() ? header.client : request.options.requested_address.value_or(Ipv4());
  for (const Subnet* subnet : shared)
    if (directory.find_address(header.mac, *subnet)) return subnet;
  for (const Subnet* subnet : shared)
    if (subnet->prefix.contains(wanted)) return subnet;
  for (const Subnet* subnet : shared)
    if (!subnet->pool.empty() && subnet->for_bmcs == is_bmc) return subnet;
  for (const Subnet* subnet : shared)
    if (!subnet->pool.empty()) return subnet;
  return shared.empty() ? nullptr : shared.front();
}

/// Who was let in as firmware stays in as the system that it booted, which is a stranger by itself.
bool has_lease(const Exchange& exchange) {
  const auto address = exchange.leases.find_address(exchange.mac(), exchange.subnet.prefix);
  if (!address) return false;
  const Lease* lease = exchange.leases.find(*address);
  return lease->state == LeaseState::kBound && lease->is_active(exchange.now);
}

}  // namespace

const Subnet* find_subnet(const Message& request, const Ingress& ingress,
                          const Directory& directory, ClientClass client_class) {
  const Header& header = request.header;
  if (header.relay != Ipv4()) {
    const auto& info = request.options.relay;
    const bool selects = info && info->link_selection;
    return directory.find_subnet(selects ? *info->link_selection : header.relay);
  }
  if (!ingress.is_broadcast())
    if (const Subnet* routed = directory.find_subnet(header.client)) return routed;
  return choose(directory.subnets_on(ingress.interface), request, directory,
                client_class == ClientClass::kBmc);
}

std::string reserved_refusal(const Exchange& exchange, Ipv4 reserved) {
  const Lease* lease = exchange.leases.find(reserved);
  if (lease == nullptr || !lease->is_active(exchange.now)) return {};
  if (lease->state == LeaseState::kQuarantined)
    return fmt::format("somebody else uses {}, the planned address of {}", reserved.text(),
                       exchange.reservation->node);
  // A reserved one goes to the new owner at once: a server or its card was exchanged.
  if (lease->source == LeaseSource::kPool && lease->mac != exchange.mac())
    return fmt::format("{}, the planned address of {}, is still leased to {}", reserved.text(),
                       exchange.reservation->node, lease->mac.text());
  return {};
}

std::string pool_refusal(const Exchange& exchange) {
  const Subnet& subnet = exchange.subnet;
  if (has_lease(exchange)) return {};
  const ClientClass client = exchange.client.client_class;
  const bool is_stranger = client == ClientClass::kBmc || client == ClientClass::kHost ||
                           client == ClientClass::kUnknown;
  if (is_stranger && subnet.unknown_clients == UnknownClients::kIgnore)
    return fmt::format("{} has no address in {} (client: {})", exchange.mac().text(),
                       subnet.network, exchange.client.why);
  if (subnet.pool.empty()) return fmt::format("{} has no pool", subnet.network);
  return {};
}

}  // namespace rackseed::dhcp
