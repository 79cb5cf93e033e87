#pragma once

namespace rackseed::secrets {

/// From now on this process leaves no core dump, neither as a file nor to a program that collects
/// them, and no other process of its user may look into its memory (prctl(2), PR_SET_DUMPABLE).
void forbid_core_dumps();

}  // namespace rackseed::secrets
