#pragma once

#include <rackseed/value.hpp>

#include <string>
#include <vector>

#include "inventory/rows.hpp"

/// How far each node has come, read from what was seen (DESIGN section 5).
namespace rackseed::serve {

/// A fact as it stands in the store.
struct SeenFact {
  inventory::Time time{};
  std::string kind{};
  std::string text{};
};

struct NodeStatus {
  inventory::Node row{};
  std::string rung = "planned";  ///< the highest that was climbed since the installation began
  inventory::Time since{};       ///< on that rung
  std::string why{};             ///< what went wrong on it, last; "": nothing
  std::vector<SeenFact> seen{};  ///< of each kind the last, in order
};

/// events: of each node the last of each kind (Reader::last_events). Facts that are older than the
/// node's state climb nothing: they belong to an earlier attempt.
[[nodiscard]] std::vector<NodeStatus> ladder(const std::vector<inventory::Node>& nodes,
                                             const std::vector<inventory::Event>& events);

/// A line a node. now: for how long ago something was.
[[nodiscard]] std::string status_table(const std::vector<NodeStatus>& nodes, inventory::Time now);
/// One node with everything that was seen of it.
[[nodiscard]] std::string status_text(const NodeStatus& node, inventory::Time now);
/// The object of DESIGN section 2: nodes, groups, ready, failed, seconds.
[[nodiscard]] Value status_value(const std::vector<NodeStatus>& nodes, inventory::Time now);

}  // namespace rackseed::serve
