#pragma once

#include "dhcp/directory.hpp"

#include <rackseed/net.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::dhcp {

/// Another DHCP server on the wire.
struct ForeignServer {
  Ipv4 address{};                 ///< option 54, else where its packet came from
  Mac mac{};                      ///< of the packet: its own, or that of its relay
  std::optional<Ipv4> offered{};  ///< to us, or to another client that listens
  bool is_proxy = false;          ///< it gives no addresses, but says what to boot (ProxyDHCP)
  std::string boot_file{};
  bool operator==(const ForeignServer&) const = default;
};

/// An address that is ours to give, and somebody has it who should not.
struct AddressInUse {
  Ipv4 address{};
  Mac mac{};
  std::string network{};
  std::string owner{};  ///< "cmp1 lom0", for which it is reserved; "": it is of a pool
  bool is_pool = false;
  bool operator==(const AddressInUse&) const = default;
};

/// An address that more than one host has.
struct AddressConflict {
  Ipv4 address{};
  std::string network{};
  std::vector<Mac> macs{};  ///< of the others where it is the seed's, of all elsewhere
  bool is_seed = false;
  bool is_pool = false;
  bool operator==(const AddressConflict&) const = default;
};

/// What the wire of one interface says before we serve it.
struct SegmentReport {
  std::string interface {};
  std::vector<ForeignServer> servers{};  ///< each address once
  std::vector<AddressInUse> in_use{};    ///< by address
  std::vector<AddressConflict> conflicts{};
  std::size_t asked = 0;      ///< addresses
  std::size_t not_asked = 0;  ///< addresses beyond the bound
};

enum class Severity : std::uint8_t { kWarning, kError };

struct SegmentFinding {
  std::string_view code{};  ///< "L-801"
  Severity severity = Severity::kWarning;
  std::string text{};
};

/// What a person has to know, the worst first. A foreign server is an error where the directory
/// says that addresses are ours to give; where they are the customer's (proxy), its absence is
/// worth a warning.
[[nodiscard]] std::vector<SegmentFinding> findings_of(const SegmentReport& report,
                                                      const Directory& directory);

/// An address of a pool that somebody has, with the name of its network.
struct PoolAddress {
  Ipv4 address{};
  std::string network{};
  bool operator==(const PoolAddress&) const = default;
};

/// What must not be given: for Leases::quarantine().
[[nodiscard]] std::vector<PoolAddress> addresses_to_quarantine(const SegmentReport& report);

/// Whether to serve is refused: there is an error, and nobody forces it.
[[nodiscard]] bool must_refuse(const std::vector<SegmentFinding>& findings, bool is_forced);

}  // namespace rackseed::dhcp
