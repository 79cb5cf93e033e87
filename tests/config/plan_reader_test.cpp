#include "src/config/plan_reader.hpp"

#include <gtest/gtest.h>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

/// The findings of the header with one piece replaced.
Lines said_with(std::string_view piece, std::string_view replacement) {
  std::string text(kHeader);
  text.replace(text.find(piece), piece.size(), replacement);
  return lines_of(parse_plan(text).findings);
}

constexpr std::string_view kFrozen =
    "missing; this value is frozen at deployment and cannot be changed without a full "
    "reinstallation";

TEST(PlanReader, NeedsLittle) {
  const auto plan = plan_of("");
  EXPECT_EQ(said(""), Lines{});
  EXPECT_EQ(plan.metadata.name, "p1");
  EXPECT_EQ(plan.metadata.mode, plan::Mode::kMinipod);
  EXPECT_EQ(plan.metadata.revision, 1);
  EXPECT_EQ(plan.identity.domain, "a.example");
  EXPECT_EQ(plan.identity.timezone, "Etc/UTC");
  EXPECT_EQ(plan.suffix_rule, plan::SuffixRule::kBmcLastOctet);
  EXPECT_EQ(plan.handover.target, plan::Target::kNone);
}

TEST(PlanReader, AnEmptySectionIsOneThatIsNotWritten) {
  EXPECT_EQ(
      said("seed:\nnetworks:\nhardware: {}\nnodes:\nvips: []\nlinks:\nservices:\nroles: {}\n"),
      Lines{});
}

TEST(PlanReader, ReadsOneVersion) {
  EXPECT_EQ(said_with("rackseed/v1", "rackseed/v2"),
            Lines{"1:13 E-102 apiVersion: \"rackseed/v2\" is not supported; this server reads "
                  "rackseed/v1"});
  EXPECT_EQ(said_with("apiVersion: rackseed/v1\n", ""),
            Lines{"1:1 E-115 apiVersion: missing; use rackseed/v1"});
}

TEST(PlanReader, ReadsOneKind) {
  EXPECT_EQ(said_with("RackPlan", "RackPlam"),
            Lines{"2:7 E-111 kind: \"RackPlam\" is not known here; use RackPlan (did you mean "
                  "\"RackPlan\"?)"});
  EXPECT_EQ(said_with("kind: RackPlan\n", ""), Lines{});
}

TEST(PlanReader, KnowsThreeModes) {
  EXPECT_EQ(said_with("minipod", "maxipod"),
            Lines{"3:28 E-103 metadata.mode: unknown mode \"maxipod\"; use nanopod, minipod or "
                  "fabric"});
  EXPECT_EQ(said_with(", mode: minipod", ""),
            Lines{"3:1 E-115 metadata.mode: missing; use one of nanopod, minipod, fabric"});
  EXPECT_EQ(said_with("mode: minipod", "mode: [fabric]"),
            Lines{"3:22 E-111 metadata.mode: expected a word, found a list"});
}

TEST(PlanReader, NeedsAName) {
  EXPECT_EQ(said_with("name: p1, ", ""), Lines{"3:1 E-115 metadata.name: missing"});
  EXPECT_EQ(said_with("p1", "$(x)").size(), 1U);
  EXPECT_EQ(said_with("p1", "p1, revision: 0"),
            Lines{"3:32 E-111 metadata.revision: 0 is outside 1..1000000"});
  EXPECT_EQ(said_with("metadata: {name: p1, mode: minipod}\n", ""),
            (Lines{"1:1 E-115 metadata.mode: missing; use one of nanopod, minipod, fabric",
                   "1:1 E-115 metadata.name: missing"}));
}

