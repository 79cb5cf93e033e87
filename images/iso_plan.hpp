#pragma once

#include <rackseed/error.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::images {

/// A file that an ISO holds.
struct IsoEntry {
  std::string path{};  ///< relative
  std::int64_t bytes = 0;
  std::string same_as{};  ///< the path whose data it shares; "": it has its own
};

/// A file to take out of an ISO.
struct IsoMember {
  std::string path{};  ///< where its data stands in the ISO
  std::int64_t bytes = 0;
  std::string target{};  ///< below os/PROFILE, as the boot scripts ask for it; never from the ISO
};

/// A kernel or an initrd is not larger than this.
inline constexpr std::int64_t kMostMemberBytes = std::int64_t{1} << 30U;

/// Whether plan_iso() looks for this path.
[[nodiscard]] bool is_boot_file(std::string_view path);

/// Kernel and initrd of an installer. entries: those that is_boot_file() names; the first of each
/// path counts.
/// Errors: kUnsupported (no installer that is known; the text lists what was looked for),
/// kMalformed (larger than a kernel or an initrd can be).
[[nodiscard]] Result<std::vector<IsoMember>> plan_iso(std::span<const IsoEntry> entries);

}  // namespace rackseed::images
