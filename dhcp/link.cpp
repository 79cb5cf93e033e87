#include "dhcp/link.hpp"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <rackseed/last_error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>

namespace rackseed::dhcp {
Link::~Link() {
  if (socket_ >= 0) ::close(socket_);
}

std::error_code Link::open() {
  if (socket_ >= 0) return {};
  socket_ = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);  // receives nothing
  return socket_ < 0 ? last_error() : std::error_code();
}

std::error_code Link::find_mac(const std::string& interface, Mac& mac) {
  if (const auto error = open()) return error;
  ifreq request{};
  if (interface.size() >= sizeof request.ifr_name)
    return std::make_error_code(std::errc::no_such_device);
  std::ranges::copy(interface, static_cast<char*>(request.ifr_name));
  if (::ioctl(socket_, SIOCGIFHWADDR, &request) != 0) return last_error();
  std::array<std::uint8_t, 6> octets{};
  const char* const data = static_cast<const char*>(request.ifr_hwaddr.sa_data);
  std::copy_n(data, octets.size(), octets.begin());
  mac = Mac(octets);
  return {};
}

std::error_code Link::send(const std::string& interface, Bytes frame) {
  if (const auto error = open()) return error;
  sockaddr_ll to{};
  to.sll_family = AF_PACKET;
  to.sll_protocol = htons(ETH_P_IP);
  to.sll_ifindex = static_cast<int>(::if_nametoindex(interface.c_str()));
  if (to.sll_ifindex == 0) return last_error();
  const auto sent = ::sendto(socket_, frame.data(), frame.size(), MSG_DONTWAIT,
                             reinterpret_cast<const sockaddr*>(&to), sizeof to);
  return sent < 0 ? last_error() : std::error_code();
}

}  // namespace rackseed::dhcp
