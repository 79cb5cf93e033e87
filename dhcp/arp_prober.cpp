#include "dhcp/arp_prober.hpp"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <cerrno>

#include "dhcp/arp.hpp"

namespace rackseed::dhcp {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMostFrames = 10'000;  // of others, before an answer is despaired of

/// A socket that receives all ARP of an interface. Errors: as of the system calls.
std::error_code open_listener(const std::string& interface, asio::posix::stream_descriptor& out) {
  const int socket = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket < 0) return {errno, std::generic_category()};
  out.assign(socket);
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ARP);
  address.sll_ifindex = static_cast<int>(::if_nametoindex(interface.c_str()));
  if (address.sll_ifindex == 0 ||
      ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return {errno, std::generic_category()};
  return {};
}

/// Until somebody claims the address.
asio::awaitable<bool> hear_claim(asio::posix::stream_descriptor* listener, Ipv4 address, Mac own) {
  std::array<std::uint8_t, 128> frame{};
  for (std::size_t count = 0; count < kMostFrames; ++count) {
    const auto [error, size] = co_await listener->async_read_some(asio::buffer(frame), kAwait);
    if (error) break;
    const auto packet = decode_arp(Bytes(frame).first(size));
    if (packet && claims(*packet, address, own)) co_return true;
  }
  co_return false;
}

}  // namespace

asio::awaitable<bool> ArpProber::is_in_use(Ipv4 address, std::string interface) {
  if (interface.empty()) co_return false;
  asio::posix::stream_descriptor listener(co_await asio::this_coro::executor);
  Mac own;
  auto error = open_listener(interface, listener);
  if (!error) error = link_.find_mac(interface, own);
  if (!error) error = link_.send(interface, encode_arp_probe(own, address));
  if (error) {
    sink_.troubled("probe", interface + ": " + error.message());
    co_return false;
  }
  const auto heard = co_await within(wait_, hear_claim(&listener, address, own), "an answer");
  co_return heard&&* heard;
}

}  // namespace rackseed::dhcp
