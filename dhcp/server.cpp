#include "dhcp/server.hpp"

#include <fmt/core.h>
#include "dhcp/codec.hpp"

#include "dhcp/frame.hpp"

namespace rackseed::dhcp {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;

constexpr std::chrono::milliseconds kPauseAfterError{100};
constexpr std::size_t kBatch = 128;         // datagrams before the loop turns to others
constexpr std::size_t kMostPending = 8192;  // what comes on top is dropped: clients ask again
constexpr std::size_t kMostProbes = 1024;

Time now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

}  // namespace

Server::Server(std::vector<udp::socket> sockets, std::shared_ptr<const Directory> directory,
               Leases leases, const ServerParts& parts)
    : directory_(std::move(directory)),
      leases_(std::move(leases)),
      parts_(parts),
      wake_(sockets.at(0).get_executor()),
      tasks_(sockets.at(0).get_executor(),
             [&sink = parts.sink](std::string_view task, std::string_view why) {
               sink.troubled(task, why);
             }) {
  for (udp::socket& socket : sockets)
    sockets_.push_back(std::make_unique<ServerSocket>(std::move(socket)));
}

asio::awaitable<void> Server::run() {
  for (std::size_t socket = 0; socket < sockets_.size(); ++socket)
    tasks_.spawn("dhcp receive", receive(socket));
  tasks_.spawn("dhcp commit", commit());
  asio::steady_timer forever(wake_.get_executor(), asio::steady_timer::time_point::max());
  static_cast<void>(co_await forever.async_wait(kAwait));
  tasks_.stop();
  co_await asio::this_coro::reset_cancellation_state();  // cancelled, and yet to wait
  co_await tasks_.join();
}

asio::awaitable<void> Server::receive(std::size_t socket) {
  asio::steady_timer pause(wake_.get_executor());
  for (;;) {
    const auto waited = co_await sockets_[socket]->wait();
    if (waited == asio::error::operation_aborted) co_return;
    const std::error_code error = waited ? std::error_code(waited) : take_waiting(socket);
    if (!error) continue;
    parts_.sink.troubled("receive", error.message());
    pause.expires_after(kPauseAfterError);
    if (const auto [stopped] = co_await pause.async_wait(kAwait); stopped) co_return;
  }
}

std::error_code Server::take_waiting(std::size_t socket) {
  std::error_code error;
  for (std::size_t count = 0; count < kBatch; ++count) {
    const auto arrival = sockets_[socket]->receive(error);
    if (!arrival) break;
    take(socket, *arrival);
  }
  return error;
}

void Server::take(std::size_t socket, const Arrival& arrival) {
  const auto request = decode(arrival.datagram);
  if (!request) return parts_.sink.rejected(request.error(), arrival.ingress, arrival.datagram);
  if (pending_.size() >= kMostPending) return;
  Outcome outcome = decide(*request, arrival.ingress, *directory_, leases_, now());
  parts_.sink.saw(outcome, arrival.ingress, arrival.datagram);
  const Egress egress{
      .socket = socket, .ingress = arrival.ingress, .interface_index = arrival.interface_index};
  carry_out(*request, std::move(outcome), egress);
}

void Server::carry_out(const Message& request, Outcome outcome, const Egress& egress) {
  if (const auto* wanted = std::get_if<Probe>(&outcome.decision)) {
    if (probing_.size() < kMostProbes && probing_.insert(wanted->address).second)
      tasks_.spawn("dhcp probe", probe(egress.socket, request, egress.ingress,
                                       egress.interface_index, wanted->address));
  }
  auto* reply = std::get_if<Reply>(&outcome.decision);
  if (outcome.rows.empty()) {
    if (reply != nullptr) send(*reply, egress);
    return;
  }
  pending_.push_back({.rows = std::move(outcome.rows),
                      .reply = reply != nullptr ? std::optional(std::move(*reply)) : std::nullopt,
                      .socket = egress.socket,
                      .ingress = egress.ingress,
                      .interface_index = egress.interface_index});
  wake_.cancel();
}

asio::awaitable<void> Server::commit() {
  for (;;) {
    if (pending_.empty()) {
      wake_.expires_at(asio::steady_timer::time_point::max());
      static_cast<void>(co_await wake_.async_wait(kAwait));
      continue;
    }
    const auto batch = std::exchange(pending_, {});
    std::vector<LeaseRow> rows;
    for (const Pending& one : batch) rows.insert(rows.end(), one.rows.begin(), one.rows.end());
    const auto saved = co_await parts_.saver.save(std::move(rows));
    if (!saved) {
      parts_.sink.troubled("save leases", saved.error().detail);
      continue;  // no save, no answer: the clients ask again
    }
    for (const Pending& one : batch)
      if (one.reply) send(*one.reply, {one.socket, one.ingress, one.interface_index});
  }
}

asio::awaitable<void> Server::probe(std::size_t socket, Message request, Ingress ingress,
                                    int interface_index, Ipv4 address) {
  const bool is_relayed = request.header.relay != Ipv4();
  std::string interface = is_relayed ? std::string() : ingress.interface;
  const bool in_use = co_await parts_.prober.is_in_use(address, std::move(interface));
  probing_.erase(address);
  const auto quarantined = leases_.probed(address, in_use, now());
  const Egress egress{.socket = socket, .ingress = ingress, .interface_index = interface_index};
  Outcome outcome = decide(request, ingress, *directory_, leases_, now());
  if (quarantined) outcome.rows.push_back(*quarantined);
  parts_.sink.saw(outcome, ingress, {});
  carry_out(request, std::move(outcome), egress);
}

void Server::send(const Reply& reply, const Egress& egress) {
  const auto datagram = encode(reply.message, reply.most_bytes);
  if (!datagram) return parts_.sink.troubled("encode", datagram.error().detail);
  if (const auto error = transmit(reply, *datagram, egress))
    return parts_.sink.troubled("send",
                                fmt::format("to {} on {}: {}", reply.message.header.mac.text(),
                                            egress.ingress.interface, error.message()));
  parts_.sink.sent(reply, egress.ingress, *datagram);
}

std::error_code Server::transmit(const Reply& reply, Bytes datagram, const Egress& egress) {
  const Destination& to = reply.destination;
  const Ipv4 from = reply.message.options.server_id.value_or(Ipv4());
  const bool on_link = to.delivery == Delivery::kLinkUnicast;
  if (!on_link) {
    const bool broadcast = to.delivery == Delivery::kBroadcast;
    return sockets_[egress.socket]->send(datagram, to, broadcast ? from : Ipv4(),
                                         broadcast ? egress.interface_index : 0);
  }
  FrameSource source{.address = from};
  if (const auto error = link_.find_mac(egress.ingress.interface, source.mac)) return error;
  return link_.send(egress.ingress.interface, encode_frame(datagram, source, to));
}

}  // namespace rackseed::dhcp
