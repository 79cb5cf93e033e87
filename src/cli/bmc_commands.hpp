#pragma once

#include "src/cli/fleet.hpp"

namespace rackseed::cli {

/// The commands of `rackseed bmc`; bmc.cpp has the others.
void add_bmc_show(CommandGroup& group);
void add_bmc_quirks(CommandGroup& group);

}  // namespace rackseed::cli
