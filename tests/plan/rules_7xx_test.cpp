#include "tests/plan/broken_plan.hpp"

namespace rackseed::plan {

// Hand-over.
const std::vector<BrokenPlan> kBroken7xx = {
    {.name = "E702UnknownManager",
     .edits = {{"    manager: ctrl1 ", "    manager: mgr1 "}},
     .findings = {{"manager: mgr1", "E-702: handover.osism.manager: unknown node \"mgr1\""}}},
    {.name = "W703VipStays",
     .edits = {{"at_handover: release", "at_handover: keep"}},
     .findings =
         {{"at_handover: keep",
           "W-703: vips.external: kolla's precheck pings the VIP and fails when it answers; "
           "use at_handover: release"}}},
};

INSTANTIATE_TEST_SUITE_P(Rules7xx, BrokenPlanTest, testing::ValuesIn(kBroken7xx), name_of);

}  // namespace rackseed::plan
