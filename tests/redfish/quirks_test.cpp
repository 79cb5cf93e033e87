#include "redfish/quirks.hpp"

#include "redfish/attempt.hpp"
#include "tests/redfish/documents.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::ElementsAre;

TEST(RedfishLearnt, IsSavedByName) {
  const Learnt learnt{.wants_full_boot = true, .media_wants_user = true};
  const std::string text = to_json(to_value(learnt));
  EXPECT_EQ(text, R"({"wants_full_boot": true, "media_wants_user": true})");
  EXPECT_EQ(read(text, read_learnt), learnt);
  EXPECT_EQ(to_json(to_value({})), "{}");
}

TEST(RedfishLearnt, LeavesOutWhatNobodyKnows) {
  EXPECT_EQ(read(R"({"speaks_latin": true, "once_only": "N/A"})", read_learnt), Learnt());
}

TEST(RedfishLearnt, CountsForMoreThanWhatIsKnown) {
  const Learnt known{.wants_full_boot = true, .boots_in_settings = true, .cd_is_usb_cd = true};
  const Learnt taught{.refuses_boot_mode = true, .boots_in_system = true};
  const Learnt both = merge(known, taught);
  EXPECT_EQ(both,
            (Learnt{.refuses_boot_mode = true, .boots_in_system = true, .cd_is_usb_cd = true}));
  EXPECT_EQ(merge(known, {}), known);
}

TEST(RedfishLearnt, KnowsNothingOfUnknownVendors) {
  EXPECT_EQ(known_of(Vendor::kUnknown, "x"), Learnt());
  EXPECT_EQ(known_of(Vendor::kOpenBmc, "x"), Learnt());
}

TEST(Row1, TakesTheHeaderElseTheProperty) {
  EXPECT_THAT(etags_to_try("\"1\"", "\"2\"", {}), ElementsAre("\"1\"", ""));
  EXPECT_THAT(etags_to_try("", "\"2\"", {}), ElementsAre("\"2\"", ""));
  EXPECT_TRUE(is_about_etag(read_refusal(428, "")));
  EXPECT_TRUE(is_about_etag(refusal("PreconditionHeaderMissing")));
}

TEST(Row2, StripsTheWeaknessThenGivesUp) {
  EXPECT_THAT(etags_to_try("W/\"1\"", "", {}), ElementsAre("W/\"1\"", "\"1\"", ""));
  EXPECT_TRUE(is_about_etag(read_refusal(412, "")));
  EXPECT_FALSE(is_about_etag(read_refusal(400, "")));
}

TEST(Row2, BeginsWithWhatWorked) {
  const Learnt strong = taught_by_etag("W/\"1\"", "\"1\"");
  EXPECT_TRUE(strong.wants_strong_etag);
  EXPECT_EQ(etags_to_try("W/\"2\"", "", strong).front(), "\"2\"");
  const Learnt none = taught_by_etag("\"1\"", "");
  EXPECT_TRUE(none.refuses_if_match);
  EXPECT_EQ(etags_to_try("W/\"2\"", "", none).front(), "");
  EXPECT_LE(etags_to_try("W/\"2\"", "", merge(strong, none)).size(), 3U);
}

TEST(Row3, SendsOddEtagsBackByteForByte) {
  EXPECT_EQ(etags_to_try("1a2b", "", {}).front(), "1a2b");
  EXPECT_EQ(etags_to_try("\"\"1a2b\"\"", "", {}).front(), "\"\"1a2b\"\"");
}

TEST(Row4, TakesAnEmptyEtagForNone) { EXPECT_THAT(etags_to_try("", "", {}), ElementsAre("")); }

}  // namespace
}  // namespace rackseed::redfish::tests
