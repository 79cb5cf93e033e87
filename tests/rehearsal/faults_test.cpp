#include "src/rehearsal/faults.hpp"

#include <gtest/gtest.h>

#include <set>

#include "src/rehearsal/profile.hpp"

namespace rackseed::rehearsal {
namespace {

TEST(VirtualFaults, HaveDefaultsAndValues) {
  Faults faults;
  EXPECT_FALSE(faults.has(Fault::kPaging));
  ASSERT_TRUE(faults.add("paging"));
  EXPECT_TRUE(faults.has(Fault::kPaging));
  EXPECT_EQ(faults.value(Fault::kPaging), 1);
  ASSERT_TRUE(faults.add("paging=5"));
  EXPECT_EQ(faults.value(Fault::kPaging), 5);
  ASSERT_TRUE(faults.add("hostile-body=100MB"));
  EXPECT_EQ(faults.value(Fault::kHostileBody), 100 << 20);
}

TEST(VirtualFaults, AreRefusedWhenTheyAreNone) {
  Faults faults;
  for (const auto* spec : {"", "no-such-fault", "paging=", "paging=x", "paging=-1", "paging=1TB",
                           "mac-zero=1", "paging=99999999999999999999", "PAGING"}) {
    const auto added = faults.add(spec);
    ASSERT_FALSE(added) << spec;
    EXPECT_EQ(added.error().code, Errc::kMalformed);
  }
}

TEST(VirtualFaults, AreNamedOnceAndSayOfWhichRowTheyAre) {
  std::set<std::string_view> names;
  for (const FaultRow& row : fault_rows()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.about.empty()) << row.name;
    EXPECT_TRUE(row.row >= 0 && row.row <= 80) << row.name;
  }
}

TEST(VirtualProfiles, AreFoundByName) {
  EXPECT_EQ(profile_of("idrac").value().vendor, "Dell");
  const auto none = profile_of("cimc");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().detail.find("supermicro"), std::string::npos);
}

}  // namespace
}  // namespace rackseed::rehearsal
