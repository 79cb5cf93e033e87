#pragma once

#include "src/rehearsal/message.hpp"
#include "src/rehearsal/state.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rackseed::rehearsal {

/// 202, with the monitor of a new task.
[[nodiscard]] Answer begin_task(State& state, std::string name);
/// As it is now; nothing of one that is not there.
[[nodiscard]] std::optional<json::object> task_document(const State& state, std::string_view id);
/// The path was read: tasks go on by being looked at. Yields the answer for a monitor.
[[nodiscard]] std::optional<Answer> read_task(State& state, std::string_view path);

}  // namespace rackseed::rehearsal
