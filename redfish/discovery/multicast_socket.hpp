#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/datagram.hpp>
#include <rackseed/error.hpp>
#include <rackseed/net.hpp>

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/core/noncopyable.hpp>
#include <cstdint>
#include <functional>
#include <system_error>
#include <vector>

namespace rackseed::redfish {

/// Where BMCs announce themselves, and are asked to.
struct MulticastGroup {
  Ipv4 address{};
  std::uint16_t port = 0;
  int hops = 1;  ///< of what we send
};
inline constexpr MulticastGroup kSsdpGroup{
    .address = Ipv4(0xeffffffa), .port = 1900, .hops = 2};  // 239.255.255.250 (DSP0266)
inline constexpr MulticastGroup kMdnsGroup{
    .address = Ipv4(0xe00000fb), .port = 5353, .hops = 255};  // 224.0.0.251 (RFC 6762)

/// An interface of ours on whose network BMCs may be.
struct DiscoveryInterface {
  int index = 0;
  Prefix address{};  ///< ours, with the length of its network: "10.1.20.1/24"
};
/// Whether one of them leads there without a router.
[[nodiscard]] bool is_connected(Ipv4 address, const std::vector<DiscoveryInterface>& interfaces);

/// A UDP socket for one group.
class MulticastSocket : boost::noncopyable {
 public:
  MulticastSocket(const boost::asio::any_io_executor& executor, const MulticastGroup& group)
      : socket_(executor), group_(group) {}

  /// At any port: for questions, whose answers come there. Errors: kUnavailable.
  Result<void> open();
  /// At the group's port, which others on this machine may have, too, and as a member of the group
  /// on each interface. Errors: kUnavailable.
  Result<void> join(const std::vector<DiscoveryInterface>& interfaces);

  /// To the group, without a wait.
  [[nodiscard]] std::error_code send(Bytes payload, const DiscoveryInterface& interface);
  /// Gives all that comes, until it is cancelled.
  boost::asio::awaitable<void> hear(std::function<void(const Datagram&)> take);
  [[nodiscard]] std::uint16_t port() const { return socket_.local_endpoint().port(); }

 private:
  Result<void> bind(std::uint16_t port);
  void take_waiting(const std::function<void(const Datagram&)>& take);

  boost::asio::ip::udp::socket socket_;
  MulticastGroup group_;
  std::array<std::uint8_t, 9216> inbox_{};  ///< mDNS has up to 9000 octets (RFC 6762 section 17)
};

}  // namespace rackseed::redfish
