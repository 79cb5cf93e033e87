#pragma once

#include "http/connection.hpp"

#include <rackseed/task_group.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <list>
#include <map>

namespace rackseed::http {

/// HTTP/1.1 over plain TCP. A client over its limits is closed at once; when all connections are
/// taken, new ones are.
class Server {
 public:
  /// acceptor: listening. site and sink outlive the server. The process ignores SIGPIPE from here
  /// on.
  Server(boost::asio::ip::tcp::acceptor acceptor, Site& site, FactSink& sink, const Limits& limits);

  /// Until it is cancelled; then every connection has ended too.
  boost::asio::awaitable<void> run();
  [[nodiscard]] std::size_t connections() const { return connections_.size(); }

 private:
  using Connections = std::list<Connection>;

  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> watch();
  boost::asio::awaitable<void> serve(Connections::iterator connection);
  void admit(boost::asio::ip::tcp::socket socket);

  boost::asio::ip::tcp::acceptor acceptor_;
  Site& site_;
  FactSink& sink_;
  Limits limits_;
  Connections connections_;
  std::map<Ipv4, std::size_t> by_client_;
  TaskGroup tasks_;
};

}  // namespace rackseed::http
