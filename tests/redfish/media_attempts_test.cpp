#include "redfish/media_attempts.hpp"

#include "tests/redfish/documents.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kUrl = "http://192.0.2.1/seed.iso";

VirtualMedia slot(std::string id, std::vector<std::string> types = {"CD", "DVD"}) {
  const std::string path = "/redfish/v1/Managers/1/VirtualMedia/" + id;
  return {.path = path,
          .id = id,
          .types = std::move(types),
          .insert = path + "/Actions/VirtualMedia.InsertMedia",
          .eject = path + "/Actions/VirtualMedia.EjectMedia"};
}

VirtualMedia without_action(VirtualMedia slot) {
  slot.insert = slot.eject = "";
  return slot;
}

MediaQuestion question(std::vector<VirtualMedia> slots, Learnt known = {}) {
  return {.slots = std::move(slots), .url = kUrl, .known = known};
}

Attempt attempt(const MediaQuestion& asked, const std::vector<Tried>& tried = {}) {
  const NextAttempt next = next_insert_attempt(asked, tried);
  if (const auto* error = std::get_if<BmcError>(&next)) ADD_FAILURE() << error->detail;
  return std::holds_alternative<Attempt>(next) ? std::get<Attempt>(next) : Attempt();
}

Attempt after(const MediaQuestion& asked, const Refusal& refused) {
  return attempt(asked, {{attempt(asked), refused}});
}

BmcError error(const MediaQuestion& asked, const std::vector<Tried>& tried = {}) {
  return std::get<BmcError>(next_insert_attempt(asked, tried));
}

