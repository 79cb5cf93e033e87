#include "src/cli/fleet.hpp"

#include <gmock/gmock.h>

namespace rackseed::cli {
namespace {

using redfish::BmcErrc;
using redfish::BmcError;
using testing::ElementsAre;
using testing::HasSubstr;

plan::Plan two_nodes() {
  plan::Plan plan;
  plan.nodes.resize(2);
  plan.nodes[0].name = "ctrl1";
  plan.nodes[0].bmc = Ipv4::parse("172.30.2.10").value();
  plan.nodes[1].name = "cmp1";
  plan.nodes[1].bmc = Ipv4::parse("172.30.2.21").value();
  return plan;
}

std::vector<std::string> names(const plan::Plan* plan, const std::vector<std::string>& asked) {
  std::vector<std::string> found;
  const auto targets = choose_targets(plan, asked);
  EXPECT_TRUE(targets) << targets.error().detail;
  for (const serve::BmcTarget& target : *targets)
    found.push_back(target.name + "@" + target.address.text());
  return found;
}

BmcOutcome outcome(BmcErrc code) {
  return {.target = {.name = "ctrl1"}, .visit = {.outcome = BmcError{code, "why"}}};
}

TEST(FleetTargets, AreNodesOfThePlanInItsOrder) {
  const plan::Plan plan = two_nodes();
  EXPECT_THAT(names(&plan, {"cmp1", "ctrl1"}),
              ElementsAre("ctrl1@172.30.2.10", "cmp1@172.30.2.21"));
  EXPECT_THAT(names(&plan, {"all"}), ElementsAre("ctrl1@172.30.2.10", "cmp1@172.30.2.21"));
  EXPECT_THAT(names(&plan, {"172.30.2.21", "cmp1"}), ElementsAre("cmp1@172.30.2.21"));
}

TEST(FleetTargets, AreAddressesToo) {
  const plan::Plan plan = two_nodes();
  EXPECT_THAT(names(&plan, {"10.0.0.9", "cmp1"}),
              ElementsAre("cmp1@172.30.2.21", "10.0.0.9@10.0.0.9"));
  EXPECT_THAT(names(nullptr, {"10.0.0.9"}), ElementsAre("10.0.0.9@10.0.0.9"));
}

TEST(FleetTargets, AreProtectedAsThePlanSays) {
  plan::Plan plan = two_nodes();
  plan.bmc.tls = plan::BmcTls::kLegacy;
  plan.nodes[1].bmc_tls = plan::BmcTls::kNone;
  const auto targets = choose_targets(&plan, {"all", "10.0.0.9"});
  ASSERT_TRUE(targets);
  EXPECT_EQ(targets->at(0).tls, plan::BmcTls::kModern) << "the node's own";
  EXPECT_EQ(targets->at(1).tls, plan::BmcTls::kNone);
  EXPECT_EQ(targets->at(2).tls, plan::BmcTls::kLegacy) << "of what is no node: the default";
  EXPECT_EQ(choose_targets(nullptr, {"10.0.0.9"})->front().tls, plan::BmcTls::kModern);
}

TEST(FleetTargets, ThatAreUnknownAreAllNamed) {
  const plan::Plan plan = two_nodes();
  const auto none = choose_targets(&plan, {"ctrl7", "cmp1", "ctrl8"});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().detail, HasSubstr("ctrl7, ctrl8"));
  const auto without = choose_targets(nullptr, {"all"});
  ASSERT_FALSE(without);
  EXPECT_THAT(without.error().detail, HasSubstr("--plan"));
}

TEST(FleetOptions, AreNumbersWithinBounds) {
  EXPECT_EQ(parse_option("--parallel", "16", 99).value(), 16);
  for (const char* text : {"0", "-1", "100", "x", "1x", "", "99999999999"})
    EXPECT_THAT(parse_option("--parallel", text, 99).error().detail, HasSubstr("--parallel"))
        << text;
}

TEST(FleetReport, ScriptsAreToldTheWorst) {
  EXPECT_EQ(exit_code_of({{.visit = {.outcome = Value("on")}}}), kDone);
  EXPECT_EQ(exit_code_of({outcome(BmcErrc::kUnreachable)}), kUnreachable);
  EXPECT_EQ(exit_code_of({outcome(BmcErrc::kUnreachable), outcome(BmcErrc::kTimedOut)}), kTimedOut);
  EXPECT_EQ(exit_code_of({outcome(BmcErrc::kTimedOut), outcome(BmcErrc::kUnsafe)}), kRefused);
  EXPECT_EQ(exit_code_of({outcome(BmcErrc::kCertificateChanged), outcome(BmcErrc::kDenied)}),
            kNodeFailed);
}

TEST(FleetReport, SaysInJsonWhatCameOrWhyNot) {
  BmcOutcome done{.target = {.name = "ctrl1", .address = Ipv4::parse("10.0.0.1").value()}};
  done.visit.outcome = Value(Value::Map{{"power", "on"}});
  done.visit.remarks = {"odd"};
  EXPECT_EQ(to_json(to_value(done)),
            R"({"node": "ctrl1", "bmc": "10.0.0.1", "power": "on", "remarks": ["odd"]})");
  BmcOutcome failed = outcome(BmcErrc::kDenied);
  EXPECT_THAT(to_json(to_value(failed)),
              HasSubstr(R"("error": "credentials refused", "detail": "why")"));
}

}  // namespace
}  // namespace rackseed::cli
