#pragma once

#include <rackseed/error.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <string>
#include <vector>

#include "dhcp/interfaces.hpp"
#include "src/serve/dhcp_content.hpp"

namespace rackseed::serve {

/// Where each of the seed's addresses is. wanted: interfaces to serve on, in any order; empty: all
/// that have one. Errors: kUnavailable (no such interface, or one of the addresses that the plan
/// gives to the seed is on none: says how to add it).
[[nodiscard]] Result<SeedInterfaces> locate(const std::map<std::string, Ipv4>& addresses,
                                            const std::vector<dhcp::NetworkInterface>& interfaces,
                                            const std::vector<std::string>& wanted,
                                            const plan::Derived& derived);

/// Bound to a port of an address, or of all (0.0.0.0). An address may be absent for a while, as
/// its interface may. Errors: kUnavailable (in use: names the process; not permitted).
[[nodiscard]] Result<boost::asio::ip::udp::socket> bind_udp(boost::asio::io_context& context,
                                                            Ipv4 address, std::uint16_t port);
[[nodiscard]] Result<boost::asio::ip::tcp::acceptor> listen_tcp(boost::asio::io_context& context,
                                                                Ipv4 address, std::uint16_t port);

}  // namespace rackseed::serve
