#include "dhcp/exchange.hpp"

namespace rackseed::dhcp {

/// PXE 2.1 section 2.2: an OFFER with no address on port 67 beside that of the real server; on
/// port 4011, which UEFI firmware does ask, an ACK.
Decision on_proxy(const Exchange& exchange, Outcome& outcome) {
  const Message& request = exchange.request;
  const bool is_boot_service = exchange.ingress.port == kPxePort;
  if (!boots_by_proxy(exchange.client))
    return Silence{"addresses are given by another server, and this client does not boot"};
  const bool is_answered = request.type == MessageType::kDiscover ||
                           request.type == MessageType::kInform ||
                           (request.type == MessageType::kRequest && is_boot_service);
  if (!is_answered) return Silence{"addresses are given by another server"};
  const bool is_offer = request.type == MessageType::kDiscover;
  Message reply = begin_reply(exchange, is_offer ? MessageType::kOffer : MessageType::kAck);
  if (!is_offer) reply.header.client = request.header.client;
  outcome.remark = add_boot_options(exchange, reply);
  if (!outcome.remark.empty()) return Silence{outcome.remark};
  return send(exchange, std::move(reply));
}

}  // namespace rackseed::dhcp
