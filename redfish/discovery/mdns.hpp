#pragma once

#include "redfish/discovery/mdns_message.hpp"

namespace rackseed::redfish {

// How a Redfish service makes itself known by multicast DNS (RFC 6762, RFC 6763): OpenBMC under a
// name of its own, others under the one that is registered.

/// A Redfish service; "", 0 and none are not known.
struct MdnsService {
  std::string instance{};  ///< "ast2600._obmc_redfish._tcp.local"
  std::string host{};      ///< "ast2600.local"
  std::uint16_t port = 0;
  std::vector<Ipv4> addresses{};
  std::string uuid{};  ///< of a TXT "uuid=..."
  bool operator==(const MdnsService&) const = default;
};

/// The question for all Redfish services. From a port that is not 5353 it is answered to that port
/// (RFC 6762 section 6.7).
[[nodiscard]] std::vector<std::uint8_t> encode_mdns_search();

/// The services that a message announces, without those that leave. Errors: those of decode_dns(),
/// kUnsupported (a question).
[[nodiscard]] Result<std::vector<MdnsService>> decode_mdns(Bytes message);

}  // namespace rackseed::redfish
