#pragma once

#include "dhcp/policy.hpp"

#include <optional>

/// What the parts of the policy share; not for other folders.
namespace rackseed::dhcp {

/// A request with all that is known about it.
struct Exchange {
  const Message& request;
  const Ingress& ingress;
  const Directory& directory;
  Leases& leases;
  Time now{};
  const Classification& client;
  const Subnet& subnet;
  const Reservation* reservation = nullptr;  ///< of the MAC address; nullptr: unknown

  [[nodiscard]] const Options& options() const { return request.options; }
  [[nodiscard]] Mac mac() const { return request.header.mac; }
  /// The address that the inventory gives to this client here.
  [[nodiscard]] std::optional<Ipv4> reserved() const {
    return directory.find_address(mac(), subnet);
  }
  /// What the client knows this server by: a relay may stand in for it (RFC 5107).
  [[nodiscard]] Ipv4 server_id() const {
    const bool is_relayed = request.header.relay != Ipv4();
    const auto& relay = options().relay;
    return is_relayed && relay && relay->server_override ? *relay->server_override : subnet.seed;
  }
  /// True when the client names a server (54) that is not this one on any of its subnets.
  [[nodiscard]] bool is_for_another() const {
    const auto& server = options().server_id;
    return server && *server != server_id() && !directory.is_seed(*server);
  }
};

/// The subnet of the client: that of the relay or of the link it selects (RFC 3527), that of the
/// address in use when a datagram was routed here, else one on the interface: where the client has
/// a reservation, where the address is that it wants, where a pool is for its kind, where any is.
/// nullptr: none is served.
[[nodiscard]] const Subnet* find_subnet(const Message& request, const Ingress& ingress,
                                        const Directory& directory, ClientClass client_class);

/// Why the client does not get the address that is reserved for it, or "".
[[nodiscard]] std::string reserved_refusal(const Exchange& exchange, Ipv4 reserved);
/// Why a client gets no address of a pool, or "".
[[nodiscard]] std::string pool_refusal(const Exchange& exchange);

/// Adds what the client's class calls for (DOMAIN 4.1), and says why not when that is nothing.
/// Returns "" also for clients that do not boot from the network.
[[nodiscard]] std::string add_boot_options(const Exchange& exchange, Message& reply);
/// True for a client that gets boot options also where addresses are another server's business.
[[nodiscard]] bool boots_by_proxy(const Classification& client);

/// The reply's fixed part, server identifier and what has to be echoed (61, 82, 97).
[[nodiscard]] Message begin_reply(const Exchange& exchange, MessageType type);
/// An OFFER or ACK of an address, without boot options.
[[nodiscard]] Message grant(const Exchange& exchange, MessageType type, Ipv4 address);
/// Mask, router, name servers and so on, without a lease.
void add_network_options(const Exchange& exchange, Message& reply);
[[nodiscard]] Reply send(const Exchange& exchange, Message message);

/// What to do about one message type. May add rows and a remark to the outcome.
[[nodiscard]] Decision on_discover(const Exchange& exchange, Outcome& outcome);
[[nodiscard]] Decision on_request(const Exchange& exchange, Outcome& outcome);
[[nodiscard]] Decision on_decline(const Exchange& exchange, Outcome& outcome);
[[nodiscard]] Decision on_release(const Exchange& exchange, Outcome& outcome);
[[nodiscard]] Decision on_inform(const Exchange& exchange, Outcome& outcome);
/// Of all types, where this server adds only boot options to what another one gives.
[[nodiscard]] Decision on_proxy(const Exchange& exchange, Outcome& outcome);

}  // namespace rackseed::dhcp
