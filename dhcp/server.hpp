#pragma once

#include "dhcp/link.hpp"
#include "dhcp/policy.hpp"
#include "dhcp/server_socket.hpp"

#include <rackseed/error.hpp>
#include <rackseed/task_group.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/core/noncopyable.hpp>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

namespace rackseed::dhcp {

/// Makes leases durable.
class LeaseSaver : boost::noncopyable {
 public:
  virtual ~LeaseSaver() = default;

  /// All rows or none. Errors: kUnavailable.
  virtual boost::asio::awaitable<Result<void>> save(std::vector<LeaseRow> rows) = 0;
};

/// Asks the wire about an address.
class Prober : boost::noncopyable {
 public:
  virtual ~Prober() = default;

  /// interface: "" behind a relay. One that cannot ask says no, and reports why elsewhere.
  virtual boost::asio::awaitable<bool> is_in_use(Ipv4 address, std::string interface) = 0;
};

/// Where the server reports. Called on the loop's thread, so it must not wait.
class FactSink : boost::noncopyable {
 public:
  virtual ~FactSink() = default;

  /// A client's packet, and what was decided; the rows are not saved yet. The datagram is empty
  /// when the same packet was decided about again, after a probe.
  virtual void saw(const Outcome& outcome, const Ingress& ingress, Bytes datagram) = 0;
  /// A reply left; what it promises is saved.
  virtual void sent(const Reply& /*reply*/, const Ingress& /*ingress*/, Bytes /*datagram*/) {}
  /// A packet that is none.
  virtual void rejected(const Error& error, const Ingress& ingress, Bytes datagram) = 0;
  /// The server itself has trouble, and goes on: "receive", "save leases", "send".
  virtual void troubled(std::string_view task, std::string_view why) = 0;
};

/// What a server works with; all of it outlives the server.
struct ServerParts {
  LeaseSaver& saver;
  Prober& prober;
  FactSink& sink;
};

/// Answers DHCP on ports 67 and 4011. Replies that promise nothing leave at once; those that
/// promise an address wait until its row is on disk, and all that come meanwhile share the next
/// transaction.
class Server {
 public:
  Server(std::vector<boost::asio::ip::udp::socket> sockets,
         std::shared_ptr<const Directory> directory, Leases leases, const ServerParts& parts);

  /// Until it is cancelled.
  boost::asio::awaitable<void> run();
  /// For all requests from now on.
  void replace(std::shared_ptr<const Directory> directory) { directory_ = std::move(directory); }
  [[nodiscard]] const Leases& leases() const { return leases_; }

 private:
  /// A promise that is not on disk yet, and the reply that waits for it.
  struct Pending {
    std::vector<LeaseRow> rows{};
    std::optional<Reply> reply{};
    std::size_t socket = 0;
    Ingress ingress{};
    int interface_index = 0;
  };
  /// Where a reply leaves.
  struct Egress {
    std::size_t socket = 0;
    const Ingress& ingress;
    int interface_index = 0;
  };

  boost::asio::awaitable<void> receive(std::size_t socket);
  boost::asio::awaitable<void> commit();
  boost::asio::awaitable<void> probe(std::size_t socket, Message request, Ingress ingress,
                                     int interface_index, Ipv4 address);
  std::error_code take_waiting(std::size_t socket);
  void take(std::size_t socket, const Arrival& arrival);
  void carry_out(const Message& request, Outcome outcome, const Egress& egress);
  void send(const Reply& reply, const Egress& egress);
  [[nodiscard]] std::error_code transmit(const Reply& reply, Bytes datagram, const Egress& egress);

  std::vector<std::unique_ptr<ServerSocket>> sockets_;
  std::shared_ptr<const Directory> directory_;
  Leases leases_;
  ServerParts parts_;
  Link link_;
  std::vector<Pending> pending_;
  boost::asio::steady_timer wake_;  ///< cancelled when something is pending
  std::set<Ipv4> probing_;
  TaskGroup tasks_;
};

}  // namespace rackseed::dhcp
