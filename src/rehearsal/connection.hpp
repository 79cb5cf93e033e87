#pragma once

#include "src/rehearsal/service.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/core/noncopyable.hpp>
#include <chrono>
#include <memory>

namespace rackseed::rehearsal {

/// One client's connection: requests one after the other, until either side has enough.
class Connection : boost::noncopyable {
 public:
  virtual ~Connection() = default;

  virtual boost::asio::awaitable<void> run() = 0;
  /// What it waits for fails.
  virtual void close() = 0;
};

/// tls: null for plain HTTP; outlives the connection, as service does. delay: before each answer.
[[nodiscard]] std::unique_ptr<Connection> make_connection(boost::asio::ip::tcp::socket socket,
                                                          boost::asio::ssl::context* tls,
                                                          Service& service,
                                                          std::chrono::milliseconds delay);

}  // namespace rackseed::rehearsal
