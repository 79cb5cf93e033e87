#include "src/plan/finding.hpp"

#include <gtest/gtest.h>

#include "src/plan/rules/report.hpp"

namespace rackseed::plan {
namespace {

Finding finding(std::string code, Position position, std::string path = "", std::string text = "") {
  return {.code = std::move(code),
          .path = std::move(path),
          .text = std::move(text),
          .position = position};
}

TEST(Finding, TellsErrorsFromWarnings) {
  EXPECT_TRUE(finding("E-204", {}).is_error());
  EXPECT_FALSE(finding("W-231", {}).is_error());
  EXPECT_FALSE(has_errors({}));
  EXPECT_FALSE(has_errors({finding("W-231", {})}));
  EXPECT_TRUE(has_errors({finding("W-231", {}), finding("E-204", {})}));
}

TEST(Findings, AreSortedByPlaceThenCodeThenPathThenText) {
  std::vector<Finding> findings = {finding("E-101", {.line = 10, .column = 1}),
                                   finding("E-101", {.line = 9, .column = 7}),
                                   finding("E-900", {.line = 9, .column = 2}, "a"),
                                   finding("E-204", {.line = 9, .column = 2}, "b"),
                                   finding("E-204", {.line = 9, .column = 2}, "a", "2"),
                                   finding("E-204", {.line = 9, .column = 2}, "a", "1"),
                                   finding("W-999", {})};
  const std::vector<Finding> expected = {findings[6], findings[5], findings[4], findings[3],
                                         findings[2], findings[1], findings[0]};
  sort_findings(findings);
  EXPECT_EQ(findings, expected);
}

TEST(Findings, AreSaidOnce) {
  std::vector<Finding> findings = {finding("E-404", {.line = 3, .column = 1}, "cmp1", "x"),
                                   finding("E-404", {.line = 4, .column = 1}, "cmp1", "x"),
                                   finding("E-404", {.line = 3, .column = 1}, "cmp1", "x")};
  sort_findings(findings);
  EXPECT_EQ(findings.size(), 2U);
}

TEST(SourceMap, FindsThePathThatWasWritten) {
  SourceMap source;
  source.add("networks.api.vlan", {.line = 57, .column = 34});
  EXPECT_EQ(source.find("networks.api.vlan"), (Position{57, 34}));
  EXPECT_TRUE(source.contains("networks.api.vlan"));
  EXPECT_FALSE(source.contains("networks.api"));
}

TEST(SourceMap, FallsBackToTheNearestEnclosingPath) {
  SourceMap source;
  source.add("networks", {.line = 50, .column = 1});
  source.add("networks.api", {.line = 56, .column = 5});
  source.add("links[3]", {.line = 150, .column = 5});
  source.add("links[3].ports", {.line = 150, .column = 20});
  EXPECT_EQ(source.find("networks.api.gateway"), (Position{56, 5}));
  EXPECT_EQ(source.find("networks.api.pool[1]"), (Position{56, 5}));
  EXPECT_EQ(source.find("networks.spare.vlan"), (Position{50, 1}));
  EXPECT_EQ(source.find("links[3].ports[0]"), (Position{150, 20}));
  EXPECT_EQ(source.find("links[3].to"), (Position{150, 5}));
  EXPECT_EQ(source.find("links[4].to"), Position{});
  EXPECT_EQ(source.find("vips"), Position{});
  EXPECT_EQ(source.find(""), Position{});
}

TEST(SourceMap, KeepsTheFirstPositionOfAPath) {
  SourceMap source;
  source.add("nodes.cmp1", {.line = 1, .column = 1});
  source.add("nodes.cmp1", {.line = 2, .column = 1});
  EXPECT_EQ(source.find("nodes.cmp1"), (Position{1, 1}));
}

TEST(Report, PutsEachFindingAtItsPlace) {
  SourceMap source;
  source.add("nodes.cmp1.tor", {.line = 188, .column = 40});
  source.add("networks", {.line = 50, .column = 1});
  Report report(source);
  report.add("E-404", {"cmp1", "nodes.cmp1.tor"}, "leaves the cage");
  report.add("E-204", "networks.api.vlan", "taken");
  const std::vector<Finding> expected = {
      finding("E-204", {.line = 50, .column = 1}, "networks.api.vlan", "taken"),
      finding("E-404", {.line = 188, .column = 40}, "cmp1", "leaves the cage")};
  EXPECT_EQ(report.take(), expected);
}

}  // namespace
}  // namespace rackseed::plan
