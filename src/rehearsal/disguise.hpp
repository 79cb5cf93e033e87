#pragma once

#include "src/rehearsal/json.hpp"
#include "src/rehearsal/message.hpp"
#include "src/rehearsal/state.hpp"

#include <string>
#include <string_view>

namespace rackseed::rehearsal {

/// Gives a document the shape that the faults ask for: pages, odd ids, odd values.
void disguise(json::object& document, const Request& request, const State& state);

/// The answer to a request that failed, in the form that the faults ask for.
void disguise_error(Answer& answer, const Faults& faults);

/// JSON text, with "\/" where the faults ask for it.
[[nodiscard]] std::string to_text(const json::value& document, const Faults& faults);

}  // namespace rackseed::rehearsal
