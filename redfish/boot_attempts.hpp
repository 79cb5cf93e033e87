#pragma once

#include "redfish/attempt.hpp"
#include "redfish/system.hpp"

namespace rackseed::redfish {

inline constexpr std::size_t kMostBootAttempts = 4;   ///< different ones
inline constexpr std::size_t kMostBootRequests = 15;  ///< with those that POST made wait (row 17)

struct BootQuestion {
  System system{};
  std::optional<System> settings{};  ///< what system.settings leads to, where that could be read
  BootOverride wanted{};
  Learnt known{};  ///< of the vendor and of this BMC
};

/// The first PATCH that should set the override, and after refusals the next: the smallest that the
/// standard asks for, then what the error calls for, then fuller ones (rows 8 to 15, 17, 18, 21 to
/// 24). At most kMostBootAttempts of them, none twice.
/// Errors: kUnsupported: there is no override, or no such target; else what the last refusal means.
[[nodiscard]] NextAttempt next_boot_attempt(const BootQuestion& question,
                                            const std::vector<Tried>& tried);

struct ReadBack {
  bool is_applied = false;
  std::string remark{};  ///< what reads back otherwise; ""
};
/// Whether a System shows what it was told, which some do not although they say so (row 16), and
/// some do although they refused (row 19). Once for always, or the reverse, is a remark only.
[[nodiscard]] ReadBack check_boot(const Boot& boot, const BootOverride& wanted);

}  // namespace rackseed::redfish
