#include "dhcp/router_advertiser.hpp"

#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/ip/multicast.hpp>
#include <boost/asio/ip/unicast.hpp>
#include <cerrno>

namespace rackseed::dhcp {
namespace {

namespace asio = boost::asio;
using asio::ip::icmp;

constexpr int kHopLimit = 255;  // all of RFC 4861 is dropped with any other

void check(int result, const char* what) {
  if (result != 0) throw boost::system::system_error(errno, boost::system::system_category(), what);
}

void set_option(icmp::socket& socket, int level, int name, const auto& value, const char* what) {
  check(::setsockopt(socket.native_handle(), level, name, &value, sizeof value), what);
}

/// Type 134, and everything else zero; the kernel adds the checksum (RFC 3542 section 3.1).
std::array<std::uint8_t, 16> advertisement() { return {ND_ROUTER_ADVERT}; }

}  // namespace

RouterAdvertiser::RouterAdvertiser(const asio::any_io_executor& executor,
                                   const std::string& interface)
    : socket_(executor, icmp::v6()) {
  const unsigned index = ::if_nametoindex(interface.c_str());
  if (index == 0) check(-1, interface.c_str());
  check(::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(),
                     static_cast<socklen_t>(interface.size())),
        "SO_BINDTODEVICE");
  icmp6_filter filter{};
  ICMP6_FILTER_SETBLOCKALL(&filter);
  ICMP6_FILTER_SETPASS(ND_ROUTER_SOLICIT, &filter);
  set_option(socket_, IPPROTO_ICMPV6, ICMP6_FILTER, filter, "ICMP6_FILTER");
  set_option(socket_, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, kHopLimit, "IPV6_MULTICAST_HOPS");
  set_option(socket_, IPPROTO_IPV6, IPV6_MULTICAST_IF, index, "IPV6_MULTICAST_IF");
  const asio::ip::address_v6 all_routers = asio::ip::make_address_v6("ff02::2");
  socket_.set_option(asio::ip::multicast::join_group(all_routers, index));
}

asio::awaitable<void> RouterAdvertiser::run() {
  const auto all_nodes = asio::ip::make_address_v6("ff02::1");
  const auto answer = advertisement();
  std::array<std::uint8_t, 1500> buffer{};
  for (;;) {
    const auto [error, size] = co_await socket_.async_receive(asio::buffer(buffer), kAwait);
    if (error) co_return;
    // To all: what asks may have no address yet. One that cannot be sent will be asked for again.
    boost::system::error_code ignored;
    socket_.send_to(asio::buffer(answer), icmp::endpoint(all_nodes, 0), 0, ignored);
  }
}

}  // namespace rackseed::dhcp
