#pragma once

#include <rackseed/task_group.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/icmp.hpp>
#include <string>

namespace rackseed::dhcp {

/// Answers router solicitations on an interface (RFC 4861) with an advertisement that says nothing:
/// no router, no prefix, no DHCPv6. iPXE waits for one on each interface before it goes on, 14 s
/// when none comes (seen with 1.0.0+git-20190125). Needs CAP_NET_RAW.
class RouterAdvertiser {
 public:
  /// Throws boost::system::system_error: no such interface, or IPv6 is off.
  RouterAdvertiser(const boost::asio::any_io_executor& executor, const std::string& interface);

  /// Until it is cancelled, or the interface has vanished.
  boost::asio::awaitable<void> run();

 private:
  boost::asio::ip::icmp::socket socket_;
};

}  // namespace rackseed::dhcp
