#pragma once

#include <rackseed/net.hpp>
#include <rackseed/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rackseed::serve {

/// What a server saw, by the name that stands in the store.
enum class FactKind : std::uint8_t {
  kDhcpDiscoverSeen,
  kDhcpRequestSeen,
  kDhcpOtherSeen,  ///< RELEASE, DECLINE, INFORM
  kDhcpRefused,    ///< no answer: see the text
  kBootFileServed,
  kBootFileFailed,
  kBootScriptServed,
  kKernelServed,
  kInitrdServed,
  kFileServed,  ///< another file of an operating system
  kFileFailed,
  kFileAbsent,  ///< shim and GRUB try names that nobody has
  kSeedFileServed,
  kNodeRefused,  ///< a request that its state, address or word does not allow
  kInstallerReported,
  kInstalled,
  kFirstBoot,
  kAgentReported,
  kSwitchServed,
  kSwitchUnknown,
  kNicTied,
  kIdentityUnclear,
  kNodeArmed,
  kSecretMissing,     ///< or of another shape than its use asks for
  kBmcCandidateSeen,  ///< a client that may be a BMC
  kSegmentFinding,
  kInterfaceChanged,
  kServerStarted,
  kServerTroubled
};
[[nodiscard]] std::string_view to_string(FactKind kind);

/// True when a person should look at it.
[[nodiscard]] bool is_trouble(FactKind kind);

struct Fact {
  FactKind kind = FactKind::kServerTroubled;
  std::optional<Ipv4> bmc{};  ///< of the node; nothing: of none
  std::string node{};
  std::string client{};  ///< who caused it, for limits: a MAC or IP address; "": the seed itself
  std::string text{};    ///< one line for a person; what clients sent is in it, as plain text
  Value data{};          ///< a map with the same for programs, or null
};

}  // namespace rackseed::serve
