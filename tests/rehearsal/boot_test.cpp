#include <gmock/gmock.h>

#include "tests/rehearsal/service_fixture.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::string_view kPxeOnce =
    R"({"BootSourceOverrideEnabled":"Once","BootSourceOverrideTarget":"Pxe"})";
constexpr std::string_view kFull =
    R"({"BootSourceOverrideEnabled":"Once","BootSourceOverrideTarget":"Pxe","BootSourceOverrideMode":"UEFI"})";

class VirtualBoot : public ServiceTest {};

TEST_F(VirtualBoot, IsUsedUpByOneStart) {
  EXPECT_EQ(patch_boot(kPxeOnce).status, 204);
  EXPECT_EQ(boot("BootSourceOverrideTarget"), "\"Pxe\"");
  EXPECT_EQ(boot("BootSourceOverrideEnabled"), "\"Once\"");
  EXPECT_EQ(reset("On").status, 204);
  EXPECT_EQ(machine->boots.back().target, "Pxe");
  EXPECT_EQ(boot("BootSourceOverrideEnabled"), "\"Disabled\"");
  EXPECT_EQ(reset("ForceRestart").status, 204);
  EXPECT_EQ(machine->boots.back().target, "Hdd");
}

TEST_F(VirtualBoot, StaysWhenItIsContinuous) {
  EXPECT_EQ(patch_boot(R"({"BootSourceOverrideEnabled":"Continuous",
                           "BootSourceOverrideTarget":"UefiHttp",
                           "HttpBootUri":"http://192.0.2.1/boot.efi"})")
                .status,
            204);
  reset("On");
  reset("ForceRestart");
  ASSERT_EQ(machine->boots.size(), 2U);
  EXPECT_EQ(machine->boots.back().target, "UefiHttp");
  EXPECT_EQ(machine->boots.back().http_uri, "http://192.0.2.1/boot.efi");
}

TEST_F(VirtualBoot, RefusesWhatIsNotInItsList) {
  const Answer answer = patch_boot(R"({"BootSourceOverrideTarget":"Tape"})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(message_of(answer), "Base.1.12.PropertyValueNotInList");
}

struct Refusal {
  std::string_view fault{};
  std::string_view patch{};
  int status = 400;
  std::string_view message{};
};

TEST_F(VirtualBoot, RefusesAsItsFaultsSay) {
  for (const Refusal& row : std::to_array<Refusal>({
           {"boot-needs-full-patch", kPxeOnce, 400, "Base.1.12.PropertyMissing"},
           {"boot-mode-read-only", kFull, 400, "Base.1.12.PropertyNotWritable"},
           {"boot-mode-missing", kFull, 400, "Base.1.12.PropertyUnknown"},
           {"boot-settings-object", kFull, 400, "Base.1.12.PropertyNotWritable"},
           {"boot-once-refused", kPxeOnce, 400, "Base.1.12.PropertyValueNotInList"},
           {"boot-removed", kPxeOnce, 400, "Base.1.12.PropertyUnknown"},
           {"boot-needs-if-none-match", kPxeOnce, 428, "Base.1.12.PreconditionRequired"},
           {"etag-required", kPxeOnce, 428, "Base.1.12.PreconditionRequired"},
           {"boot-continuous-refused", R"({"BootSourceOverrideEnabled":"Continuous"})", 400,
            "Base.1.12.PropertyValueNotInList"},
           {"boot-none-refused", R"({"BootSourceOverrideTarget":"None"})", 400,
            "Base.1.12.PropertyValueNotInList"},
           {"boot-enabled-unchanged-refused", R"({"BootSourceOverrideEnabled":"Disabled"})", 400,
            "Base.1.12.PropertyValueConflict"},
           {"http-uri-missing", R"({"HttpBootUri":"http://192.0.2.1/"})", 400,
            "Base.1.12.PropertyUnknown"},
           {"http-uri-in-settings", R"({"HttpBootUri":"http://192.0.2.1/"})", 400,
            "Base.1.12.PropertyNotWritable"},
       })) {
    begin({row.fault});
    const Answer answer = patch_boot(row.patch);
    EXPECT_EQ(answer.status, row.status) << row.fault;
    EXPECT_EQ(message_of(answer), row.message) << row.fault;
    EXPECT_EQ(service->state().boot.enabled, "Disabled") << row.fault;
  }
}

TEST_F(VirtualBoot, RefusesDuringPostOnly) {
  begin({"post-refuses-override"});
  machine->in_post = true;
  EXPECT_EQ(message_of(patch_boot(kPxeOnce)), "iLO.2.15.UnableToModifyDuringSystemPOST");
  machine->in_post = false;
  EXPECT_EQ(patch_boot(kPxeOnce).status, 204);
}

TEST_F(VirtualBoot, TakesItInTheSettingsObject) {
  begin({"boot-settings-object"});
  const auto system_document = get(system());
  const std::string settings(
      system_document.at("@Redfish.Settings").at("SettingsObject").at("@odata.id").as_string());
  EXPECT_TRUE(get(settings).contains("Boot"));
  EXPECT_EQ(patch(settings, R"({"Boot":{"BootSourceOverrideEnabled":"Once",
                                        "BootSourceOverrideTarget":"Pxe"}})")
                .status,
            204);
  reset("On");
  EXPECT_EQ(machine->boots.back().target, "Pxe");
}

