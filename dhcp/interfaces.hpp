#pragma once

#include <rackseed/error.hpp>
#include <rackseed/net.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::dhcp {

/// A network interface of this machine.
struct NetworkInterface {
  int index = 0;
  std::string name{};
  Mac mac{};  ///< all zero where it has none ("lo")
  std::vector<Prefix> addresses{};
  bool is_up = false;       ///< set up by somebody
  bool is_running = false;  ///< and it has a carrier
  bool operator==(const NetworkInterface&) const = default;
};

/// All of them, in the order of their indices. Errors: kUnavailable.
[[nodiscard]] Result<std::vector<NetworkInterface>> fetch_interfaces();

enum class InterfaceEvent : std::uint8_t {
  kVanished,        ///< with its addresses
  kLostAddress,     ///< the last one
  kReturned,        ///< with an address, whether or not it was away as a whole
  kChangedAddress,  ///< to others
  kLostCarrier,     ///< or was set down
  kFoundCarrier
};

struct InterfaceChange {
  InterfaceEvent event = InterfaceEvent::kVanished;
  std::string name{};
  std::string text{};  ///< "p1 vanished", "p1 is back with 10.1.8.2/22"
  bool operator==(const InterfaceChange&) const = default;
};

/// What became of interfaces that have, or had, an IPv4 address; the others are passed over.
[[nodiscard]] std::vector<InterfaceChange> compare(const std::vector<NetworkInterface>& before,
                                                   const std::vector<NetworkInterface>& after);

}  // namespace rackseed::dhcp
