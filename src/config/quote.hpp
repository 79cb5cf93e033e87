#pragma once

#include <string>
#include <string_view>

namespace rackseed::config {

/// A text of the plan for a message: in double quotes, control characters escaped, the middle part
/// only as far as a person needs it to find the place.
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace rackseed::config
