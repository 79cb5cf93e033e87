#include "dhcp/destination.hpp"

namespace rackseed::dhcp {

std::string_view to_string(Delivery delivery) {
  switch (delivery) {
    case Delivery::kRelay:
      return "relay";
    case Delivery::kUnicast:
      return "unicast";
    case Delivery::kBroadcast:
      return "broadcast";
    case Delivery::kLinkUnicast:
      return "link unicast";
  }
  return "?";
}

Destination destination_of(const Message& request, const Message& reply, const Ingress& ingress) {
  const Header& header = request.header;
  const Destination broadcast{};
  const Destination to_client{.delivery = Delivery::kUnicast, .address = header.client};
  const bool has_address = header.client != Ipv4();
  if (ingress.port == kPxePort && ingress.source != Ipv4())
    return {.delivery = Delivery::kUnicast, .address = ingress.source, .port = ingress.source_port};
  if (request.type == MessageType::kInform && has_address) return to_client;
  if (header.relay != Ipv4())
    return {.delivery = Delivery::kRelay, .address = header.relay, .port = kServerPort};
  if (reply.type == MessageType::kNak) return broadcast;
  if (has_address) return to_client;
  if (header.broadcast || reply.header.yours == Ipv4()) return broadcast;
  return {.delivery = Delivery::kLinkUnicast, .address = reply.header.yours, .mac = header.mac};
}

}  // namespace rackseed::dhcp
