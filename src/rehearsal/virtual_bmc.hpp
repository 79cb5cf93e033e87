#pragma once

#include "src/rehearsal/certificate.hpp"
#include "src/rehearsal/connection.hpp"
#include "src/rehearsal/service.hpp"

#include <rackseed/task_group.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rackseed::rehearsal {

struct VirtualBmcTerms {
  bool has_tls = false;
  std::chrono::milliseconds delay{};  ///< before each answer
};

/// One BMC on its own address: HTTP/1.1, over TLS or plain. All is on one thread.
class VirtualBmc : boost::noncopyable {
 public:
  /// acceptor: listening. machine: outlives us. The process ignores SIGPIPE from here on.
  VirtualBmc(boost::asio::ip::tcp::acceptor acceptor, State state, Machine& machine,
             const VirtualBmcTerms& terms);

  /// Until it is cancelled; then every connection has ended too.
  boost::asio::awaitable<void> run();

  [[nodiscard]] State& state() { return service_.state(); }
  [[nodiscard]] Service& service() { return service_; }
  [[nodiscard]] const Counters& counters() { return service_.state().counters; }
  /// "https://127.0.0.1:40123"
  [[nodiscard]] std::string url() const;
  /// Of the first key; "": no TLS.
  [[nodiscard]] std::string spki_sha256() const;

 private:
  using Connections = std::list<std::unique_ptr<Connection>>;

  boost::asio::awaitable<void> accept(boost::asio::ip::tcp::acceptor* acceptor);
  boost::asio::awaitable<void> serve(Connections::iterator connection);
  void admit(boost::asio::ip::tcp::socket socket, bool is_moved);
  void move_to_another_port();
  [[nodiscard]] boost::asio::ssl::context* tls();

  boost::asio::ip::tcp::acceptor acceptor_;
  std::optional<boost::asio::ip::tcp::acceptor> other_acceptor_;  ///< of kRedirectPort
  boost::asio::ip::tcp::endpoint endpoint_;
  Service service_;
  VirtualBmcTerms terms_;
  std::vector<TlsIdentity> identities_;  ///< the second: after the certificate has changed
  Connections connections_;
  TaskGroup tasks_;
};

}  // namespace rackseed::rehearsal
