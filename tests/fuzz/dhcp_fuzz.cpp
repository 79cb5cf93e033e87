#include "dhcp/frame.hpp"
#include "dhcp/policy.hpp"

#include <cstdlib>

namespace rackseed::dhcp {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

Ipv4 ip(std::string_view text) { return Ipv4::parse(text).value(); }

/// A network of each kind, so that every branch of the policy is within reach.
Directory directory() {
  const Subnet prov{.network = "prov",
                    .prefix = *Prefix::parse("10.77.0.0/24"),
                    .interface = "eth0",
                    .seed = ip("10.77.0.1"),
                    .gateway = ip("10.77.0.254"),
                    .pool = {{.first = ip("10.77.0.100"), .last = ip("10.77.0.102")}}};
  Subnet relayed = prov;
  relayed.interface = "";
  relayed.prefix = *Prefix::parse("10.0.0.0/16");
  relayed.unknown_clients = UnknownClients::kPool;
  relayed.probes_pool = false;
  Subnet proxied = prov;
  proxied.prefix = *Prefix::parse("10.78.0.0/24");
  proxied.interface = "eth1";
  proxied.mode = ServerMode::kProxy;
  const Reservation known{.mac = *Mac::parse("52:54:00:77:01:00"),
                          .node = "n1",
                          .nic = "lom0",
                          .addresses = {ip("10.77.0.147")}};
  return Directory({.subnets = {prov, relayed, proxied},
                    .accept_relays = {ip("10.0.0.1")},
                    .reservations = {known}});
}

/// What must hold of every answer, whatever was asked.
void check(const Reply& reply, const Message& request, const Directory& directory) {
  const Ipv4 given = reply.message.header.yours;
  require(reply.message.header.transaction == request.header.transaction);
  require(given == Ipv4() || !directory.is_reserved(given) || given == ip("10.77.0.147"));
  const auto bytes = encode(reply.message, reply.most_bytes);
  if (!bytes) return;  // what has to be echoed may be longer than what the client accepts
  require(bytes->size() <= reply.most_bytes);
  const auto read = decode(*bytes);
  require(read && read->type == reply.message.type && read->options == reply.message.options);
  require(encode_frame(*bytes, {}, reply.destination).size() >= bytes->size());
}

void serve(const Message& message) {
  const Directory known = directory();
  Leases leases;
  Time now{std::chrono::seconds(1'800'000'000)};
  for (const char* interface : {"eth0", "eth1", "eth0"})
    for (const std::uint16_t port : {kServerPort, kPxePort}) {
      const Ingress ingress{.interface = interface, .source = message.header.client, .port = port};
      const Outcome outcome = decide(message, ingress, known, leases, now);
      require(describe_options(outcome.asked).find('\n') == std::string::npos);
      if (const auto* probe = std::get_if<Probe>(&outcome.decision))
        leases.probed(probe->address, false, now);
      if (const auto* reply = std::get_if<Reply>(&outcome.decision)) check(*reply, message, known);
      now += std::chrono::seconds(40);
    }
}

}  // namespace
}  // namespace rackseed::dhcp

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rackseed::dhcp;
  const auto message = decode({data, size});
  if (!message) return 0;
  const auto bytes = encode(*message);
  if (!bytes || *decode(*bytes) != *message) std::abort();
  serve(*message);
  return 0;
}
