#include "tests/plan/broken_plan.hpp"

namespace rackseed::plan {

// The examples are plans that work: this is everything that is said about them.
const std::vector<BrokenPlan> kExamples = {
    {.name = "MinipodHasThreeWarnings",
     .findings = {{"    manager: ctrl1",
                   "W-231: handover.osism.manager: ctrl1 is not a dedicated manager; OSISM "
                   "\"production minimum\" expects one"},
                  {"{name: R11, height_u",
                   "W-232: racks.R11: holds 2 of 3 controllers: losing it loses the quorum "
                   "(unavoidable with two racks)"},
                  {"nodes:\n",
                   "W-233: nodes: 3 storage nodes: no self-healing after losing one (5 "
                   "recommended)"}}},
    {.name = "NanopodHasOneWarning",
     .example = "nanopod",
     .findings = {{"services:",
                   "W-605: services.s3.backup: no backup endpoint: there is no recovery mechanism "
                   "after a major incident"}}},
    {.name = "FabricHasNone", .example = "fabric"},
};

INSTANTIATE_TEST_SUITE_P(Examples, BrokenPlanTest, testing::ValuesIn(kExamples), name_of);

}  // namespace rackseed::plan
