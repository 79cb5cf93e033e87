#include "dhcp/server_watch.hpp"

#include <algorithm>
#include <cctype>

namespace rackseed::dhcp {
namespace {

constexpr std::size_t kMostServers = 64;

/// Wire text that will be shown to a person.
std::string printable(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return std::isprint(c) == 0; }, '?');
  return text;
}

ForeignServer server_of(const Message& reply, const UdpFrame& frame) {
  const Options& options = reply.options;
  const Ipv4 given = reply.header.yours;
  ForeignServer server{.address = options.server_id.value_or(frame.sender),
                       .mac = frame.sender_mac};
  if (given != Ipv4()) server.offered = given;
  server.boot_file =
      printable(options.boot_file.empty() ? reply.header.boot_file : options.boot_file);
  server.is_proxy = given == Ipv4() &&
                    (options.vendor_class.starts_with("PXEClient") || !server.boot_file.empty());
  return server;
}

/// What a later packet of the same server adds.
void add(ForeignServer& known, const ForeignServer& heard) {
  known.is_proxy = known.is_proxy && heard.is_proxy;
  if (!known.offered) known.offered = heard.offered;
  if (known.boot_file.empty()) known.boot_file = heard.boot_file;
}

}  // namespace

Message discover_of(const Decoy& decoy, DecoyKind kind, std::chrono::seconds elapsed) {
  constexpr std::uint16_t kEfiX64 = 7;
  Message message{.type = MessageType::kDiscover,
                  .header = {.transaction = decoy.transaction,
                             .seconds = static_cast<std::uint16_t>(elapsed.count()),
                             .broadcast = true,
                             .mac = decoy.mac}};
  message.options.parameters = {1, 3, 6, 51, 54, 66, 67};
  if (kind == DecoyKind::kSystem) return message;
  ++message.header.transaction;
  message.options.vendor_class = "PXEClient:Arch:00007:UNDI:003016";
  message.options.architectures = {kEfiX64};
  message.options.undi = UndiVersion{.major = 3, .minor = 16};
  message.options.machine = decoy.machine;
  return message;
}

void ServerWatch::hear(const UdpFrame& frame) {
  if (frame.target_port != kClientPort || own_.contains(frame.sender_mac)) return;
  const auto reply = decode(frame.payload);
  if (!reply || !reply->header.is_reply) return;
  if (reply->type != MessageType::kOffer && reply->type != MessageType::kAck) return;
  const ForeignServer server = server_of(*reply, frame);
  const auto known = std::ranges::find(servers_, server.address, &ForeignServer::address);
  if (known != servers_.end())
    add(*known, server);
  else if (servers_.size() < kMostServers)
    servers_.push_back(server);
}

}  // namespace rackseed::dhcp
