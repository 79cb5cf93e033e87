#pragma once

#include "redfish/discovery/address_probe.hpp"
#include "redfish/discovery/discovery_search.hpp"

#include <functional>
#include <vector>

namespace rackseed::redfish {

inline constexpr int kLeastScanLength = 16;  ///< of a prefix: 65,534 hosts

struct ScanSettings {
  Prefix prefix{};
  ProbeSettings probe{};
  std::size_t in_flight = 64;  ///< hosts that are asked at a time
  /// On these BMCs are asked to announce themselves as well; none: nowhere.
  std::vector<DiscoveryInterface> interfaces{};
  DiscoveryGroups groups{};
  std::chrono::milliseconds search_limit{1500};
};

struct ScanProgress {
  std::size_t done = 0;  ///< hosts
  std::size_t total = 0;
  std::size_t found = 0;
};
/// Called after each host; must not throw.
using OnProgress = std::function<void(const ScanProgress&)>;

/// Errors: kUnsupported (a prefix with too many hosts).
[[nodiscard]] Result<void> check_scan(const Prefix& prefix);

/// Asks every host of a prefix whether it is a BMC, and hears which announce themselves: those of
/// the prefix, and those on a network of ours. By address. 256 dead hosts take 1.2 s. Errors: those
/// of check_scan(), kUnavailable (nothing could be sent). Cancelled, all that it began has ended.
/// curl: outlives the scan.
boost::asio::awaitable<Result<std::vector<Candidate>>> scan(CurlLoop& curl, ScanSettings settings,
                                                            OnProgress on_progress);

}  // namespace rackseed::redfish
