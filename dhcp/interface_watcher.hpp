#pragma once

#include "dhcp/interfaces.hpp"

#include <rackseed/error.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <vector>

namespace rackseed::dhcp {

/// Listens to the kernel (rtnetlink) about interfaces and their addresses.
class InterfaceWatcher {
 public:
  /// Throws std::system_error.
  explicit InterfaceWatcher(const boost::asio::any_io_executor& executor);

  /// What there was at the start, or after the last changes.
  [[nodiscard]] const std::vector<NetworkInterface>& interfaces() const { return interfaces_; }
  /// Until something changes. Cancelled, it throws operation_aborted. Errors: kUnavailable.
  boost::asio::awaitable<Result<std::vector<InterfaceChange>>> next();

 private:
  [[nodiscard]] Result<void> take_waiting();

  boost::asio::posix::stream_descriptor socket_;
  std::vector<NetworkInterface> interfaces_;
};

}  // namespace rackseed::dhcp
