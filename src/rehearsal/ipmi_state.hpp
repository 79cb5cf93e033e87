#pragma once

#include "redfish/ipmi/rmcp_crypto.hpp"
#include "redfish/ipmi/sequence_window.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace rackseed::rehearsal {

using redfish::Octets;

/// Who asks (IPMI 2.0 section 6.8).
enum class IpmiPrivilege : std::uint8_t {
  kNone = 0,  ///< outside a session
  kCallback = 1,
  kUser = 2,
  kOperator = 3,
  kAdministrator = 4
};

/// A console's session, or one that is being opened.
struct IpmiSession {
  redfish::RakpTerms terms{};
  redfish::SessionKeys keys{};
  bool is_open = false;  ///< RAKP 3 was right
  IpmiPrivilege limit = IpmiPrivilege::kNone;
  IpmiPrivilege privilege = IpmiPrivilege::kNone;
  std::uint32_t sent = 0;  ///< the number of our last packet
  redfish::SequenceWindow window{};
  std::chrono::milliseconds used_at{};
};

/// What only the IPMI side of a BMC knows.
struct IpmiState {
  std::map<std::uint32_t, IpmiSession> sessions{};  ///< by the BMC's number
  std::uint32_t last_session = 0;
  std::map<std::uint8_t, Octets> boot_parameters{};             ///< as they were written
  std::optional<std::chrono::milliseconds> boot_valid_since{};  ///< of kIpmiBootLapses
  std::set<std::uint64_t> heard{};                              ///< of kIpmiFirstIgnored
};

/// A parameter of the boot options (IPMI 2.0 table 28-14): when the flags lose their validity.
inline constexpr std::uint8_t kKeepBootFlags = 3;
/// They do not by time.
[[nodiscard]] inline bool keeps_boot_flags(const IpmiState& ipmi) {
  constexpr std::uint8_t kNotAfter60Seconds = 0x08;
  const auto found = ipmi.boot_parameters.find(kKeepBootFlags);
  return found != ipmi.boot_parameters.end() && (found->second.at(0) & kNotAfter60Seconds) != 0;
}

}  // namespace rackseed::rehearsal
