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

std::string url_of(const tcp::endpoint& endpoint, bool has_tls) {
  return fmt::format("{}://{}:{}", has_tls ? "https" : "http", endpoint.address().to_string(),
                     endpoint.port());
}

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
  if (service_.state().faults.has(Fault::kRedirectPort)) move_to_another_port();
  if (!terms_.has_tls) return;
  const Faults& faults = service_.state().faults;
  const CertificateTerms certificate{.address = endpoint_.address().to_string(),
                                     .is_expired = faults.has(Fault::kCertificateExpired),
                                     .is_sha1 = faults.has(Fault::kCertificateSha1),
                                     .is_tls_old = faults.has(Fault::kTlsOld),
                                     .is_tls_weak = faults.has(Fault::kTlsWeak)};
  identities_.push_back(make_identity(certificate));
  if (faults.has(Fault::kCertificateChanges)) identities_.push_back(make_identity(certificate));
}

void VirtualBmc::move_to_another_port() {
  other_acceptor_.emplace(acceptor_.get_executor(), tcp::endpoint(endpoint_.address(), 0));
  service_.state().moved_to = url_of(other_acceptor_->local_endpoint(), terms_.has_tls);
}

std::string VirtualBmc::url() const { return url_of(endpoint_, terms_.has_tls); }

std::string VirtualBmc::spki_sha256() const {
  return identities_.empty() ? "" : identities_.front().spki_sha256;
}

asio::awaitable<void> VirtualBmc::run() {
  if (other_acceptor_) tasks_.spawn("other port", accept(&*other_acceptor_));
  co_await accept(&acceptor_);
  for (const auto& connection : connections_) connection->close();
  tasks_.stop();
  co_await asio::this_coro::reset_cancellation_state();  // cancelled, and yet to wait
  co_await tasks_.join();
}

asio::awaitable<void> VirtualBmc::accept(tcp::acceptor* acceptor) {
  asio::steady_timer pause(acceptor->get_executor());
  for (;;) {
    auto [error, socket] = co_await acceptor->async_accept(kAwait);
    if (error == asio::error::operation_aborted) co_return;
    if (!error) {
      admit(std::move(socket), acceptor != &acceptor_);
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

void VirtualBmc::admit(tcp::socket socket, bool is_moved) {
  ++service_.state().counters.connections;
  const ConnectionTerms terms{.tls = tls(), .delay = terms_.delay, .is_moved = is_moved};
  const auto connection =
      connections_.insert(connections_.end(), make_connection(std::move(socket), service_, terms));
  tasks_.spawn("connection", serve(connection));
}

asio::awaitable<void> VirtualBmc::serve(Connections::iterator connection) {
  co_await (*connection)->run();
  connections_.erase(connection);
}

}  // namespace rackseed::rehearsal
