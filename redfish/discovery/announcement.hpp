#pragma once

#include "redfish/discovery/candidate.hpp"

#include <rackseed/bytes.hpp>

namespace rackseed::redfish {

/// The BMCs that a datagram announces, be it SSDP or mDNS; none when it announces none. Each has
/// the address that it gives, else the one that it sends from: source.
[[nodiscard]] std::vector<Candidate> read_announcement(Bytes datagram, Ipv4 source);

}  // namespace rackseed::redfish
