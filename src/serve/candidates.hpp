#pragma once

#include <rackseed/value.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dhcp/policy.hpp"
#include "inventory/rows.hpp"
#include "redfish/discovery/candidate.hpp"

/// What may be a BMC, seen while the seed serves.
namespace rackseed::serve {

/// A DHCP client that looks like a BMC, once it was promised an address; nothing for any other. Who
/// made its card is not enough: cards of servers are made by the same.
[[nodiscard]] std::optional<inventory::BmcCandidate> candidate_of(const dhcp::Outcome& outcome,
                                                                  inventory::Time now);

/// What was found by other ways, as it is kept: what it said of itself as plain text.
[[nodiscard]] inventory::BmcCandidate candidate_row(const redfish::Candidate& seen,
                                                    inventory::Time now);

enum class Novelty : std::uint8_t {
  kNew,    ///< to be told and saved: a candidate, or something of one, that was not known
  kAgain,  ///< to be saved: it was not seen for a while
  kSame
};

/// The candidates of this run, so that the store and the log do not hear of each packet.
class Candidates {
 public:
  Novelty see(const inventory::BmcCandidate& seen);

 private:
  std::map<Ipv4, inventory::BmcCandidate> known_{};  ///< as they were saved last
};

/// "172.30.2.150 may be a BMC (dhcp): 00:00:5e:00:53:31, iDRAC".
[[nodiscard]] std::string describe(const inventory::BmcCandidate& candidate);

/// Those that are the BMC of no node, as a table with a title; "" when there are none.
[[nodiscard]] std::string candidates_table(const std::vector<inventory::BmcCandidate>& candidates,
                                           const std::vector<inventory::Node>& nodes);
/// A list of all; "node": whose BMC it is, "" when it is that of none.
[[nodiscard]] Value candidates_value(const std::vector<inventory::BmcCandidate>& candidates,
                                     const std::vector<inventory::Node>& nodes);

}  // namespace rackseed::serve
