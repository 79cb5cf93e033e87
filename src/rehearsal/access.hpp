#pragma once

#include "src/rehearsal/message.hpp"
#include "src/rehearsal/state.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rackseed::rehearsal {

/// The answer to a request that may not go on: 401, or 403 while the password must be changed.
[[nodiscard]] std::optional<Answer> refuse_access(State& state, const Request& request);

[[nodiscard]] bool is_right(const Account& account, std::string_view name,
                            std::string_view password);
/// RFC 4648 section 4; nothing when it is no base64.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace rackseed::rehearsal
