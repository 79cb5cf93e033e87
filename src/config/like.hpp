#pragma once

#include <string_view>

#include "src/config/notes.hpp"
#include "src/config/tree.hpp"

namespace rackseed::config {

/// Resolves `like: NAME` in the entries of one map of the plan ("hardware"): an entry gets what the
/// named one has, in that one's order; its own keys override, maps key by key. Chains are followed.
/// E-116: an entry that is not defined, a circle, a chain without measure.
void apply_like(Tree& root, std::string_view section, Notes& notes);

}  // namespace rackseed::config
