#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/serve/socket_table.hpp"

namespace rackseed::serve {

/// A process that has a port.
struct PortOwner {
  int pid = 0;
  std::string name{};  ///< as in /proc/PID/comm: at most 15 characters
  std::string unit{};  ///< of systemd, without ".service"; "": none
  bool operator==(const PortOwner&) const = default;
};

/// What is known about a port that could not be bound.
struct PortHolders {
  std::vector<PortOwner> owners{};  ///< by pid; empty: see the others
  bool is_held = false;             ///< by a socket that the kernel lists
  bool saw_all = true;              ///< false: not the descriptors of all processes (needs root)
};

/// Looks through /proc, some milliseconds. proc: where it is mounted.
[[nodiscard]] PortHolders find_port_holders(const PortWish& wish,
                                            const std::string& proc = "/proc");

/// "port 67 is in use by dnsmasq pid 812; stop it: systemctl stop dnsmasq, or use --interface".
/// instead: what a person can do other than stop the owner; "" when there is nothing.
[[nodiscard]] std::string describe(const PortWish& wish, const PortHolders& holders,
                                   std::string_view instead = "use --interface");

}  // namespace rackseed::serve
