#pragma once

#include "tftp/facts.hpp"

#include <rackseed/bytes.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <system_error>

namespace rackseed::tftp {

/// A request, and the address of ours that it was sent to.
struct Arrival {
  Endpoint client{};
  Ipv4 local{};
  Bytes datagram{};        ///< points into the socket's buffer, up to the next receive()
  bool broadcast = false;  ///< to be ignored (RFC 1123 section 4.2.3.5)
};

/// Receives and answers on a bound UDP socket which it does not own, and keeps the address that was
/// asked: a machine with several addresses must answer from that one.
class RequestSocket {
 public:
  /// Throws std::system_error when the kernel does not tell addresses (IP_PKTINFO).
  explicit RequestSocket(int socket);

  /// The next datagram; nothing and no error when none is waiting.
  [[nodiscard]] std::optional<Arrival> receive(std::error_code& error);
  /// Answers, best effort: any datagram may be lost.
  void reply(const Arrival& to, Bytes datagram) const;

 private:
  int socket_;
  std::array<std::uint8_t, 2048> buffer_{};  ///< a request has at most 512 bytes (RFC 2347)
};

}  // namespace rackseed::tftp
