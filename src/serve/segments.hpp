#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "dhcp/segment_check.hpp"
#include "src/serve/fact.hpp"

namespace rackseed::serve {

/// What the wires say before they are served.
struct SegmentsChecked {
  std::vector<Fact> facts{};
  std::vector<std::string> errors{};  ///< what speaks against serving
};

/// Checks all interfaces side by side. One that cannot be checked is a fact, and no error: it may
/// come up later.
boost::asio::awaitable<SegmentsChecked> check_segments(
    std::set<std::string> interfaces, std::shared_ptr<const dhcp::Directory> directory,
    std::vector<dhcp::LeaseRow> leases);

}  // namespace rackseed::serve
