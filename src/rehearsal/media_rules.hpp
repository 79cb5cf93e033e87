#pragma once

#include "src/rehearsal/message.hpp"
#include "src/rehearsal/state.hpp"

#include <cstddef>

namespace rackseed::rehearsal {

/// slot: a place in State::media.
[[nodiscard]] Answer insert_into(State& state, std::size_t slot, const json::object& body);
[[nodiscard]] Answer eject_from(State& state, std::size_t slot);

}  // namespace rackseed::rehearsal
