#pragma once

#include "redfish/transport/redirect.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace rackseed::redfish {

/// How one BMC is reached, and the bounds of every question to it.
struct TransportSettings {
  Origin origin{};
  std::string pinned_spki{};  ///< 64 lower case hexadecimal digits; "": trust on first use
  /// TLS 1.0 on, SECLEVEL=0 and old renegotiation: for a BMC that has nothing better.
  bool has_legacy_tls = false;
  /// Else without TLS only to this machine itself.
  bool allows_plain_http = false;
  bool refuses_identity = false;  ///< 406 to `Accept-Encoding: identity` (BMC.md row 6)

  std::chrono::milliseconds connect_limit = std::chrono::seconds(10);  ///< with the TLS handshake
  std::chrono::milliseconds answer_limit = std::chrono::seconds(90);   ///< of a connection that is
  /// Fewer octets a second, for so long, are no answer. Some BMCs are silent for 90 s.
  long slow_octets = 16;
  std::chrono::seconds slow_limit{90};
  std::size_t head_octets = 65'536;
  std::size_t body_octets = 8'388'608;
  std::size_t in_flight = 2;
  int redirects = 5;
};

}  // namespace rackseed::redfish
