#pragma once

#include "dhcp/arp.hpp"
#include "dhcp/leases.hpp"
#include "dhcp/segment_report.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::dhcp {

inline constexpr std::size_t kMostAddressesAsked = 4096;  ///< on one interface

/// Collects who answers at the addresses of one interface that are ours: the seed's, reserved ones
/// and those of pools, in this order when there are too many.
class AddressWatch {
 public:
  /// own: the hardware addresses of this machine, any of which may answer for any of its addresses.
  /// leases: whose owners may answer.
  AddressWatch(const Directory& directory, std::string_view interface,
               const std::vector<LeaseRow>& leases, std::set<Mac> own);

  /// What to ask for, in ascending order.
  [[nodiscard]] std::vector<Ipv4> addresses() const;
  void hear(const ArpPacket& packet);
  /// Adds what was heard. directory: that of the constructor.
  void report(const Directory& directory, SegmentReport& to) const;

 private:
  enum class Kind : std::uint8_t { kSeed, kReserved, kPool };
  struct Watched {
    Kind kind = Kind::kPool;
    std::string network{};
    Mac owner{};  ///< who may answer; of a pool: whose lease it is
    std::vector<Mac> macs{};
  };

  void add_pools(const Directory& directory, const Subnet& subnet);
  void watch(Ipv4 address, const Subnet& subnet, Kind kind, Mac owner);

  std::set<Mac> own_;
  std::map<Ipv4, Watched> watched_{};
  std::size_t not_asked_ = 0;
};

}  // namespace rackseed::dhcp
