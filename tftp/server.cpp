#include "tftp/server.hpp"

#include "tftp/policy.hpp"
#include "tftp/session.hpp"

#include <fmt/core.h>

namespace rackseed::tftp {
namespace asio = boost::asio;
using asio::ip::udp;

namespace {

constexpr auto kPauseAfterError = std::chrono::milliseconds(100);
constexpr int kRequestsAtOnce = 64;  // then the transfers that run have their turn

Time now() { return std::chrono::steady_clock::now(); }

FactKind kind_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kFinished:
      return FactKind::kFinished;
    case Outcome::kUnconfirmed:
      return FactKind::kUnconfirmed;
    case Outcome::kOptionsOnly:
      return FactKind::kOptionsOnly;
    case Outcome::kAborted:
    case Outcome::kTimedOut:
    case Outcome::kFailed:
      return FactKind::kAborted;
  }
  return FactKind::kAborted;
}

/// Leaves the roster however the coroutine ends.
class Place {
 public:
  Place(std::shared_ptr<Roster> roster, const Endpoint& client, std::uint64_t id)
      : roster_(std::move(roster)), client_(client), id_(id) {}
  ~Place() { roster_->remove(client_, id_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  Place(Place&&) = delete;
  Place& operator=(Place&&) = delete;

 private:
  std::shared_ptr<Roster> roster_;
  Endpoint client_;
  std::uint64_t id_;
};

}  // namespace

Server::Server(udp::socket socket, ContentSource& source, FactSink& sink,
               const ServerSettings& settings)
    : socket_(std::move(socket)),
      requests_(socket_.native_handle()),
      source_(source),
      sink_(sink),
      settings_(settings),
      roster_(std::make_shared<Roster>(settings.roster)),
      tasks_(socket_.get_executor(),
             [&sink](std::string_view task, std::string_view why) { sink.troubled(task, why); }) {}

asio::awaitable<void> Server::run() {
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  asio::steady_timer pause(socket_.get_executor());
  while (cancellation.cancelled() == asio::cancellation_type::none) {
    const auto [error] = co_await socket_.async_wait(udp::socket::wait_read, kAwait);
    if (error == asio::error::operation_aborted) break;
    const std::error_code failure = error ? std::error_code(error) : receive_waiting();
    if (!failure) continue;
    sink_.troubled("tftp: receive", failure.message());
    pause.expires_after(kPauseAfterError);
    if (const auto [stopped] = co_await pause.async_wait(kAwait); stopped) break;
  }
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  tasks_.stop();
  co_await tasks_.join();
}

std::error_code Server::receive_waiting() {
  std::error_code error;
  for (int i = 0; i < kRequestsAtOnce; ++i) {
    const auto arrival = requests_.receive(error);
    if (!arrival) return error;
    if (!arrival->broadcast) take(*arrival);
  }
  return {};
}

/// Anything but a request has no business on this port and gets no answer: a forged source address
/// must not make two servers talk to each other.
void Server::take(const Arrival& arrival) {
  const auto packet = decode(arrival.datagram);
  if (!packet) return;
  if (const auto* request = std::get_if<Request>(&*packet)) ask(arrival, *request);
}

void Server::ask(const Arrival& arrival, const Request& request) {
  const auto verdict = judge(request);
  if (const auto* error = std::get_if<ErrorPacket>(&verdict))
    return refuse(arrival, request.name, *error);
  const auto admission = roster_->admit(arrival.client, request, now());
  if (std::holds_alternative<Roster::Repeated>(admission)) return;
  if (std::holds_alternative<Roster::Full>(admission))
    return sink_.troubled("tftp: request", "too many transfers run: clients have to wait");
  if (std::holds_alternative<Roster::TooMany>(admission))
    return refuse(arrival, request.name, ErrorPacket{.text = "too many transfers to this address"});
  const auto& start = std::get<Roster::Start>(admission);
  if (start.replaced_task) tasks_.cancel(*start.replaced_task);
  Asked asked{.arrival = arrival,
              .name = request.name,
              .path = std::get<std::string>(verdict),
              .options = request.options,
              .id = start.id};
  asked.arrival.datagram = {};
  const auto task = tasks_.spawn("tftp: " + request.name, serve(std::move(asked)));
  roster_->set_task(arrival.client, start.id, task);
}

void Server::refuse(const Arrival& arrival, const std::string& name, const ErrorPacket& error) {
  requests_.reply(arrival, encode(error));
  sink_.saw({.kind = FactKind::kRefused,
             .client = arrival.client,
             .server = arrival.local,
             .name = name,
             .why = error.text});
}

asio::awaitable<void> Server::serve(Asked asked) {
  const Place place(roster_, asked.arrival.client, asked.id);
  const auto found = co_await within(settings_.fetch_limit,
                                     source_.fetch(asked.path, asked.arrival.client), "content");
  if (!found)
    refuse(asked.arrival, asked.name, refusal(found.error()));
  else if (!*found)
    refuse(asked.arrival, asked.name, file_not_found());
  else
    co_await transfer(std::move(asked), **found);
}

asio::awaitable<void> Server::transfer(Asked asked, Content content) {
  const Endpoint client = asked.arrival.client;
  auto socket = open_transfer_socket(socket_.get_executor(), asked.arrival.local, client);
  if (!socket) {
    refuse(asked.arrival, asked.name, refusal(socket.error()));
    co_return;
  }
  const Time started = now();
  TransferFact fact{.client = client,
                    .server = asked.arrival.local,
                    .name = std::move(asked.name),
                    .terms = agree(asked.options, content.bytes().size(), settings_.terms),
                    .content_bytes = content.bytes().size()};
  sink_.saw(fact);
  Session session(std::move(*socket), std::move(content), fact.terms, settings_.retry, sender_);
  const auto heard = [this, client, id = asked.id](Time at) { roster_->heard(client, id, at); };
  const End end = co_await session.run(heard);
  fact.kind = kind_of(end.outcome);
  fact.why = end.why;
  fact.bytes = session.transfer().acknowledged_bytes();
  fact.repeated_blocks = session.transfer().repeated_blocks();
  fact.elapsed = now() - started;
  sink_.saw(fact);
}

}  // namespace rackseed::tftp
