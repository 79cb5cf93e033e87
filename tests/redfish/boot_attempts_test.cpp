#include "redfish/boot_attempts.hpp"

#include "tests/redfish/documents.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::HasSubstr;

constexpr std::string_view kSystem = "/redfish/v1/Systems/1";
constexpr std::string_view kSettings = "/redfish/v1/Systems/1/Settings";

BootQuestion question(BootTarget target = BootTarget::kPxe, Learnt known = {}) {
  return {.system = {.path = std::string(kSystem),
                     .boot = {.has_override = true,
                              .has_mode = true,
                              .enabled = "Disabled",
                              .target = "None",
                              .mode = "UEFI",
                              .targets = {"None", "Pxe", "Hdd", "Cd", "UefiHttp"}}},
          .wanted = {.target = target},
          .known = known};
}

BootQuestion with_settings(BootQuestion asked, Boot boot) {
  asked.system.settings = kSettings;
  asked.settings = System{.path = std::string(kSettings), .boot = std::move(boot)};
  return asked;
}

Attempt attempt(const BootQuestion& asked, const std::vector<Tried>& tried = {}) {
  const NextAttempt next = next_boot_attempt(asked, tried);
  if (const auto* error = std::get_if<BmcError>(&next)) ADD_FAILURE() << error->detail;
  return std::holds_alternative<Attempt>(next) ? std::get<Attempt>(next) : Attempt();
}

BmcError error(const BootQuestion& asked, const std::vector<Tried>& tried = {}) {
  return std::get<BmcError>(next_boot_attempt(asked, tried));
}

/// The attempt after the BMC refused the first.
Attempt after(const BootQuestion& asked, const Refusal& refused) {
  return attempt(asked, {{attempt(asked), refused}});
}

Json boot(std::string_view text) { return json("{\"Boot\": " + std::string(text) + "}"); }

const char* const kMinimal =
    R"({"BootSourceOverrideEnabled": "Once", "BootSourceOverrideTarget": "Pxe"})";
const char* const kFull =
    R"({"BootSourceOverrideEnabled": "Once", "BootSourceOverrideTarget": "Pxe",
        "BootSourceOverrideMode": "UEFI"})";

TEST(Row11, BeginsWithTheSmallestPatch) {
  const Attempt first = attempt(question());
  EXPECT_EQ(first.method, "PATCH");
  EXPECT_EQ(first.path, kSystem);
  EXPECT_EQ(first.body, boot(kMinimal));
  EXPECT_EQ(first.taught, Learnt());
}

TEST(Row8, SendsAllPropertiesWhereOneIsMissed) {
  const Attempt second = after(question(), refusal("PropertyMissing", "BootSourceOverrideMode"));
  EXPECT_EQ(second.body, boot(kFull));
  EXPECT_TRUE(second.taught.wants_full_boot);
}

TEST(Row8, SendsAllPropertiesWhereItIsKnown) {
  EXPECT_EQ(attempt(question(BootTarget::kPxe, known_of(Vendor::kAmi, ""))).body, boot(kFull));
  EXPECT_EQ(attempt(question(BootTarget::kPxe, known_of(Vendor::kAsrockRack, ""))).body,
            boot(kFull));
}

TEST(Row9, DropsAModeThatIsReadOnly) {
  BootQuestion asked = question();
  asked.wanted.mode = BootMode::kUefi;
  asked.system.boot.mode = "Legacy";
  EXPECT_EQ(attempt(asked).body, boot(kFull));
  const Attempt second = after(asked, refusal("PropertyNotWritable", "BootSourceOverrideMode"));
  EXPECT_EQ(second.body, boot(kMinimal));
  EXPECT_TRUE(second.taught.refuses_boot_mode);
}

TEST(Row9, SendsNoModeToHpe) {
  BootQuestion asked = question(BootTarget::kPxe, known_of(Vendor::kHpe, "ProLiant"));
  asked.wanted.mode = BootMode::kUefi;
  asked.system.boot.mode = "Legacy";
  EXPECT_EQ(attempt(asked).body, boot(kMinimal));
}

TEST(Row10, SendsEnabledAndModeTogetherToSupermicro) {
  EXPECT_EQ(attempt(question(BootTarget::kPxe, known_of(Vendor::kSupermicro, ""))).body,
            boot(kFull));
}

