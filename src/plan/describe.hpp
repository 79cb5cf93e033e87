#pragma once

#include <rackseed/value.hpp>

#include "src/plan/derived.hpp"

/// Everything that was derived from a plan, as data: what `rackseed show --json` prints.
namespace rackseed::plan {

[[nodiscard]] Value describe(const Derived& derived);
[[nodiscard]] Value describe_node(const Derived& derived, const NodeView& node);

/// The same of one node for a person: values, interfaces, cables.
[[nodiscard]] std::string describe_node_text(const Derived& derived, const NodeView& node);

}  // namespace rackseed::plan
