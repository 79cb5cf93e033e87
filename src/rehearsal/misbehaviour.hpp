#pragma once

#include "src/rehearsal/message.hpp"
#include "src/rehearsal/state.hpp"

#include <optional>

namespace rackseed::rehearsal {

/// The answer of a BMC that does not even look at the request: it is restarting, overloaded,
/// hostile. Nothing: it does.
[[nodiscard]] std::optional<Answer> misbehave(State& state, const Request& request);

/// How an answer leaves, as the faults want it.
void set_delivery(Answer& answer, const State& state);

}  // namespace rackseed::rehearsal
