#include "tests/redfish/virtual_rig.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const BootOverride kPxe{.target = BootTarget::kPxe, .mode = BootMode::kUefi};

/// What the machine boots when it is switched on with the override set.
struct Booted {
  std::string why{};
  std::string target{};
  Learnt learnt{};
  std::vector<std::string> remarks{};
};

Booted boot(VirtualRig& rig, const BootOverride& wanted = kPxe) {
  Booted booted{.why = why(rig.run(rig.bmc->set_boot_override(wanted)))};
  booted.remarks = rig.bmc->take_remarks();
  rig.switch_on();
  booted.target = rig.state().last_boot.target;
  Notes notes;
  const auto learnt = parse_json(to_json(rig.bmc->learnt())).value();
  booted.learnt = read_learnt(Fields(learnt, "", notes));
  return booted;
}

/// By PXE, for the first driver and for the next one, which knows what the first has learnt and so
/// needs a single PATCH.
void boots_by_pxe(const FaultNames& faults, Learnt learnt = {},
                  const std::string& profile = "generic") {
  VirtualRig rig(faults, profile);
  const Booted booted = boot(rig);
  EXPECT_EQ(booted.why, "");
  EXPECT_EQ(booted.target, "Pxe");
  EXPECT_EQ(to_json(to_value(booted.learnt)), to_json(to_value(learnt)));
  EXPECT_EQ(why(rig.run(rig.bmc->power(PowerAction::kForceOff))), "");
  rig.begin(booted.learnt);
  const auto before = rig.state().counters.by_path;
  EXPECT_EQ(boot(rig).target, "Pxe");
  std::uint64_t patches = 0;
  for (const auto& [request, count] : rig.state().counters.by_path) {
    const auto old = before.find(request);
    if (request.starts_with("PATCH")) patches += count - (old == before.end() ? 0 : old->second);
  }
  const bool needs_etag_first = std::ranges::any_of(
      faults, [](const std::string& fault) { return fault.starts_with("etag"); });
  EXPECT_LE(patches, needs_etag_first ? 2U : 1U);
}

TEST(RedfishBmcBoot, IsSetReadBackAndUsedOnce) {
  boots_by_pxe({});
  VirtualRig rig;
  EXPECT_EQ(boot(rig).target, "Pxe");
  EXPECT_EQ(rig.run(rig.bmc->boot_override()).value().target, BootTarget::kNone);
}

TEST(RedfishBmcBoot, KnowsItsTargets) {
  const std::vector<std::pair<BootTarget, std::string>> targets{
      {BootTarget::kUefiHttp, "UefiHttp"}, {BootTarget::kDisk, "Hdd"}, {BootTarget::kCd, "Cd"},
      {BootTarget::kSetup, "BiosSetup"},   {BootTarget::kNone, "Hdd"},
  };
  for (const auto& [target, name] : targets) {
    VirtualRig rig;
    const Booted booted = boot(rig, {.target = target, .mode = BootMode::kUefi});
    EXPECT_EQ(booted.why, "") << name;
    EXPECT_EQ(booted.target, name);
  }
}

