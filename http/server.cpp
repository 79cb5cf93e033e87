#include "http/server.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>

namespace rackseed::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::milliseconds kPauseAfterError{100};
constexpr std::chrono::milliseconds kWatchEvery{500};

}  // namespace

Server::Server(tcp::acceptor acceptor, Site& site, FactSink& sink, const Limits& limits)
    : acceptor_(std::move(acceptor)),
      site_(site),
      sink_(sink),
      limits_(limits),
      tasks_(acceptor_.get_executor(),
             [&sink](std::string_view task, std::string_view why) { sink.troubled(task, why); }) {
  // sendfile(2) knows no MSG_NOSIGNAL: a reader that leaves in the middle would end this process.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
}

asio::awaitable<void> Server::run() {
  using asio::experimental::awaitable_operators::operator||;
  static_cast<void>(co_await (accept() || watch()));
  for (Connection& connection : connections_) connection.close();
  tasks_.stop();
  co_await asio::this_coro::reset_cancellation_state();  // cancelled, and yet to wait
  co_await tasks_.join();
}

asio::awaitable<void> Server::accept() {
  asio::steady_timer pause(acceptor_.get_executor());
  for (;;) {
    auto [error, socket] = co_await acceptor_.async_accept(kAwait);
    if (error == asio::error::operation_aborted) co_return;
    if (!error) {
      admit(std::move(socket));
      continue;
    }
    sink_.troubled("accept", error.message());
    pause.expires_after(kPauseAfterError);
    if (const auto [stopped] = co_await pause.async_wait(kAwait); stopped) co_return;
  }
}

asio::awaitable<void> Server::watch() {
  asio::steady_timer timer(acceptor_.get_executor());
  for (;;) {
    timer.expires_after(kWatchEvery);
    if (const auto [stopped] = co_await timer.async_wait(kAwait); stopped) co_return;
    const auto now = Connection::Clock::now();
    for (Connection& connection : connections_) connection.expire(now);
  }
}

void Server::admit(tcp::socket socket) {
  if (connections_.size() >= limits_.connections) return;  // closes it
  const auto connection =
      connections_.emplace(connections_.end(), std::move(socket), site_, sink_, limits_);
  if (by_client_[connection->client()]++ >= limits_.connections_per_client) connection->close();
  tasks_.spawn("connection", serve(connection));
}

asio::awaitable<void> Server::serve(Connections::iterator connection) {
  co_await connection->run();
  const auto of_client = by_client_.find(connection->client());
  if (--of_client->second == 0) by_client_.erase(of_client);
  connections_.erase(connection);
}

}  // namespace rackseed::http
