#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/net.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <system_error>

namespace rackseed {

/// What came, and the addresses at both its ends.
struct Datagram {
  Ipv4 source{};
  std::uint16_t source_port = 0;
  Ipv4 destination{};       ///< as the sender wrote it: perhaps a broadcast address
  Ipv4 local{};             ///< the address of ours from which an answer has to come
  int interface_index = 0;  ///< on which it came
  Bytes payload{};          ///< points into the buffer that was given
};

/// How a datagram leaves.
struct DatagramRoute {
  Ipv4 from{};  ///< an address of ours
  Ipv4 to{};
  std::uint16_t port = 0;
  int interface_index = 0;  ///< 0: as the routes say
};

/// Prepares a UDP socket for the two below, with room for a burst as far as the kernel grants it.
/// Throws std::system_error when the kernel does not tell addresses (IP_PKTINFO).
void prepare_datagrams(int socket, int receive_buffer_octets);

/// The next datagram, without a wait. Nothing when none is waiting, or with an error. One that is
/// longer than the buffer is dropped.
[[nodiscard]] std::optional<Datagram> receive_datagram(int socket, std::span<std::uint8_t> buffer,
                                                       std::error_code& error);

/// Without a wait: what the kernel has no room for is lost, and an error.
[[nodiscard]] std::error_code send_datagram(int socket, Bytes payload, const DatagramRoute& route);

}  // namespace rackseed
