#include "tests/redfish/virtual_rig.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kImage = "http://192.0.2.1/images/install.iso";

std::string inserted(VirtualRig& rig) {
  for (const rehearsal::MediaSlot& slot : rig.state().media)
    if (slot.is_inserted && !slot.image.empty()) return slot.image;
  return "";
}

/// In, again over it, and out: for the first driver and for one that knows.
void goes_in_and_out(const FaultNames& faults, const Learnt& learnt = {},
                     const std::string& profile = "generic") {
  VirtualRig rig(faults, profile);
  const std::string first = "http://192.0.2.1/images/first.iso";
  EXPECT_EQ(why(rig.run(rig.bmc->insert_media(first, WhileOn::kRefuse))), "");
  EXPECT_EQ(inserted(rig), first);
  EXPECT_EQ(to_json(rig.bmc->learnt()), to_json(to_value(learnt)));
  rig.begin(learnt);
  EXPECT_EQ(why(rig.run(rig.bmc->insert_media(kImage, WhileOn::kRefuse))), "");
  EXPECT_EQ(inserted(rig), kImage);
  EXPECT_EQ(why(rig.run(rig.bmc->eject_media(WhileOn::kRefuse))), "");
  EXPECT_EQ(inserted(rig), "");
  EXPECT_EQ(why(rig.run(rig.bmc->eject_media(WhileOn::kRefuse))), "") << "nothing is in";
}

TEST(RedfishBmcMedia, GoesInAndOut) { goes_in_and_out({}); }
TEST(Row49, BelowTheSystemOnVirtualBmc) { goes_in_and_out({"media-under-system"}); }
TEST(Row49, BelowBothOnVirtualBmc) { goes_in_and_out({"media-under-both"}); }
TEST(Row50, ByPatchOnVirtualBmc) { goes_in_and_out({"media-patch-only"}); }
TEST(Row51, TheImageAloneOnVirtualBmc) { goes_in_and_out({"media-image-only"}); }
TEST(Row52, WithTheProtocolOnVirtualBmc) {
  goes_in_and_out({"media-needs-protocol"}, {.media_wants_transfer = true});
}
TEST(Row53, WithAUserOnVirtualBmc) {
  goes_in_and_out(
      {"media-needs-credentials"},
      {.media_wants_inserted = true, .media_wants_transfer = true, .media_wants_user = true});
}
TEST(Row54, EjectWithABodyOnVirtualBmc) { goes_in_and_out({"eject-needs-body"}); }
TEST(Row55, FailsRightAfterAnEjectOnVirtualBmc) { goes_in_and_out({"insert-after-eject-fails"}); }
TEST(Row56, ASlotOfTheConsoleOnVirtualBmc) {
  goes_in_and_out({"media-slot-local-only", "media-types-missing"});
}
TEST(Row57, DvdOnlyOnVirtualBmc) { goes_in_and_out({"media-dvd-only"}); }
TEST(Row57, NoTypesOnVirtualBmc) { goes_in_and_out({"media-types-missing"}); }
TEST(Row58, APlainAddressOnVirtualBmc) { goes_in_and_out({"media-plain-url"}); }

TEST(Row55, InsertedThatStaysTrueIsARemarkOnVirtualBmc) {
  VirtualRig rig({"inserted-stays-true"});
  EXPECT_EQ(why(rig.run(rig.bmc->insert_media(kImage, WhileOn::kRefuse))), "");
  EXPECT_EQ(why(rig.run(rig.bmc->eject_media(WhileOn::kRefuse))), "");
  EXPECT_THAT(rig.bmc->take_remarks(), testing::Contains(HasSubstr("as if it still held")));
  EXPECT_EQ(why(rig.run(rig.bmc->insert_media(kImage, WhileOn::kRefuse))), "");
  EXPECT_EQ(inserted(rig), kImage);
}

TEST(Row58, AnAddressThatWillNotDoIsToldOnVirtualBmc) {
  VirtualRig rig({}, "supermicro");
  const auto done =
      rig.run(rig.bmc->insert_media("http://192.0.2.1/image?node=7", WhileOn::kRefuse));
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().detail, HasSubstr(".iso"));
}

TEST(Row80, NothingIsEjectedUnderARunningMachineOnVirtualBmc) {
  VirtualRig rig;
  EXPECT_EQ(why(rig.run(rig.bmc->insert_media(kImage, WhileOn::kRefuse))), "");
  rig.switch_on();
  const auto ejected = rig.run(rig.bmc->eject_media(WhileOn::kRefuse));
  ASSERT_FALSE(ejected);
  EXPECT_EQ(ejected.error().code, BmcErrc::kUnsafe);
  EXPECT_THAT(ejected.error().detail, HasSubstr("switch it off first"));
  const auto other = rig.run(rig.bmc->insert_media("http://192.0.2.1/b.iso", WhileOn::kRefuse));
  EXPECT_FALSE(other);
  EXPECT_EQ(inserted(rig), kImage);
  EXPECT_EQ(why(rig.run(rig.bmc->eject_media(WhileOn::kAllow))), "");
  EXPECT_EQ(inserted(rig), "");
}

TEST(RedfishBmcMedia, WorksOnEveryProfile) {
  for (const rehearsal::Profile& profile : rehearsal::profiles()) {
    VirtualRig rig({}, std::string(profile.name));
    EXPECT_EQ(why(rig.run(rig.bmc->insert_media(kImage, WhileOn::kRefuse))), "") << profile.name;
    EXPECT_EQ(inserted(rig), kImage) << profile.name;
    EXPECT_EQ(why(rig.run(rig.bmc->eject_media(WhileOn::kRefuse))), "") << profile.name;
    EXPECT_EQ(inserted(rig), "") << profile.name;
  }
}

}  // namespace
}  // namespace rackseed::redfish::tests
