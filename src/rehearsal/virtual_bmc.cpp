#include "src/rehearsal/virtual_bmc.hpp"

#include <fmt/core.h>

#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdio>

namespace rackseed::rehearsal {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::milliseconds kPauseAfterError{100};

}  // namespace

VirtualBmc::VirtualBmc(tcp::acceptor acceptor, State state, Machine& machine,
                       const VirtualBmcTerms& terms)
    : acceptor_(std::move(acceptor)),
      endpoint_(acceptor_.local_endpoint()),
      service_(std::move(state), machine),
      terms_(terms),
      tasks_(acceptor_.get_executor(), [](std::string_view task, std::string_view why) {
        fmt::print(stderr, "virtual BMC: {}: {}\n", task, why);
      }) {
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  if (!terms_.has_tls) return;
  const Faults& faults = service_.state().faults;
  const CertificateTerms certificate{.address = endpoint_.address().to_string(),
                                     .is_expired = faults.has(Fault::kCertificateExpired),
                                     .is_tls_old = faults.has(Fault::kTlsOld)};
  identities_.push_back(make_identity(certificate));
  if (faults.has(Fault::kCertificateChanges)) identities_.push_back(make_identity(certificate));
}

std::string VirtualBmc::url() const {
  return fmt::format("{}://{}:{}", terms_.has_tls ? "https" : "http",
                     endpoint_.address().to_string(), endpoint_.port());
}

std::string VirtualBmc::spki_sha256() const {
  return identities_.empty() ? "" : identities_.front().spki_sha256;
}

asio::awaitable<void> VirtualBmc::run() {
  co_await accept();
  for (const auto& connection : connections_) connection->close();
  tasks_.stop();
  co_await asio::this_coro::reset_cancellation_state();  // cancelled, and yet to wait
  co_await tasks_.join();
}

asio::awaitable<void> VirtualBmc::accept() {
  asio::steady_timer pause(acceptor_.get_executor());
  for (;;) {
    auto [error, socket] = co_await acceptor_.async_accept(kAwait);
    if (error == asio::error::operation_aborted) co_return;
    if (!error) {
      admit(std::move(socket));
      continue;
    }
    pause.expires_after(kPauseAfterError);
    if (const auto [stopped] = co_await pause.async_wait(kAwait); stopped) co_return;
  }
}

asio::ssl::context* VirtualBmc::tls() {
  if (identities_.empty()) return nullptr;
  const State& state = service_.state();
  const bool has_changed =
      identities_.size() > 1 && static_cast<std::int64_t>(state.counters.connections) >
                                    state.faults.value(Fault::kCertificateChanges);
  return identities_[has_changed ? 1 : 0].context.get();
}

void VirtualBmc::admit(tcp::socket socket) {
  ++service_.state().counters.connections;
  const auto connection = connections_.insert(
      connections_.end(), make_connection(std::move(socket), tls(), service_, terms_.delay));
  tasks_.spawn("connection", serve(connection));
}

asio::awaitable<void> VirtualBmc::serve(Connections::iterator connection) {
  co_await (*connection)->run();
  connections_.erase(connection);
}

}  // namespace rackseed::rehearsal