TEST(Row12, SendsNoModeThatIsNotThere) {
  BootQuestion asked = question(BootTarget::kPxe, {.wants_full_boot = true});
  asked.wanted.mode = BootMode::kUefi;
  asked.system.boot.has_mode = false;
  asked.system.boot.mode = "";
  EXPECT_EQ(attempt(asked).body, boot(kMinimal));
}

TEST(Row13, GoesToTheSettingsObjectWhereThatHasBoot) {
  const BootQuestion asked = with_settings(question(), {.has_override = true});
  EXPECT_EQ(attempt(asked).path, kSettings);
  const Attempt second = after(asked, refusal("PropertyNotWritable", "BootSourceOverrideTarget"));
  EXPECT_EQ(second.path, kSystem);
  EXPECT_TRUE(second.taught.boots_in_system);
}

TEST(Row13, StaysWithTheSystemWhereThatWasLearnt) {
  const BootQuestion asked =
      with_settings(question(BootTarget::kPxe, {.boots_in_system = true}), {.has_override = true});
  EXPECT_EQ(attempt(asked).path, kSystem);
}

TEST(Row14, PassesOverSettingsWithoutBoot) {
  EXPECT_EQ(attempt(with_settings(question(), {})).path, kSystem);
}

TEST(Row15, TakesOnceWhereContinuousIsRefused) {
  BootQuestion asked = question();
  asked.wanted.is_persistent = true;
  EXPECT_EQ(attempt(asked).body.at("Boot").at("BootSourceOverrideEnabled"), "Continuous");
  const Attempt second =
      after(asked, refusal("PropertyValueNotInList", "BootSourceOverrideEnabled"));
  EXPECT_EQ(second.body, boot(kMinimal));
  EXPECT_TRUE(second.taught.once_only);
}

TEST(Row15, TakesTheOtherWhereOneIsNotListed) {
  BootQuestion asked = question();
  asked.wanted.is_persistent = true;
  asked.system.boot.enables = {"Once", "Disabled"};
  EXPECT_EQ(attempt(asked).body, boot(kMinimal));
  asked.wanted.is_persistent = false;
  asked.system.boot.enables = {"Disabled", "Continuous"};
  EXPECT_EQ(attempt(asked).body.at("Boot").at("BootSourceOverrideEnabled"), "Continuous");
}

TEST(Row17, WaitsForTheEndOfPost) {
  const BootQuestion asked = question();
  const Tried refused{attempt(asked), refusal("UnableToModifyDuringSystemPOST")};
  EXPECT_TRUE(std::holds_alternative<Pause>(next_boot_attempt(asked, {refused})));
  const std::vector<Tried> often(kMostBootRequests, refused);
  EXPECT_EQ(error(asked, often).code, BmcErrc::kDuringPost);
}

TEST(Row18, ClearsByDisabledAlone) {
  const BootQuestion asked = question(BootTarget::kNone);
  EXPECT_EQ(attempt(asked).body, boot(R"({"BootSourceOverrideEnabled": "Disabled"})"));
  const BootQuestion full = question(BootTarget::kNone, {.wants_full_boot = true});
  EXPECT_EQ(after(full, refusal("PropertyValueNotInList", "BootSourceOverrideTarget")).body,
            boot(R"({"BootSourceOverrideEnabled": "Disabled"})"));
}

TEST(Row21, BootsAVirtualCdAsUsbCdOnSupermicro) {
  BootQuestion asked = question(BootTarget::kCd, known_of(Vendor::kSupermicro, "SYS-821GE-TNHR"));
  asked.system.boot.targets = {"Cd", "UsbCd"};
  EXPECT_EQ(attempt(asked).body.at("Boot").at("BootSourceOverrideTarget"), "UsbCd");
  asked.known = known_of(Vendor::kSupermicro, "ARS-111GL-NHR");
  EXPECT_EQ(attempt(asked).body.at("Boot").at("BootSourceOverrideTarget"), "Cd");
  asked.system.boot.targets = {"UsbCd"};
  EXPECT_EQ(attempt(asked).body.at("Boot").at("BootSourceOverrideTarget"), "UsbCd");
}

TEST(Row22, LeavesTheUrlToDhcpWhereNoneCanBeSet) {
  BootQuestion asked = question(BootTarget::kUefiHttp);
  asked.wanted.http_url = "http://192.0.2.1/boot.efi";
  EXPECT_FALSE(attempt(asked).body.at("Boot").as_object().contains("HttpBootUri"));
  asked.system.boot.has_http_uri = true;
  EXPECT_EQ(attempt(asked).body.at("Boot").at("HttpBootUri"), "http://192.0.2.1/boot.efi");
}

