#pragma once

#include "dhcp/codec.hpp"
#include "dhcp/frame.hpp"
#include "dhcp/segment_report.hpp"

#include <chrono>
#include <set>
#include <vector>

namespace rackseed::dhcp {

/// Who this machine pretends to be when it looks for other servers.
struct Decoy {
  Mac mac{};
  std::uint32_t transaction = 0;
  Uuid machine{};
};

/// The MAC address of a decoy: locally administered, of a single station.
[[nodiscard]] constexpr Mac decoy_mac(std::array<std::uint8_t, 6> random) {
  random[0] = static_cast<std::uint8_t>((random[0] & 0xfcU) | 0x02U);
  return Mac(random);
}

enum class DecoyKind : std::uint8_t {
  kSystem,  ///< any DHCP server answers it
  kPxe      ///< a ProxyDHCP server answers it as well
};

/// A DISCOVER whose answers come by broadcast. elapsed: since the first one.
[[nodiscard]] Message discover_of(const Decoy& decoy, DecoyKind kind, std::chrono::seconds elapsed);

/// Collects the servers that are heard, in the order in which they are first heard.
class ServerWatch {
 public:
  /// own: the hardware addresses of this machine.
  explicit ServerWatch(std::set<Mac> own) : own_(std::move(own)) {}

  /// A packet to a client's port: an OFFER or ACK to anybody counts.
  void hear(const UdpFrame& frame);
  [[nodiscard]] const std::vector<ForeignServer>& servers() const { return servers_; }

 private:
  std::set<Mac> own_;
  std::vector<ForeignServer> servers_{};
};

}  // namespace rackseed::dhcp
