#pragma once

#include "redfish/attempt.hpp"
#include "redfish/virtual_media.hpp"

namespace rackseed::redfish {

inline constexpr std::size_t kMostMediaAttempts = 12;

struct MediaQuestion {
  std::vector<VirtualMedia> slots{};  ///< of order_slots()
  std::string url{};
  Vendor vendor = Vendor::kUnknown;
  Learnt known{};
};

/// The slots that may hold a CD or DVD, the likeliest first: those with an InsertMedia action, and
/// none that serves a console's own client. Slots that two collections list are one; types that are
/// missing are no obstacle (rows 49, 56, 57).
[[nodiscard]] std::vector<VirtualMedia> order_slots(const std::vector<VirtualMedia>& slots);

/// The first request that should insert the medium, and after refusals the next: the image alone,
/// then what the error calls for, then more; then the next slot (rows 50 to 53, 55, 56). What is in
/// the slot was ejected before. Errors: kUnsupported: no slot; kRefused: an address that the BMC
/// will not take (row 58); else what the last refusal means.
[[nodiscard]] NextAttempt next_insert_attempt(const MediaQuestion& question,
                                              const std::vector<Tried>& tried);

/// How to empty a slot; nothing where it is empty. Always with a body (row 54).
[[nodiscard]] std::optional<Attempt> eject_attempt(const VirtualMedia& slot, const Learnt& known);

/// Whether a slot shows the image that it was told to insert.
[[nodiscard]] bool has_image(const VirtualMedia& slot, std::string_view url);

}  // namespace rackseed::redfish
