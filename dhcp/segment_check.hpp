#pragma once

#include "dhcp/leases.hpp"
#include "dhcp/segment_report.hpp"

#include <rackseed/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace rackseed::dhcp {

struct SegmentQuestion {
  std::string interface {};
  std::shared_ptr<const Directory> directory{};
  std::vector<LeaseRow> leases{};        ///< whoever has one may answer at its address
  std::chrono::milliseconds wait{5000};  ///< for foreign servers; they may ping before they offer
};

/// Asks the wire of an interface, before it is served, for other DHCP servers and for addresses of
/// ours that somebody has. Takes `wait`, or as long as ARP needs for all addresses (1024: 3 s).
/// Needs CAP_NET_RAW, but neither an address nor a port. Cancelled, it throws operation_aborted.
/// Errors: kUnavailable (no such interface, it is down), kDenied (no right to do so).
boost::asio::awaitable<Result<SegmentReport>> check_segment(SegmentQuestion question);

}  // namespace rackseed::dhcp
