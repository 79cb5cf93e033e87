#pragma once

#include <string>

#include "src/plan/derived.hpp"
#include "src/plan/facts.hpp"

namespace rackseed::plan {

/// What a person types into the installer of a vendor's ISO, in the order of the profile's answers.
/// facts: nullptr before discovery; the MAC and the disks are then named by the plan's own words.
[[nodiscard]] std::string render_answers(const Derived& derived, const NodeView& node,
                                         const NodeFacts* facts);

}  // namespace rackseed::plan