TEST(PlanReader, NeedsEachFrozenValue) {
  for (const auto* key : {"env", "region", "stage", "org", "site", "location", "domain"}) {
    std::string text(kHeader);
    const auto at = text.find(fmt::format("{}: ", key), text.find("identity"));
    const auto end = text.find_first_of(",}", at);
    const std::string before = text;
    text.replace(at, end - at, fmt::format("{}: \"\"", key));
    const auto column = at - text.rfind('\n', at) + std::string_view(key).size() + 2;
    EXPECT_EQ(lines_of(parse_plan(text).findings),
              Lines{fmt::format("4:{} E-110 identity.{}: {}", column, key, kFrozen)});
    text = before;
    text.replace(at, end - at, fmt::format("x{}: 1", key));
    const auto lines = lines_of(parse_plan(text).findings);
    ASSERT_EQ(lines.size(), 2U) << key;
    EXPECT_EQ(lines[0], fmt::format("4:1 E-110 identity.{}: {}", key, kFrozen));
  }
}

TEST(PlanReader, NeedsAllFrozenValuesOfAMissingIdentity) {
  std::string text(kHeader);
  text.erase(text.find("identity"));
  const auto lines = lines_of(parse_plan(text).findings);
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_EQ(lines[0], fmt::format("1:1 E-110 identity.domain: {}", kFrozen));
  EXPECT_EQ(said_with("domain: a.example", "domain:"),
            Lines{fmt::format("4:71 E-110 identity.domain: {}", kFrozen)});
}

TEST(PlanReader, ChecksTheShapeOfFrozenValues) {
  EXPECT_EQ(said_with("a.example", "\"a.example; reboot\"").size(), 1U);
  EXPECT_EQ(said_with("env: e", "env: \"{{ e }}\"").size(), 1U);
  EXPECT_EQ(said_with("domain: a.example", "domain: a.example, timezone: /etc/passwd"),
            Lines{"4:100 E-111 identity.timezone: \"/etc/passwd\" is not a time zone such as "
                  "Etc/UTC"});
}

TEST(PlanReader, IsAMap) {
  const Lines expected{
      "1:1 E-100 : a plan is a map of keys and values, such as apiVersion: rackseed/v1"};
  EXPECT_EQ(lines_of(parse_plan("- a\n- b\n").findings), expected);
  EXPECT_EQ(lines_of(parse_plan("just text\n").findings), expected);
}

TEST(PlanReader, LooksNoFurtherIntoBrokenYaml) {
  EXPECT_EQ(said("networks: [\n").size(), 1U);
  EXPECT_EQ(said("a: 1\n---\nb: 2\n").size(), 1U);
  EXPECT_EQ(lines_of(parse_plan("").findings), Lines{"0:0 E-100 : the file is empty"});
}

TEST(PlanReader, NamesUnknownSections) {
  EXPECT_EQ(said("netwroks: {}\nextra: 1\n"),
            (Lines{"5:1 E-101 netwroks: unknown key; did you mean \"networks\"?",
                   "6:1 E-101 extra: unknown key"}));
}

TEST(PlanReader, TellsAllProblemsAtOnceInTheOrderOfTheFile) {
  EXPECT_EQ(
      said("networks:\n"
           "  api: {zone: apii, vlan: 20, subnet: 10.1.20.0/24, gatway: 10.1.20.1, mtu: abc}\n"
           "racks:\n"
           "  - {name: R1, index: 1}\n"
           "  - {name: R1, index: 2}\n"
           "policy: {wipe: {os_disks: yes}}\n"
           "policy: {}\n"),
      (Lines{"6:15 E-111 networks.api.zone: \"apii\" is not known here; use one of bmc, "
             "oob-admin, provisioning, management, api, migration, storage, storage-cluster, "
             "tunnel, external (did you mean \"api\"?)",
             "6:53 E-101 networks.api.gatway: unknown key; did you mean \"gateway\"?",
             "6:77 E-111 networks.api.mtu: \"abc\" is not a whole number",
             "9:5 E-108 racks.R1: name already used in racks",
             "10:27 E-111 policy.wipe.os_disks: \"yes\" is not true or false: write true or "
             "false",
             "11:1 E-100 policy: the key is written twice, in line 10 and in line 11"}));
}

TEST(PlanReader, ReadsTheSuffixRule) {
  EXPECT_EQ(plan_of("addressing: {suffix: bmc-host-id}\n").suffix_rule,
            plan::SuffixRule::kBmcHostId);
  EXPECT_EQ(said("addressing: {suffix: bmc}\n").size(), 1U);
}

}  // namespace
}  // namespace rackseed::config
