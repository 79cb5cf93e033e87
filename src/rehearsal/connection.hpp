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

struct ConnectionTerms {
  boost::asio::ssl::context* tls = nullptr;  ///< null: plain HTTP; outlives the connection
  std::chrono::milliseconds delay{};         ///< before each answer
  bool is_moved = false;                     ///< of its requests
};

/// service: outlives the connection.
[[nodiscard]] std::unique_ptr<Connection> make_connection(boost::asio::ip::tcp::socket socket,
                                                          Service& service,
                                                          const ConnectionTerms& terms);

}  // namespace rackseed::rehearsal
