#include "src/serve/seed_sockets.hpp"

#include <fmt/format.h>
#include <netinet/in.h>

#include <algorithm>
#include <boost/asio/ip/address_v4.hpp>

#include "src/serve/port_owner.hpp"

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;

/// The interface may come, go and return while the socket stays (ip(7)).
using FreeBind = asio::detail::socket_option::boolean<IPPROTO_IP, IP_FREEBIND>;

const dhcp::NetworkInterface* find_holder(const std::vector<dhcp::NetworkInterface>& interfaces,
                                          Ipv4 address) {
  for (const auto& interface : interfaces)
    for (const Prefix& prefix : interface.addresses)
      if (prefix.address() == address) return &interface;
  return nullptr;
}

Error no_such_interface(const std::string& name,
                        const std::vector<dhcp::NetworkInterface>& interfaces) {
  std::vector<std::string> names;
  names.reserve(interfaces.size());
  for (const auto& interface : interfaces) names.push_back(interface.name);
  return {.code = Errc::kUnavailable,
          .detail =
              fmt::format("there is no interface {}; there are {}", name, fmt::join(names, ", "))};
}

Error no_such_address(const std::string& network, Ipv4 address, const std::string& interface,
                      const plan::Derived& derived) {
  const auto prefix =
      plan::subnet_in(*derived.plan->network(network), plan::seed_rack(*derived.plan));
  return {.code = Errc::kUnavailable,
          .detail = fmt::format("no interface has {}, the seed's address in network {}; add it: "
                                "ip addr add {}/{} dev {}",
                                address.text(), network, address.text(),
                                prefix ? prefix->length() : 32, interface)};
}

Error bind_failed(const PortWish& wish, const boost::system::error_code& error) {
  if (error == asio::error::address_in_use)
    return {.code = Errc::kUnavailable, .detail = describe(wish, find_port_holders(wish))};
  const std::string_view advice =
      error == asio::error::access_denied || error == boost::system::errc::operation_not_permitted
          ? "; run it as root, or: setcap cap_net_bind_service,cap_net_raw+ep on the program"
          : "";
  return {.code = Errc::kUnavailable,
          .detail =
              fmt::format("{}:{}: {}{}", wish.address.text(), wish.port, error.message(), advice)};
}

Error has_no_address(const std::string& interface, const std::map<std::string, Ipv4>& addresses) {
  std::vector<std::string> texts;
  texts.reserve(addresses.size());
  for (const auto& [network, address] : addresses)
    texts.push_back(fmt::format("{} in {}", address.text(), network));
  return {.code = Errc::kUnavailable,
          .detail = fmt::format("{} has none of the seed's addresses: {}", interface,
                                fmt::join(texts, ", "))};
}

bool is_wanted(const std::vector<std::string>& wanted, const std::string& interface) {
  return wanted.empty() || std::ranges::find(wanted, interface) != wanted.end();
}

}  // namespace

Result<SeedInterfaces> locate(const std::map<std::string, Ipv4>& addresses,
                              const std::vector<dhcp::NetworkInterface>& interfaces,
                              const std::vector<std::string>& wanted,
                              const plan::Derived& derived) {
  for (const std::string& name : wanted)
    if (std::ranges::find(interfaces, name, &dhcp::NetworkInterface::name) == interfaces.end())
      return no_such_interface(name, interfaces);
  SeedInterfaces located;
  for (const auto& [network, address] : addresses) {
    const auto* holder = find_holder(interfaces, address);
    if (holder == nullptr && wanted.empty())
      return no_such_address(network, address, "INTERFACE", derived);
    if (holder != nullptr && is_wanted(wanted, holder->name))
      located.emplace(address, holder->name);
  }
  for (const std::string& name : wanted)
    if (std::ranges::none_of(located, [&](const auto& entry) { return entry.second == name; }))
      return has_no_address(name, addresses);
  return located;
}

Result<udp::socket> bind_udp(asio::io_context& context, Ipv4 address, std::uint16_t port) {
  udp::socket socket(context);
  boost::system::error_code error;
  const udp::endpoint endpoint(asio::ip::address_v4(address.bits()), port);
  socket.open(endpoint.protocol(), error);
  if (!error) socket.set_option(FreeBind(true), error);
  if (!error) socket.bind(endpoint, error);
  if (error) return bind_failed({.address = address, .port = port}, error);
  return socket;
}

Result<tcp::acceptor> listen_tcp(asio::io_context& context, Ipv4 address, std::uint16_t port) {
  tcp::acceptor acceptor(context);
  boost::system::error_code error;
  const tcp::endpoint endpoint(asio::ip::address_v4(address.bits()), port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.set_option(FreeBind(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
  if (error)
    return bind_failed({.transport = Transport::kTcp, .address = address, .port = port}, error);
  return acceptor;
}

}  // namespace rackseed::serve
