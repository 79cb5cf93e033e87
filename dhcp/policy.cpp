#include "dhcp/policy.hpp"

#include "dhcp/exchange.hpp"

#include <fmt/format.h>

namespace rackseed::dhcp {
namespace {

/// Why nobody needs to look further, or "".
std::string early_refusal(const Message& request, const Classification& client) {
  constexpr std::uint8_t kGroup = 1;  // of an Ethernet address: no single station's
  const Mac mac = request.header.mac;
  if (request.header.is_reply) return "a server's message";
  if (mac == Mac() || (mac.octets()[0] & kGroup) != 0)
    return fmt::format("{} is no address of a network card", mac.text());
  if (client.client_class == ClientClass::kUnknownRelay ||
      client.client_class == ClientClass::kUnbootable)
    return client.why;
  return {};
}

Decision decide_by_type(const Exchange& exchange, Outcome& outcome) {
  if (exchange.subnet.mode == ServerMode::kProxy || exchange.ingress.port == kPxePort)
    return on_proxy(exchange, outcome);
  switch (exchange.request.type) {
    case MessageType::kDiscover:
      return on_discover(exchange, outcome);
    case MessageType::kRequest:
      return on_request(exchange, outcome);
    case MessageType::kDecline:
      return on_decline(exchange, outcome);
    case MessageType::kRelease:
      return on_release(exchange, outcome);
    case MessageType::kInform:
      return on_inform(exchange, outcome);
    case MessageType::kOffer:
    case MessageType::kAck:
    case MessageType::kNak:
      return Silence{"a server's message"};
  }
  return Silence{"unknown message type"};
}

}  // namespace

Outcome decide(const Message& request, const Ingress& ingress, const Directory& directory,
               Leases& leases, Time now) {
  Outcome outcome{.asked = asked_by(request, ingress, directory)};
  const Classification& client = outcome.asked.client;
  if (std::string refusal = early_refusal(request, client); !refusal.empty()) {
    outcome.decision = Silence{std::move(refusal)};
    return outcome;
  }
  const Subnet* subnet = find_subnet(request, ingress, directory, client.client_class);
  if (subnet == nullptr) {
    outcome.decision = Silence{fmt::format("no subnet is served on {}", ingress.interface)};
    return outcome;
  }
  outcome.asked.network = subnet->network;
  const Exchange exchange{.request = request,
                          .ingress = ingress,
                          .directory = directory,
                          .leases = leases,
                          .now = now,
                          .client = client,
                          .subnet = *subnet,
                          .reservation = directory.find_reservation(request.header.mac)};
  outcome.decision = decide_by_type(exchange, outcome);
  return outcome;
}

}  // namespace rackseed::dhcp
