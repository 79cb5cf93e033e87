#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/net.hpp>

#include <string>
#include <system_error>

namespace rackseed::dhcp {

/// Sends whole Ethernet frames by the name of an interface. An interface that vanished and came
/// back is found again.
class Link {
 public:
  Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  Link(Link&&) = delete;
  Link& operator=(Link&&) = delete;
  ~Link();

  /// The hardware address of an interface. Errors: no such interface.
  [[nodiscard]] std::error_code find_mac(const std::string& interface, Mac& mac);
  /// Errors: no such interface, it is down, no right to do so (CAP_NET_RAW).
  [[nodiscard]] std::error_code send(const std::string& interface, Bytes frame);

 private:
  [[nodiscard]] std::error_code open();

  int socket_ = -1;
};

}  // namespace rackseed::dhcp
