#pragma once

#include "dhcp/codec.hpp"

#include <rackseed/net.hpp>

#include <cstdint>
#include <string>

namespace rackseed::dhcp {

inline constexpr std::uint16_t kServerPort = 67;
inline constexpr std::uint16_t kClientPort = 68;
inline constexpr std::uint16_t kPxePort = 4011;  ///< boot service of PXE 2.1
inline constexpr Ipv4 kLimitedBroadcast{0xffffffff};

/// How a request arrived.
struct Ingress {
  std::string interface {};
  Ipv4 source{};
  std::uint16_t source_port = kClientPort;
  Ipv4 destination = kLimitedBroadcast;
  std::uint16_t port = kServerPort;

  [[nodiscard]] bool is_broadcast() const { return destination == kLimitedBroadcast; }
};

/// How a reply has to leave.
enum class Delivery : std::uint8_t {
  kRelay,       ///< an ordinary datagram to a relay agent
  kUnicast,     ///< an ordinary datagram to a client that has its address
  kBroadcast,   ///< to 255.255.255.255 on the interface of the request
  kLinkUnicast  ///< a frame to the client's MAC address: it does not answer ARP yet
};
[[nodiscard]] std::string_view to_string(Delivery delivery);

struct Destination {
  Delivery delivery = Delivery::kBroadcast;
  Ipv4 address = kLimitedBroadcast;
  std::uint16_t port = kClientPort;
  Mac mac{};  ///< of kLinkUnicast
  bool operator==(const Destination&) const = default;
};

/// Where a reply goes (RFC 2131 section 4.1, and 4.3.5 for INFORM; PXE 2.1 for port 4011, which
/// answers whence the request came).
[[nodiscard]] Destination destination_of(const Message& request, const Message& reply,
                                         const Ingress& ingress);

}  // namespace rackseed::dhcp
