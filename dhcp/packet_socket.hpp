#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/net.hpp>

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/system/error_code.hpp>
#include <optional>
#include <string>
#include <system_error>

namespace rackseed::dhcp {

enum class PacketKind : std::uint8_t {
  kArp,
  kDhcpReply  ///< UDP over IPv4 to port 68, of which nothing is taken away from other sockets
};

/// Receives whole Ethernet frames of one kind on one interface, which needs no address. Frames for
/// others, and those of VLANs that are not this interface's, are passed over.
class PacketSocket {
 public:
  explicit PacketSocket(const boost::asio::any_io_executor& executor) : socket_(executor) {}

  /// Once. Errors: no such interface, no right to do so (CAP_NET_RAW).
  [[nodiscard]] std::error_code open(const std::string& interface, PacketKind kind);
  /// Takes frames for a second hardware address as well.
  [[nodiscard]] std::error_code add_address(Mac alias);

  /// Until something can be received. Its error: operation_aborted.
  boost::asio::awaitable<boost::system::error_code> wait();
  /// The next frame, until another one is received. Nothing when none is waiting, or with an
  /// error: the interface is down, or vanished.
  std::optional<Bytes> receive(std::error_code& error);

  void close();

 private:
  boost::asio::posix::stream_descriptor socket_;
  int interface_index_ = 0;
  Mac alias_{};
  std::array<std::uint8_t, 2048> buffer_{};
};

}  // namespace rackseed::dhcp
