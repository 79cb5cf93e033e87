#pragma once

#include "inventory/rows.hpp"

#include <rackseed/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/core/noncopyable.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rackseed::inventory {

/// What servers and pages see of the store. Errors of all: kUnavailable (the store cannot be read),
/// kMalformed (a row that nothing of ours has written).
class Reader : boost::noncopyable {
 public:
  virtual ~Reader() = default;

  /// All leases, expired ones too, by address.
  virtual boost::asio::awaitable<Result<std::vector<Lease>>> leases() = 0;
  /// All nodes, by BMC address.
  virtual boost::asio::awaitable<Result<std::vector<Node>>> nodes() = 0;
  /// All interfaces, by MAC address.
  virtual boost::asio::awaitable<Result<std::vector<Nic>>> nics() = 0;
  /// By name, then content.
  virtual boost::asio::awaitable<Result<std::vector<Image>>> images() = 0;
  /// Those with a greater id than `after`, in order, at most `most` of them.
  virtual boost::asio::awaitable<Result<std::vector<Event>>> events(std::int64_t after,
                                                                    std::size_t most) = 0;
  /// Of each node the last event of each kind, in order.
  virtual boost::asio::awaitable<Result<std::vector<Event>>> last_events() = 0;
  /// All secrets, sealed, by name.
  virtual boost::asio::awaitable<Result<std::vector<SealedSecret>>> secrets() = 0;
  virtual boost::asio::awaitable<Result<std::optional<SealedSecret>>> secret(std::string name) = 0;
  /// All pinned certificates, by BMC address.
  virtual boost::asio::awaitable<Result<std::vector<PinnedCertificate>>> certificates() = 0;
  virtual boost::asio::awaitable<Result<std::optional<PinnedCertificate>>> certificate(
      Ipv4 bmc) = 0;
  /// What was learnt of all BMCs, by address.
  virtual boost::asio::awaitable<Result<std::vector<LearntQuirks>>> learnt() = 0;
  virtual boost::asio::awaitable<Result<std::optional<LearntQuirks>>> learnt(Ipv4 bmc) = 0;
  /// All that may be BMCs, by address.
  virtual boost::asio::awaitable<Result<std::vector<BmcCandidate>>> candidates() = 0;
};

}  // namespace rackseed::inventory
