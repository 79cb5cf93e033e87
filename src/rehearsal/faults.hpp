#pragma once

#include <rackseed/error.hpp>

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>

namespace rackseed::rehearsal {

/// The ways in which a virtual BMC may differ from what the standard, or a client, expects. What
/// each does is said by its row in the table.
enum class Fault : std::uint8_t {
  // Preconditions
  kEtagRequired,
  kEtagWeakRefused,
  kEtagRefused,
  kEtagUnquoted,
  kEtagDoubleQuoted,
  kEtagEmpty,
  kEtagWeakWhenCompressed,
  kEtagOnlyInBody,
  kMemberEtagsMissing,
  kIdentityRefused,
  // Boot override
  kBootNeedsIfNoneMatch,
  kBootNeedsFullPatch,
  kBootModeReadOnly,
  kBootDefaultsReset,
  kBootEnabledUnchangedRefused,
  kBootModeMissing,
  kBootSettingsObject,
  kBootSettingsEmpty,
  kBootContinuousRefused,
  kBootOnceRefused,
  kBootPatchIgnored,
  kBootAlwaysContinuous,
  kPostRefusesOverride,
  kBootNoneRefused,
  kBoot400ButSet,
  kBootRebootsTwice,
  kOverrideIgnored,
  kCdNeedsUsbCd,
  kHttpUriMissing,
  kHttpUriInSettings,
  kBootRemoved,
  // Power
  kPower400WhenAlready,
  kPower409WhenAlready,
  kOn409AfterOff,
  kNotReadyAfterChange,
  kResetValuesByPower,
  kResetValuesInActionInfo,
  kResetValuesMissing,
  kNoRestart,
  kGracefulRestartIsHard,
  kRestartHangs,
  kGracefulNever,
  kPowerNull,
  kPowerStale,
  // Tasks
  kResetAsTask,
  kTaskWithoutLocation,
  kTaskMonitorElsewhere,
  kTaskVanishes,
  kTask404First,
  kTaskStateOdd,
  // Sessions and redirections
  kSessionLimit,
  kSessionTimeout,
  kSessionsLost,
  kSessionsElsewhere,
  kRedirectSessions,
  kRedirectSlash,
  kRedirectOtherHost,
  kRedirectPort,
  // The shape of documents
  kIdsTrailingSlash,
  kIdsOtherCase,
  kMembersObject,
  kPaging,
  kSeveralSystems,
  kManagedByMissing,
  // Virtual media
  kMediaUnderSystem,
  kMediaUnderBoth,
  kMediaPatchOnly,
  kMediaImageOnly,
  kMediaNeedsProtocol,
  kMediaNeedsCredentials,
  kEjectNeedsBody,
  kInsertAfterEjectFails,
  kInsertedStaysTrue,
  kMediaSlotLocalOnly,
  kMediaDvdOnly,
  kMediaTypesMissing,
  kMediaPlainUrl,
  // Inventory
  kMacZero,
  kMacEmpty,
  kMacNull,
  kMacUpper,
  kMacPermanentOnly,
  kNicsInChassisOnly,
  kNoEthernetInterfaces,
  kSerialInSku,
  kSerialFiller,
  kNumbersAsText,
  kInventoryOff404,
  // How it answers
  kExtendedInfoObject,
  kHtmlErrors,
  kPasswordChangeRequired,
  kConnectionResetOnReuse,
  kResetWhileBooting,
  kOneAtATime,
  kStallWhenCrowded,
  kFlaky503,
  kFlaky500,
  kBmcRestart,
  kSlow,
  kCertificateExpired,
  kCertificateChanges,
  kCertificateSha1,
  kTlsOld,
  kTlsWeak,
  kPlainRootOnly,
  kEscapedSlashes,
  kChunked,
  kHttp10,
  kVendorMismatch,
  kContextRequired,
  // IPMI
  kIpmiSilent,
  kIpmiDrop,
  kIpmiBusy,
  kIpmiOffD5,
  kIpmiParameter3Refused,
  kIpmiBootLapses,
  kIpmiBootReadsWrong,
  kIpmiNoSuite17,
  kIpmiFirstIgnored,
  // Hostile
  kHostileBody,
  kHostileSlow,
  kHostileRedirects,
  kHostileNesting,
  kHostileUtf8,
  kHostileChunked,
  kSilent,
};
inline constexpr auto kFaultCount = static_cast<std::size_t>(Fault::kSilent) + 1;

struct FaultRow {
  Fault fault{};
  int row = 0;  ///< of the table of deviations; 0: of none (IPMI has no table, an enemy needs none)
  std::string_view name{};
  std::int64_t value = 0;  ///< when none is given; 0: it takes none
  std::string_view about{};
};

/// In the order of the enumerators.
[[nodiscard]] std::span<const FaultRow> fault_rows();

/// Which faults a BMC has, and how strong.
class Faults {
 public:
  /// "paging" or "paging=5"; a number may end in KB, MB or GB. Errors: kMalformed (no such fault,
  /// no such value).
  Result<void> add(std::string_view spec);
  void add(Fault fault) { present_.set(static_cast<std::size_t>(fault)); }

  [[nodiscard]] bool has(Fault fault) const {
    return present_.test(static_cast<std::size_t>(fault));
  }
  /// As given, else the default of the table.
  [[nodiscard]] std::int64_t value(Fault fault) const;

 private:
  std::bitset<kFaultCount> present_;
  std::map<Fault, std::int64_t> values_;
};

}  // namespace rackseed::rehearsal
