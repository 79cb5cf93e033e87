#pragma once

#include <curl/curl.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/core/noncopyable.hpp>
#include <memory>

namespace rackseed::redfish {

/// libcurl's transfers on an Asio loop: one for all BMCs, whose connections it keeps and reuses.
/// Not thread-safe: it lives on the executor's thread, and ends before its loop does.
class CurlLoop : boost::noncopyable {
 public:
  /// Throws std::runtime_error when libcurl cannot start. The process ignores SIGPIPE from here on.
  explicit CurlLoop(const boost::asio::any_io_executor& executor);
  ~CurlLoop();

  /// Runs a transfer to its end. Cancelled, it ends by operation_aborted, and its connection is
  /// closed. The handle outlives the call.
  boost::asio::awaitable<CURLcode> perform(CURL* easy);
  [[nodiscard]] std::size_t running() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace rackseed::redfish
