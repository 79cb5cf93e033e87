#include "dhcp/interface_watcher.hpp"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <rackseed/task_group.hpp>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace rackseed::dhcp {
namespace {

namespace asio = boost::asio;

int checked(int result) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), "netlink");
  return result;
}

}  // namespace

InterfaceWatcher::InterfaceWatcher(const asio::any_io_executor& executor)
    : socket_(executor, checked(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
                                         NETLINK_ROUTE))) {
  sockaddr_nl groups{};
  groups.nl_family = AF_NETLINK;
  groups.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR;
  checked(
      ::bind(socket_.native_handle(), reinterpret_cast<const sockaddr*>(&groups), sizeof groups));
  interfaces_ = fetch_interfaces().value();  // after the socket: no change is missed
}

/// The messages say only that something changed: what they would tell is asked for as a whole,
/// which also heals what the kernel had to drop.
Result<void> InterfaceWatcher::take_waiting() {
  std::array<std::uint8_t, 16384> buffer{};
  for (;;) {
    const auto size =
        ::recv(socket_.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT | MSG_TRUNC);
    if (size > 0 || (size < 0 && (errno == EINTR || errno == ENOBUFS))) continue;
    if (size < 0 && errno == EAGAIN) return {};
    return Error{Errc::kUnavailable, "netlink: " + std::generic_category().message(errno)};
  }
}

asio::awaitable<Result<std::vector<InterfaceChange>>> InterfaceWatcher::next() {
  for (;;) {
    const auto [error] =
        co_await socket_.async_wait(asio::posix::stream_descriptor::wait_read, kAwait);
    if (error == asio::error::operation_aborted) throw boost::system::system_error(error);
    if (error) co_return Error{Errc::kUnavailable, "netlink: " + error.message()};
    if (const auto taken = take_waiting(); !taken) co_return taken.error();
    auto now = fetch_interfaces();
    if (!now) co_return now.error();
    auto changes = compare(interfaces_, *now);
    interfaces_ = *std::move(now);
    if (!changes.empty()) co_return changes;
  }
}

}  // namespace rackseed::dhcp
