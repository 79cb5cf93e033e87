#pragma once

#include "tftp/content.hpp"
#include "tftp/facts.hpp"
#include "tftp/request_socket.hpp"
#include "tftp/roster.hpp"
#include "tftp/sender.hpp"
#include "tftp/terms.hpp"

#include <rackseed/task_group.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/udp.hpp>
#include <memory>
#include <string>

namespace rackseed::tftp {

struct ServerSettings {
  TermLimits terms{};
  RosterLimits roster{};
  RetryLimits retry{};
  Duration fetch_limit = std::chrono::seconds(10);  ///< for the content source to answer
};

/// Answers read requests (RFC 1350, 2347, 2348, 2349, 7440), each from a socket of its own.
/// Thousands of transfers need as many descriptors: raise RLIMIT_NOFILE first.
class Server {
 public:
  /// socket: bound, IPv4; its port is where clients ask. Throws std::system_error.
  Server(boost::asio::ip::udp::socket socket, ContentSource& source, FactSink& sink,
         const ServerSettings& settings);

  /// Until it is cancelled; then every transfer has ended too.
  boost::asio::awaitable<void> run();

 private:
  struct Asked {
    Arrival arrival{};  ///< its datagram is not kept
    std::string name{};
    std::string path{};
    Options options{};
    std::uint64_t id = 0;
  };

  /// Takes what is waiting. Errors: of the socket.
  std::error_code receive_waiting();
  void take(const Arrival& arrival);
  void ask(const Arrival& arrival, const Request& request);
  void refuse(const Arrival& arrival, const std::string& name, const ErrorPacket& error);
  boost::asio::awaitable<void> serve(Asked asked);
  boost::asio::awaitable<void> transfer(Asked asked, Content content);

  boost::asio::ip::udp::socket socket_;
  RequestSocket requests_;
  ContentSource& source_;
  FactSink& sink_;
  ServerSettings settings_;
  std::shared_ptr<Roster> roster_;  ///< shared with transfers that a destroyed loop drops later
  BlockSender sender_;
  TaskGroup tasks_;
};

}  // namespace rackseed::tftp