TEST_F(VirtualBoot, TakesItInTheSettingsObjectOfAnyProfile) {
  for (const Profile& profile : profiles()) {
    begin({"boot-settings-object"}, profile.name);
    const std::string settings = system() + "/" + std::string(profile.settings);
    Request request{.method = Method::kPatch,
                    .path = settings,
                    .body = R"({"Boot":{"BootSourceOverrideTarget":"Pxe",
                                        "BootSourceOverrideEnabled":"Continuous",
                                        "BootSourceOverrideMode":"UEFI"}})"};
    if (profile.name == "ilo") request.body = R"({"Boot":{"BootSourceOverrideTarget":"Pxe"}})";
    request.fields.emplace("if-match", "*");
    EXPECT_EQ(ask(request).status, 204) << profile.name;
  }
}

TEST_F(VirtualBoot, MayHaveASettingsObjectWithoutBoot) {
  begin({"boot-settings-empty"});
  EXPECT_FALSE(get(system() + "/Settings").contains("Boot"));
  EXPECT_EQ(patch_boot(kPxeOnce).status, 204);
}

TEST_F(VirtualBoot, SaysYesAndDoesAnotherThing) {
  begin({"boot-patch-ignored"});
  EXPECT_EQ(patch_boot(kPxeOnce).status, 204);
  EXPECT_EQ(boot("BootSourceOverrideEnabled"), "\"Disabled\"");
  begin({"boot-always-continuous"});
  EXPECT_EQ(patch_boot(kPxeOnce).status, 204);
  EXPECT_EQ(boot("BootSourceOverrideEnabled"), "\"Continuous\"");
  begin({"boot-400-but-set"});
  EXPECT_EQ(patch_boot(kPxeOnce).status, 400);
  EXPECT_EQ(boot("BootSourceOverrideTarget"), "\"Pxe\"");
  begin({"boot-defaults-reset"});
  EXPECT_EQ(patch_boot(R"({"BootSourceOverrideTarget":"Pxe"})").status, 204);
  EXPECT_EQ(boot("BootSourceOverrideEnabled"), "\"Once\"");
  EXPECT_EQ(boot("BootSourceOverrideMode"), "\"Legacy\"");
}

TEST_F(VirtualBoot, MayStartTwice) {
  begin({"boot-reboots-twice"});
  patch_boot(kPxeOnce);
  reset("On");
  ASSERT_EQ(machine->boots.size(), 2U);
  EXPECT_TRUE(machine->boots[0].restarts);
  EXPECT_EQ(machine->boots[1], BootChoice{.target = "Pxe"});
  EXPECT_EQ(boot("BootSourceOverrideEnabled"), "\"Disabled\"");
  reset("ForceRestart");
  EXPECT_EQ(machine->boots.size(), 3U) << "there is nothing to prepare";
  patch_boot(kPxeOnce);
  reset("ForceRestart");
  EXPECT_EQ(machine->boots.size(), 5U);
}

TEST_F(VirtualBoot, MayBootTheDiskAllTheSame) {
  begin({"override-ignored"});
  patch_boot(kPxeOnce);
  reset("On");
  EXPECT_EQ(machine->boots.back().target, "Hdd");
  EXPECT_EQ(boot("BootSourceOverrideEnabled"), "\"Disabled\"");
  begin({"cd-needs-usbcd"}, "supermicro");
  patch_boot(R"({"BootSourceOverrideEnabled":"Once","BootSourceOverrideTarget":"Cd"})");
  reset("On");
  EXPECT_EQ(machine->boots.back().target, "Hdd");
  patch_boot(R"({"BootSourceOverrideEnabled":"Once","BootSourceOverrideTarget":"UsbCd"})");
  reset("ForceRestart");
  EXPECT_EQ(machine->boots.back().target, "UsbCd");
}

}  // namespace
}  // namespace rackseed::rehearsal
