#pragma once

#include "src/rehearsal/qmp_message.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/core/noncopyable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace rackseed::rehearsal {

/// A connection to QEMU's monitor, which serves one at a time.
class QmpClient : boost::noncopyable {
 public:
  using OnEvent = std::function<void(const QmpEvent&)>;

  /// path: of a Unix socket. limit: for each answer.
  QmpClient(const boost::asio::any_io_executor& executor, std::string path,
            std::chrono::milliseconds limit, OnEvent on_event);

  /// Connects anew, until QEMU has greeted: its version. Errors: kUnavailable, kTimedOut,
  /// kMalformed.
  boost::asio::awaitable<Result<std::string>> open();
  /// Passes on what comes, until the connection is lost: why.
  boost::asio::awaitable<Error> read();
  /// One at a time, while read() runs. QEMU's refusal is a reply; an error is the connection's.
  boost::asio::awaitable<Result<QmpReply>> execute(QmpCommand command);
  void close();

 private:
  boost::asio::awaitable<Result<QmpMessage>> read_message();
  boost::asio::awaitable<Result<std::string>> greet();
  void take(QmpMessage message);
  [[nodiscard]] Error lost(const boost::system::error_code& error) const;

  boost::asio::local::stream_protocol::socket socket_;
  boost::asio::steady_timer replied_;
  std::string path_;
  std::chrono::milliseconds limit_;
  OnEvent on_event_;
  std::string input_{};
  std::uint64_t last_id_ = 0;
  std::optional<QmpReply> reply_{};  ///< to the last command
};

}  // namespace rackseed::rehearsal
