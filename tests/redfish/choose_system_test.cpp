#include "redfish/choose_system.hpp"

#include "tests/redfish/documents.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::HasSubstr;

System host(std::string id) {
  return {.path = "/redfish/v1/Systems/" + id,
          .id = id,
          .serial = "S" + id,
          .boot = {.has_override = true},
          .reset = {.target = "/reset"}};
}

System board(std::string id) { return {.path = "/redfish/v1/Systems/" + id, .id = id}; }

TEST(Row47, TakesTheOneThatCanBeSwitchedAndBooted) {
  const auto choice = choose_system({board("HGX_Baseboard_0"), host("DGX")}, "");
  EXPECT_EQ(choice->index, 1U);
  EXPECT_THAT(choice->remark, HasSubstr("DGX is the host among HGX_Baseboard_0, DGX"));
}

TEST(Row47, TakesTheOneThatIsNamed) {
  const std::vector<System> blades{host("Blade1"), host("Blade2")};
  EXPECT_EQ(choose_system(blades, "Blade2")->index, 1U);
  EXPECT_EQ(choose_system(blades, "/redfish/v1/Systems/blade2/")->index, 1U);
  const BmcError none = choose_system(blades, "Blade3").error();
  EXPECT_EQ(none.code, BmcErrc::kNotFound);
  EXPECT_THAT(none.detail, HasSubstr("Blade1, Blade2"));
}

TEST(Row47, DoesNotGuessBetweenEquals) {
  const BmcError error = choose_system({host("Blade1"), host("Blade2")}, "").error();
  EXPECT_EQ(error.code, BmcErrc::kRefused);
  EXPECT_THAT(error.detail, HasSubstr("Blade1, Blade2"));
}

TEST(Row47, TakesAnOnlySystemAsItIs) {
  EXPECT_EQ(choose_system({board("system")}, "")->index, 0U);
  EXPECT_EQ(choose_system({}, "").error().code, BmcErrc::kNotFound);
}

}  // namespace
}  // namespace rackseed::redfish::tests
