#pragma once

#include <rackseed/value.hpp>

#include <map>
#include <string>
#include <vector>

#include "redfish/discovery/candidate.hpp"

namespace rackseed::cli {

/// The names of the nodes whose BMCs are known.
using KnownNodes = std::map<Ipv4, std::string>;

/// What `rackseed discover` shows of what it found: a list, and a table with the notes below it.
[[nodiscard]] Value candidates_value(const std::vector<redfish::Candidate>& candidates,
                                     const KnownNodes& known);
[[nodiscard]] std::string candidates_table(const std::vector<redfish::Candidate>& candidates,
                                           const KnownNodes& known);

}  // namespace rackseed::cli