TEST(Row22, BootsHttpByUefiOnly) {
  BootQuestion asked = question(BootTarget::kUefiHttp);
  asked.system.boot.mode = "Legacy";
  EXPECT_EQ(attempt(asked).body.at("Boot").at("BootSourceOverrideMode"), "UEFI");
}

TEST(Row23, SetsTheUrlInTheSettingsObject) {
  BootQuestion asked = with_settings(question(BootTarget::kUefiHttp), {.has_http_uri = true});
  asked.wanted.http_url = "http://192.0.2.1/boot.efi";
  EXPECT_EQ(attempt(asked).path, kSettings);
  EXPECT_EQ(attempt(asked).body.at("Boot").at("HttpBootUri"), "http://192.0.2.1/boot.efi");
}

TEST(Row24, SaysThatThereIsNoOverride) {
  const BmcError none = error({.system = {.path = std::string(kSystem)}});
  EXPECT_EQ(none.code, BmcErrc::kUnsupported);
  EXPECT_THAT(none.detail, HasSubstr("network first"));
  EXPECT_EQ(error(question(BootTarget::kPxe, {.has_no_boot_override = true})).code,
            BmcErrc::kUnsupported);
}

TEST(RedfishBoot, SaysWhichTargetsThereAre) {
  const BmcError none = error(question(BootTarget::kSetup));
  EXPECT_EQ(none.code, BmcErrc::kUnsupported);
  EXPECT_THAT(none.detail, HasSubstr("None, Pxe, Hdd, Cd, UefiHttp"));
}

TEST(RedfishBoot, EndsAfterFourDifferentAttempts) {
  const BootQuestion asked = with_settings(question(), {.has_override = true});
  std::vector<Tried> tried;
  for (std::size_t count = 0; count < kMostBootAttempts; ++count) {
    const Attempt next = attempt(asked, tried);
    EXPECT_EQ(times_tried(next, tried), 0) << count;
    tried.push_back({next, read_refusal(400, "Bad Request")});
  }
  EXPECT_EQ(error(asked, tried).code, BmcErrc::kRefused);
}

TEST(RedfishBoot, TriesNothingElseWithoutCredentials) {
  const BootQuestion asked = question();
  EXPECT_EQ(error(asked, {{attempt(asked), read_refusal(401, "")}}).code, BmcErrc::kDenied);
}

TEST(RedfishBoot, RemembersWhatWorked) {
  const Attempt second = after(question(), refusal("PropertyMissing", "BootSourceOverrideMode"));
  BootQuestion next = question();
  next.known = merge(next.known, second.taught);
  EXPECT_EQ(attempt(next).body, second.body);
}

TEST(Row16, SeesWhatReadsBackOtherwise) {
  const BootOverride wanted{.target = BootTarget::kPxe};
  EXPECT_TRUE(check_boot({.enabled = "Once", .target = "Pxe"}, wanted).is_applied);
  const ReadBack off = check_boot({.enabled = "Disabled", .target = "Pxe"}, wanted);
  EXPECT_FALSE(off.is_applied);
  EXPECT_THAT(off.remark, HasSubstr("Disabled Pxe"));
  EXPECT_FALSE(check_boot({.enabled = "Once", .target = "Hdd"}, wanted).is_applied);
}

TEST(Row16, OnlyRemarksThatItIsForAlways) {  // sushy-emulator
  const ReadBack always =
      check_boot({.enabled = "Continuous", .target = "Pxe"}, {.target = BootTarget::kPxe});
  EXPECT_TRUE(always.is_applied);
  EXPECT_THAT(always.remark, HasSubstr("Continuous"));
}

TEST(Row19, SeesWhatWasSetThoughRefused) {
  EXPECT_TRUE(check_boot({.enabled = "Once", .target = "UefiHttp", .mode = "UEFI"},
                         {.target = BootTarget::kUefiHttp})
                  .is_applied);
}

TEST(RedfishBoot, SeesAnotherMode) {
  const BootOverride wanted{.target = BootTarget::kPxe, .mode = BootMode::kUefi};
  EXPECT_FALSE(
      check_boot({.enabled = "Once", .target = "Pxe", .mode = "Legacy"}, wanted).is_applied);
  EXPECT_TRUE(check_boot({.enabled = "Once", .target = "Pxe"}, wanted).is_applied);
}

}  // namespace
}  // namespace rackseed::redfish::tests
