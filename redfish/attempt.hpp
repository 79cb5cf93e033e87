#pragma once

#include "redfish/quirks.hpp"
#include "redfish/refusal.hpp"

#include <chrono>
#include <variant>

namespace rackseed::redfish {

/// One request that changes something. Where it is taken, `taught` is what to remember.
struct Attempt {
  std::string method = "PATCH";
  std::string path{};
  Json body{};
  Learnt taught{};        ///< beyond what was known
  std::string because{};  ///< why not the attempt before; "" of the first

  bool is_same(const Attempt& other) const;
};

/// Send the same once more, this much later.
struct Pause {
  std::chrono::seconds length{};
  std::string because{};
};

/// An attempt, and how the BMC refused it.
struct Tried {
  Attempt attempt{};
  Refusal refusal{};
};

[[nodiscard]] std::ptrdiff_t times_tried(const Attempt& attempt, const std::vector<Tried>& tried);

/// An error: nothing is left to try. Look before you report it: some refuse, and do it all the same
/// (row 19).
using NextAttempt = std::variant<Attempt, Pause, BmcError>;

/// Stands for `If-None-Match: *` where values of If-Match are told (row 7).
inline constexpr std::string_view kIfNoneMatch = "*";

/// The values of If-Match to try, one after the other; "": without it. At most three, never one
/// twice (rows 1 to 5). header: ETag of the answer to GET; own: "@odata.etag" of its body.
[[nodiscard]] std::vector<std::string> etags_to_try(std::string_view header, std::string_view own,
                                                    const Learnt& known);
/// Another ETag, or none, may help.
[[nodiscard]] bool is_about_etag(const Refusal& refusal);
/// What it says of a BMC that one of etags_to_try() worked after the first was refused.
[[nodiscard]] Learnt taught_by_etag(std::string_view refused, std::string_view taken);

}  // namespace rackseed::redfish
