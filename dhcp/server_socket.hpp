#pragma once

#include "dhcp/destination.hpp"

#include <rackseed/bytes.hpp>

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/udp.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <system_error>

namespace rackseed::dhcp {

/// One datagram; its bytes are those of the socket until the next one is received.
struct Arrival {
  Ingress ingress{};
  int interface_index = 0;
  Bytes datagram{};
};

/// The names of interfaces by their index. Asking the kernel costs three system calls, as much as
/// answering a client; one that was renamed is found within a second.
class InterfaceNames {
 public:
  /// "" when there is none. Points into this object, until the next call.
  const std::string& find(int index);

 private:
  struct Entry {
    std::string name{};
    std::chrono::steady_clock::time_point asked{};
  };
  std::map<int, Entry> names_{};
};

/// A UDP port that knows on which interface and for which address a datagram came.
class ServerSocket {
 public:
  /// socket: bound, IPv4. Throws std::system_error.
  explicit ServerSocket(boost::asio::ip::udp::socket socket);

  /// Until something can be received. Its error: of the socket, or operation_aborted.
  boost::asio::awaitable<boost::system::error_code> wait();
  /// Nothing when nothing is waiting, or with an error.
  std::optional<Arrival> receive(std::error_code& error);
  /// Of all kinds but kLinkUnicast. from: our address; interface_index 0: as the routes say.
  [[nodiscard]] std::error_code send(Bytes datagram, const Destination& to, Ipv4 from,
                                     int interface_index) const;

  [[nodiscard]] boost::asio::any_io_executor executor() { return socket_.get_executor(); }

 private:
  mutable boost::asio::ip::udp::socket socket_;
  std::uint16_t port_;
  InterfaceNames names_{};
  std::array<std::uint8_t, 65536> buffer_{};
};

}  // namespace rackseed::dhcp
