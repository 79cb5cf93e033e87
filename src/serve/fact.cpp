#include "src/serve/fact.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rackseed::serve {
namespace {

constexpr auto kNames = std::to_array<std::pair<FactKind, std::string_view>>({
    {FactKind::kDhcpDiscoverSeen, "DhcpDiscoverSeen"},
    {FactKind::kDhcpRequestSeen, "DhcpRequestSeen"},
    {FactKind::kDhcpOtherSeen, "DhcpOtherSeen"},
    {FactKind::kDhcpRefused, "DhcpRefused"},
    {FactKind::kBootFileServed, "BootFileServed"},
    {FactKind::kBootFileFailed, "BootFileFailed"},
    {FactKind::kBootScriptServed, "BootScriptServed"},
    {FactKind::kKernelServed, "KernelServed"},
    {FactKind::kInitrdServed, "InitrdServed"},
    {FactKind::kFileServed, "FileServed"},
    {FactKind::kFileFailed, "FileFailed"},
    {FactKind::kFileAbsent, "FileAbsent"},
    {FactKind::kSeedFileServed, "SeedFileServed"},
    {FactKind::kNodeRefused, "NodeRefused"},
    {FactKind::kInstallerReported, "InstallerReported"},
    {FactKind::kInstalled, "Installed"},
    {FactKind::kFirstBoot, "FirstBoot"},
    {FactKind::kAgentReported, "AgentReported"},
    {FactKind::kSwitchServed, "SwitchServed"},
    {FactKind::kSwitchUnknown, "SwitchUnknown"},
    {FactKind::kNicTied, "NicTied"},
    {FactKind::kIdentityUnclear, "IdentityUnclear"},
    {FactKind::kNodeArmed, "NodeArmed"},
    {FactKind::kSecretMissing, "SecretMissing"},
    {FactKind::kBmcCandidateSeen, "BmcCandidateSeen"},
    {FactKind::kSegmentFinding, "SegmentFinding"},
    {FactKind::kInterfaceChanged, "InterfaceChanged"},
    {FactKind::kServerStarted, "ServerStarted"},
    {FactKind::kServerTroubled, "ServerTroubled"},
});

}  // namespace

std::string_view to_string(FactKind kind) {
  for (const auto& [value, name] : kNames)
    if (value == kind) return name;
  return "";
}

bool is_trouble(FactKind kind) {
  constexpr auto kTroubles =
      std::to_array({FactKind::kBootFileFailed, FactKind::kFileFailed, FactKind::kNodeRefused,
                     FactKind::kSwitchUnknown, FactKind::kIdentityUnclear, FactKind::kSecretMissing,
                     FactKind::kSegmentFinding, FactKind::kServerTroubled});
  return std::ranges::find(kTroubles, kind) != kTroubles.end();
}

}  // namespace rackseed::serve
