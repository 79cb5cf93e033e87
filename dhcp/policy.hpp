#pragma once

#include "dhcp/codec.hpp"
#include "dhcp/destination.hpp"
#include "dhcp/directory.hpp"
#include "dhcp/facts.hpp"
#include "dhcp/leases.hpp"

#include <string>
#include <variant>
#include <vector>

namespace rackseed::dhcp {

/// Send this, once the rows of the outcome are saved.
struct Reply {
  Message message{};
  Destination destination{};
  std::size_t most_bytes = kMostPacketBytes;  ///< for encode()
};
/// Ask the wire (ARP, or ping behind a relay) whether somebody has the address, tell
/// Leases::probed(), then decide about the same request again. A request that comes while a probe
/// of its address is under way needs no second one.
struct Probe {
  Ipv4 address{};
};
struct Silence {
  std::string because{};  ///< the operator's first question: why no answer?
};
using Decision = std::variant<Reply, Probe, Silence>;

struct Outcome {
  Decision decision{};
  std::vector<LeaseRow> rows{};  ///< to save first: no save, no answer
  ClientAsked asked{};
  std::string remark{};  ///< why a client that wants to boot gets an address only; else ""
};

/// Decides about one request (RFC 2131 section 4.3, RFC 3046, 3527, 5107, 6842; PXE 2.1). Depends
/// on nothing but its arguments; changes nothing but the lease table.
[[nodiscard]] Outcome decide(const Message& request, const Ingress& ingress,
                             const Directory& directory, Leases& leases, Time now);

}  // namespace rackseed::dhcp