TEST(RedfishMedia, InsertsTheImageAlone) {
  const Attempt first = attempt(question({slot("CD")}));
  EXPECT_EQ(first.method, "POST");
  EXPECT_EQ(first.path, slot("CD").insert);
  EXPECT_EQ(first.body, json(R"({"Image": "http://192.0.2.1/seed.iso"})"));
}

TEST(Row49, TakesSlotsOfBothCollectionsOnce) {
  EXPECT_THAT(order_slots({slot("CD"), slot("cd"), slot("2")}), SizeIs(2));
  EXPECT_EQ(error(question(std::vector<VirtualMedia>())).code, BmcErrc::kUnsupported);
}

TEST(Row50, PatchesWhereThereIsNoAction) {
  const Attempt first = attempt(question({without_action(slot("EXT1"))}));
  EXPECT_EQ(first.method, "PATCH");
  EXPECT_EQ(first.path, slot("EXT1").path);
  EXPECT_EQ(first.body, json(R"({"Image": "http://192.0.2.1/seed.iso", "Inserted": true})"));
}

TEST(Row51, TakesBackWhatIsRefused) {
  const MediaQuestion asked = question({slot("CD")}, {.media_wants_inserted = true});
  EXPECT_TRUE(attempt(asked).body.as_object().contains("WriteProtected"));
  const Attempt second = after(asked, refusal("ActionParameterNotSupported", "WriteProtected"));
  EXPECT_EQ(second.body, json(R"({"Image": "http://192.0.2.1/seed.iso"})"));
}

TEST(Row52, TellsTheProtocolWhereItIsMissed) {
  const Attempt second =
      after(question({slot("CD")}), refusal("ActionParameterMissing", "TransferProtocolType"));
  EXPECT_EQ(second.body, json(R"({"Image": "http://192.0.2.1/seed.iso",
      "TransferProtocolType": "HTTP", "TransferMethod": "Stream"})"));
  EXPECT_TRUE(second.taught.media_wants_transfer);
}

TEST(Row53, NamesAnybodyWhereAUserIsMissed) {
  const char* const anybody =
      R"({"Image": "http://192.0.2.1/seed.iso", "UserName": "none", "Password": "none"})";
  const Attempt named =
      after(question({slot("CD")}), refusal("ActionParameterMissing", "UserName"));
  EXPECT_EQ(named.body, json(anybody));
  EXPECT_TRUE(named.taught.media_wants_user);
  MediaQuestion nvidia = question({slot("CD")});
  nvidia.vendor = Vendor::kNvidia;
  EXPECT_EQ(after(nvidia, read_refusal(400, "Bad request")).body, json(anybody));
}

TEST(Row54, EjectsWithABody) {
  VirtualMedia full = slot("CD");
  full.is_inserted = true;
  const auto eject = eject_attempt(full, {});
  EXPECT_EQ(eject->method, "POST");
  EXPECT_EQ(eject->path, full.eject);
  EXPECT_EQ(eject->body, json("{}"));
  EXPECT_EQ(eject_attempt(without_action(full), {})->body,
            json(R"({"Image": null, "Inserted": false})"));
}

TEST(Row55, EjectsUnlessTheSlotIsSurelyEmpty) {
  VirtualMedia media = slot("CD");
  EXPECT_TRUE(eject_attempt(media, {}));
  media.is_inserted = false;
  EXPECT_FALSE(eject_attempt(media, {}));
  media.image = kUrl;
  EXPECT_TRUE(eject_attempt(media, {}));
}

TEST(Row55, WaitsSoonAfterAnEjection) {
  const MediaQuestion asked = question({slot("CD")});
  const Tried refused{attempt(asked), read_refusal(500, "")};
  EXPECT_TRUE(std::holds_alternative<Pause>(next_insert_attempt(asked, {refused, refused})));
  EXPECT_TRUE(
      std::holds_alternative<Attempt>(next_insert_attempt(asked, {refused, refused, refused})));
}

TEST(Row56, GoesOnToTheNextSlot) {
  const MediaQuestion asked = question({slot("KVM"), slot("HTTP")});
  for (const int status : {404, 405}) {
    const Attempt second = after(asked, read_refusal(status, ""));
    EXPECT_EQ(second.path, slot("HTTP").insert) << status;
  }
}

TEST(Row56, LeavesSlotsOfTheConsoleToTheEnd) {
  VirtualMedia kvm = slot("KVM");
  kvm.connected_via = "Applet";
  const auto slots = order_slots({kvm, without_action(slot("EXT1")), slot("CD")});
  EXPECT_EQ(slots.front().id, "CD");
}

TEST(Row57, TakesDvdsAndSlotsThatTellNoType) {
  EXPECT_THAT(order_slots({slot("1", {"DVD"}), slot("2", {}), slot("3", {"CD"})}), SizeIs(3));
  EXPECT_THAT(order_slots({slot("1", {"Floppy", "USBStick"})}), IsEmpty());
}

TEST(Row58, TakesPlainAddressesOnlyForSupermicro) {
  MediaQuestion asked = question({slot("CD")}, known_of(Vendor::kSupermicro, ""));
  EXPECT_EQ(attempt(asked).path, slot("CD").insert);
  for (const char* url : {"http://192.0.2.1/seed.iso?a=b", "http://192.0.2.1/seed"}) {
    asked.url = url;
    EXPECT_EQ(error(asked).code, BmcErrc::kRefused);
  }
}

TEST(RedfishMedia, EndsAfterDifferentAttempts) {
  const MediaQuestion asked = question({slot("1"), slot("2"), slot("3"), slot("4")});
  std::vector<Tried> tried;
  for (NextAttempt next = next_insert_attempt(asked, tried); std::holds_alternative<Attempt>(next);
       next = next_insert_attempt(asked, tried)) {
    EXPECT_EQ(times_tried(std::get<Attempt>(next), tried), 0);
    tried.push_back({std::get<Attempt>(next), read_refusal(400, "")});
    ASSERT_LE(tried.size(), kMostMediaAttempts);
  }
  EXPECT_EQ(error(asked, tried).code, BmcErrc::kRefused);
}

TEST(RedfishMedia, KnowsItsImage) {
  VirtualMedia media = slot("CD");
  media.image = kUrl;
  EXPECT_TRUE(has_image(media, kUrl));
  media.is_inserted = false;
  EXPECT_FALSE(has_image(media, kUrl));
}

}  // namespace
}  // namespace rackseed::redfish::tests
