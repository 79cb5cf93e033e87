#pragma once

#include "src/rehearsal/json.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace rackseed::rehearsal {

/// What clients did to a virtual BMC.
struct Counters {
  std::uint64_t connections = 0;
  std::uint64_t requests = 0;
  std::uint64_t in_flight = 0;
  std::uint64_t most_in_flight = 0;
  std::uint64_t sessions_opened = 0;
  std::uint64_t sessions_closed = 0;
  std::uint64_t most_sessions = 0;
  std::uint64_t refused_logins = 0;
  std::uint64_t ejected_while_on = 0;  ///< media that a running machine may have needed
  std::uint64_t ipmi_packets = 0;
  std::uint64_t ipmi_sessions_opened = 0;
  std::uint64_t ipmi_sessions_closed = 0;
  std::map<std::string, std::uint64_t> by_path{};  ///< "GET /redfish/v1", "IPMI Chassis Control"

  void began() {
    ++requests;
    if (++in_flight > most_in_flight) most_in_flight = in_flight;
  }
  void ended() { --in_flight; }
  /// How often it came by now; 0: there are too many different ones.
  std::uint64_t count(const std::string& path);
};

[[nodiscard]] json::object to_document(const Counters& counters);

}  // namespace rackseed::rehearsal
