#include "inventory/rows.hpp"

#include <array>
#include <utility>

namespace rackseed::inventory {
namespace {

constexpr auto kNodeStates = std::to_array<std::pair<NodeState, std::string_view>>({
    {NodeState::kPlanned, "planned"},
    {NodeState::kInstall, "install"},
    {NodeState::kInstalled, "installed"},
    {NodeState::kHeld, "held"},
});

}  // namespace

std::string_view to_string(NodeState state) {
  for (const auto& [value, name] : kNodeStates)
    if (value == state) return name;
  return "";
}

std::optional<NodeState> parse_node_state(std::string_view text) {
  for (const auto& [value, name] : kNodeStates)
    if (name == text) return value;
  return {};
}

}  // namespace rackseed::inventory
