#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <rackseed/net.hpp>

namespace rackseed::serve {

enum class Transport : std::uint8_t { kUdp, kTcp };

/// What somebody wants to bind; address 0.0.0.0: all of them.
struct PortWish {
  Transport transport = Transport::kUdp;
  Ipv4 address{};
  std::uint16_t port = 0;
};

/// The inodes of the sockets in a table of the kernel (the text of /proc/net/udp, tcp, udp6 or
/// tcp6) that stand in the way of a wish: any socket of UDP, those that listen of TCP. Lines that
/// are none are passed over.
[[nodiscard]] std::vector<std::uint64_t> find_inodes(std::string_view table, const PortWish& wish);

/// The inode of "socket:[4711]", what a descriptor of a socket links to; nothing for other files.
[[nodiscard]] std::optional<std::uint64_t> parse_socket_link(std::string_view link);

/// The systemd unit in the text of /proc/PID/cgroup, without its ".service"; "" when there is none.
[[nodiscard]] std::string_view find_unit(std::string_view cgroups);

}  // namespace rackseed::serve