TEST(Row1, IfMatchIsRequiredOnVirtualBmc) { boots_by_pxe({"etag-required"}); }
TEST(Row2, AWeakEtagIsRefusedOnVirtualBmc) {
  boots_by_pxe({"etag-required", "etag-weak-refused"}, {.wants_strong_etag = true});
}
TEST(Row3, AnUnquotedEtagOnVirtualBmc) { boots_by_pxe({"etag-required", "etag-unquoted"}); }
TEST(Row3, ADoubleQuotedEtagOnVirtualBmc) { boots_by_pxe({"etag-required", "etag-double-quoted"}); }
TEST(Row4, AnEmptyEtagOnVirtualBmc) { boots_by_pxe({"etag-empty"}); }
TEST(Row5, CompressionIsNotAskedForOnVirtualBmc) {
  boots_by_pxe({"etag-required", "etag-weak-when-compressed"});
}
TEST(Row6, IdentityIsRefusedOnVirtualBmc) {
  boots_by_pxe({"identity-refused"}, {.refuses_identity_encoding = true});
}
TEST(Row7, AnEtagThatIsOnlyInTheBodyOnVirtualBmc) {
  boots_by_pxe({"etag-required", "etag-only-in-body"});
}
TEST(Row7, IfNoneMatchIsWantedOnVirtualBmc) {
  boots_by_pxe({"boot-needs-if-none-match"}, {.wants_if_none_match = true});
}
TEST(Row8, AFullPatchIsWantedOnVirtualBmc) {
  boots_by_pxe({"boot-needs-full-patch"}, {.wants_full_boot = true});
}
TEST(Row9, ModeIsReadOnlyOnVirtualBmc) { boots_by_pxe({"boot-mode-read-only"}); }
TEST(Row10, WhatIsLeftOutFallsBackOnVirtualBmc) {
  boots_by_pxe({"boot-defaults-reset"}, {.wants_full_boot = true});
}
TEST(Row11, AnUnchangedEnabledIsRefusedOnVirtualBmc) {
  boots_by_pxe({"boot-enabled-unchanged-refused"});
}
TEST(Row12, ThereIsNoModeOnVirtualBmc) { boots_by_pxe({"boot-mode-missing"}); }
TEST(Row13, OnlyThroughTheSettingsObjectOnVirtualBmc) { boots_by_pxe({"boot-settings-object"}); }
TEST(Row14, ASettingsObjectWithoutBootOnVirtualBmc) { boots_by_pxe({"boot-settings-empty"}); }
TEST(Row15, NoContinuousOnVirtualBmc) {
  VirtualRig rig({"boot-continuous-refused"});
  BootOverride always = kPxe;
  always.is_persistent = true;
  const Booted booted = boot(rig, always);
  EXPECT_EQ(booted.why, "");
  EXPECT_EQ(booted.target, "Pxe");
  EXPECT_TRUE(booted.learnt.once_only);
  EXPECT_THAT(booted.remarks, Contains("the boot override reads back as Once"));
}
TEST(Row15, NoOnceOnVirtualBmc) {
  VirtualRig rig({"boot-once-refused"});
  const Booted booted = boot(rig);
  EXPECT_EQ(booted.why, "");
  EXPECT_EQ(booted.target, "Pxe");
  EXPECT_TRUE(booted.learnt.continuous_only);
}
TEST(Row16, ItSaysYesAndDoesNothingOnVirtualBmc) {
  VirtualRig rig({"boot-patch-ignored"});
  const Booted booted = boot(rig);
  EXPECT_THAT(booted.why, HasSubstr("the BMC said yes, but the boot override reads back as"));
  EXPECT_EQ(booted.target, "Hdd");
}
TEST(Row16, ItReadsBackContinuousOnVirtualBmc) {
  VirtualRig rig({"boot-always-continuous"});
  const Booted booted = boot(rig);
  EXPECT_EQ(booted.why, "");
  EXPECT_THAT(booted.remarks, Contains("the boot override reads back as Continuous"));
}
TEST(Row17, WaitsForTheEndOfPostOnVirtualBmc) {
  VirtualRig rig({"post-refuses-override"});
  rig.machine.perform(rehearsal::MachineOrder::kPowerOn);
  rig.run_until([&] { return rig.machine.is_in_post(); });
  EXPECT_EQ(why(rig.run(rig.bmc->set_boot_override(kPxe))), "");
  EXPECT_EQ(rig.state().boot.target, "Pxe");
}
TEST(Row18, ClearsWithoutTheTargetNoneOnVirtualBmc) {
  VirtualRig rig({"boot-none-refused"});
  EXPECT_EQ(why(rig.run(rig.bmc->set_boot_override(kPxe))), "");
  EXPECT_EQ(boot(rig, {.target = BootTarget::kNone}).why, "");
  EXPECT_EQ(rig.state().last_boot.target, "Hdd");
}
TEST(Row19, ItRefusesAndDoesItOnVirtualBmc) {
  VirtualRig rig({"boot-400-but-set"});
  const Booted booted = boot(rig);
  EXPECT_EQ(booted.why, "");
  EXPECT_EQ(booted.target, "Pxe");
  EXPECT_THAT(booted.remarks, Contains(HasSubstr("it is so, although")));
}
TEST(Row20, NoReadBackTellsThatTheOverrideIsIgnoredOnVirtualBmc) {
  VirtualRig rig({"override-ignored"});
  const Booted booted = boot(rig);
  EXPECT_EQ(booted.why, "") << "only the wire can tell";
  EXPECT_EQ(booted.target, "Hdd");
}
TEST(Row21, TheCdIsAUsbCdOnVirtualBmc) {
  VirtualRig rig({}, "supermicro");
  EXPECT_EQ(why(rig.run(rig.bmc->insert_media("http://192.0.2.1/a.iso", WhileOn::kRefuse))), "");
  const Booted booted = boot(rig, {.target = BootTarget::kCd, .mode = BootMode::kUefi});
  EXPECT_EQ(booted.why, "");
  EXPECT_EQ(booted.target, "UsbCd");
}
TEST(Row22, HttpBootWithoutItsUriOnVirtualBmc) {
  VirtualRig rig({"http-uri-missing"});
  const BootOverride http{.target = BootTarget::kUefiHttp,
                          .mode = BootMode::kUefi,
                          .http_url = "http://192.0.2.1/x.efi"};
  const Booted booted = boot(rig, http);
  EXPECT_EQ(booted.why, "");
  EXPECT_EQ(booted.target, "UefiHttp");
}
TEST(Row23, TheUriGoesIntoTheSettingsOnVirtualBmc) {
  VirtualRig rig({"http-uri-in-settings"});
  const BootOverride http{.target = BootTarget::kUefiHttp,
                          .mode = BootMode::kUefi,
                          .http_url = "http://192.0.2.1/x.efi"};
  const Booted booted = boot(rig, http);
  EXPECT_EQ(booted.why, "");
  EXPECT_EQ(rig.state().last_boot.http_uri, "http://192.0.2.1/x.efi");
}
TEST(Row24, ThereIsNoOverrideOnVirtualBmc) {
  VirtualRig rig({"boot-removed"});
  const auto set = rig.run(rig.bmc->set_boot_override(kPxe));
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, BmcErrc::kUnsupported);
  EXPECT_THAT(set.error().detail, HasSubstr("set the boot order by hand"));
}

TEST(RedfishBmcBoot, WorksOnEveryProfile) {
  for (const rehearsal::Profile& profile : rehearsal::profiles()) {
    VirtualRig rig({}, std::string(profile.name));
    const Booted booted = boot(rig);
    EXPECT_EQ(booted.why, "") << profile.name;
    EXPECT_EQ(booted.target, "Pxe") << profile.name;
  }
}

}  // namespace
}  // namespace rackseed::redfish::tests
