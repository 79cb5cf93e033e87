#pragma once

#include <rackseed/net.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::redfish {

/// How a BMC was noticed; in alphabetical order, as lists of them are written.
enum class FoundBy : std::uint8_t { kDhcp, kMdns, kScan, kSsdp };
/// "dhcp"
[[nodiscard]] std::string_view to_string(FoundBy way);

/// What may be a BMC: what it says of itself to everybody, before any login. "" is not known.
struct Candidate {
  Ipv4 address{};
  std::set<FoundBy> found_by{};
  std::string vendor{};  ///< whose firmware it runs: "Dell"
  std::string product{};
  std::string uuid{};
  std::string redfish_version{};
  std::string serial{};       ///< a hint: BMCs name themselves after their machine
  std::string spki_sha256{};  ///< of the key that its TLS showed (RFC 7469 section 2.4)
  bool has_redfish = false;
  bool has_ipmi = false;
  bool has_ipmi_2_0 = false;
  std::vector<std::uint8_t> cipher_suites{};  ///< of IPMI, as it lists them
  std::vector<std::string> notes{};           ///< what was odd, for a person
  bool operator==(const Candidate&) const = default;
};

/// "dhcp, scan"
[[nodiscard]] std::string to_string(const std::set<FoundBy>& ways);

/// Adds what another look at the same address brought; what was known stays.
void absorb(Candidate& known, const Candidate& other);

}  // namespace rackseed::redfish
