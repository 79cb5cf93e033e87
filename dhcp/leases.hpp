#pragma once

#include "dhcp/directory.hpp"

#include <rackseed/net.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rackseed::dhcp {

/// Wall clock, because leases outlive the process.
using Time = std::chrono::sys_seconds;

enum class LeaseSource : std::uint8_t { kPool, kReserved };

/// One line of the lease table on disk; its key is the address.
struct LeaseRow {
  Ipv4 address{};
  Mac mac{};  ///< all zero: nobody's, and not to be given before it expires
  std::string network{};
  Time expires{};  ///< not after now: the address is free, and remembered for its last owner
  LeaseSource source = LeaseSource::kPool;
  bool operator==(const LeaseRow&) const = default;
};

/// A promise of minutes is memory; one that a client relies on is a row.
enum class LeaseState : std::uint8_t { kOffered, kBound, kQuarantined };

struct Lease {
  Mac mac{};
  std::string network{};
  Time expires{};
  LeaseSource source = LeaseSource::kPool;
  LeaseState state = LeaseState::kOffered;
  std::optional<Time> probed{};  ///< when the wire last said that nobody has it

  [[nodiscard]] bool is_active(Time now) const { return now < expires; }
};

/// An address of a pool for a client.
struct PoolChoice {
  Ipv4 address{};
  bool needs_probe = false;  ///< another had it, or nobody that we know
};

/// How long a promise holds that is no lease.
struct HoldTimes {
  std::chrono::seconds offer{60};        ///< iPXE and OVMF wait up to 16 s before they ask again
  std::chrono::seconds quarantine{600};  ///< after a DECLINE, or an answer to our probe
  std::chrono::seconds probe{300};       ///< how long "nobody has it" is believed
};

/// Who has which address. A client is its MAC address, whatever identifier it sends: firmware,
/// iPXE, initramfs and networkd of one NIC send four. It has at most one address in a subnet. All
/// operations are O(log n), but for what a pool loses to reservations, which is passed over.
class Leases {
 public:
  explicit Leases(HoldTimes hold = {}) : hold_(hold) {}

  /// What was made durable, at the start. Of two rows with one address the later one counts; of two
  /// addresses of a client in a subnet, the one that expires later.
  void load(const std::vector<LeaseRow>& rows);

  /// nullptr: never given. The lease may have expired.
  [[nodiscard]] const Lease* find(Ipv4 address) const;
  /// The address that a client had last in a subnet, unless another has got it since.
  [[nodiscard]] std::optional<Ipv4> find_address(Mac mac, const Prefix& subnet) const;
  [[nodiscard]] std::size_t size() const { return leases_.size(); }

  /// Chooses an address of the subnet's pool and holds it: the one that the client has or had, else
  /// the one it wants, else one that nobody ever had, else a free one. Nothing when none is left.
  std::optional<PoolChoice> offer(const Directory& directory, const Subnet& subnet, Mac mac,
                                  std::optional<Ipv4> wanted, Time now);
  /// The answer to a probe of an offered address. One that is in use is quarantined: the row.
  std::optional<LeaseRow> probed(Ipv4 address, bool is_in_use, Time now);
  /// The client took another server's offer.
  void withdraw(Mac mac, const Prefix& subnet, Time now);

  /// Gives an address to a client until a time, whoever had it. Its other addresses in the subnet
  /// become free. Returns the rows to save before the client is told.
  std::vector<LeaseRow> bind(const LeaseRow& row, const Prefix& subnet, Time now);
  /// The client is done with an address. Nothing when the address is not the client's.
  std::optional<LeaseRow> release(Ipv4 address, Mac mac, Time now);
  /// Nobody gets an address for a while (HoldTimes::quarantine).
  LeaseRow quarantine(Ipv4 address, std::string_view network, LeaseSource source, Time now);

 private:
  using Entry = std::pair<const Ipv4, Lease>;

  [[nodiscard]] bool is_free(Ipv4 address, Time now) const;
  /// Of the addresses that the client has or had, the last one given that fits.
  [[nodiscard]] std::optional<Ipv4> find_last(Mac mac, const std::function<bool(Ipv4)>& fits) const;
  [[nodiscard]] bool needs_probe(const Lease& lease, Time now) const;
  std::optional<Ipv4> choose(const Directory& directory, const Subnet& subnet, Mac mac,
                             std::optional<Ipv4> wanted, Time now);
  std::optional<Ipv4> find_unused(const Directory& directory, const AddressRange& range);
  std::optional<Ipv4> find_expired(const Directory& directory, const AddressRange& range, Time now);
  Entry& put(Ipv4 address, Lease lease);
  void make_last(Mac mac, Ipv4 address);
  void collect_expired(Time now);

  HoldTimes hold_;
  std::unordered_map<Ipv4, Lease> leases_{};
  std::map<Mac, std::vector<Ipv4>> by_mac_{};    ///< in the order in which they were given
  std::set<std::pair<Time, Ipv4>> by_expiry_{};  ///< of leases that are not in free_
  std::set<Ipv4> free_{};  ///< expired, or reserved once and never given: to find one in a range
  std::map<AddressRange, Ipv4> unused_from_{};  ///< before it, all were given or are reserved
};

}  // namespace rackseed::dhcp
