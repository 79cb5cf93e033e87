// What a file may hold that was made to hurt. Nothing here looks at a clock: each test bounds what
// was made of the text, and a hang ends in the time limit of the test itself.

#include <gtest/gtest.h>

#include "src/config/document.hpp"
#include "src/config/guard.hpp"
#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostFindings = 1001;  ///< with the one that says that others are left out

std::string repeated(std::string_view text, std::size_t bytes) {
  std::string result;
  result.reserve(bytes + text.size());
  while (result.size() < bytes) result += text;
  return result;
}

std::size_t count_tree(const Tree& tree) {
  std::size_t count = 1;
  for (const Tree& item : tree.items) count += count_tree(item);
  return count;
}

/// Reads a text that is no plan, and counts what became of it.
void expect_refused(const std::string& text) {
  const LoadedPlan loaded = parse_plan(text);
  EXPECT_TRUE(plan::has_errors(loaded.findings)) << text.substr(0, 40);
  EXPECT_LE(loaded.findings.size(), kMostFindings);
  for (const plan::Finding& finding : loaded.findings) {
    EXPECT_LT(finding.text.size(), 1000U);
    EXPECT_LT(finding.path.size(), 32U * 256U + 256U);
  }
}

TEST(Hostile, TenMegabytesOfAnythingAreRefusedUnread) {
  for (const auto what : {"["sv, "{"sv, "? "sv, "- "sv, "a"sv, "\n"sv, " "sv, "a: b\n"sv, "\0"sv,
                          "\xff"sv, R"(")"sv, "&a "sv, "'"sv, "#"sv}) {
    const auto loaded = parse_plan(repeated(what, 10'000'000));
    ASSERT_EQ(loaded.findings.size(), 1U);
    EXPECT_EQ(loaded.findings[0].text, "the file is larger than 4 MiB");
  }
}

TEST(Hostile, DeepNestingIsRefused) {
  for (const auto what : {"["sv, "{"sv, "? "sv, "- "sv, "{a: "sv, "[a, "sv, "- ? "sv, ": "sv,
                          "[\n"sv, "[{a: "sv, "!a ["sv, "&a ["sv, "? - "sv})
    for (const std::size_t bytes : {50U, 1000U, 100'000U, 300'000U})
      expect_refused(repeated(what, bytes));
}

TEST(Hostile, DeepIndentationIsRefused) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  expect_refused(text);
}

TEST(Hostile, LongScalarsAndKeysAreRefused) {
  const std::string long_text(1'000'000, 'x');
  expect_refused(long_text);
  expect_refused(long_text + ": 1\n");
  expect_refused("? " + long_text + "\n: 1\n");
  expect_refused("a: \"" + long_text + "\"\n");
  expect_refused("a: |\n  " + long_text + "\n");
  expect_refused("a: *" + long_text + "\n");
  expect_refused("a: !" + long_text + " b\n");
  expect_refused("a: &" + long_text + " b\n");
  expect_refused("%" + long_text + "\n");
  expect_refused("#" + long_text + "\n");
  expect_refused(std::string(1'000'000, ' '));
  expect_refused(std::string(1'000'000, '\n') + "a");
  expect_refused("a: >\n x\n" + std::string(1'000'000, '\n') + " y\n");
}

TEST(Hostile, ManyValuesAreRefused) {
  expect_refused("[" + repeated("a,", 1'900'000) + "]");
  expect_refused("{" + repeated("a: b, ", 2'900'000) + "}");
  expect_refused(repeated("- a\n", 3'900'000));
  expect_refused(repeated("a: b\n", 2'400'000));
  expect_refused(repeated("- !x &a b\n", 3'000'000));
}

TEST(Hostile, NoTreeHoldsMoreThanIsAllowed) {
  const Document document = parse_document(repeated("- a\n", 3'900'000));
  ASSERT_TRUE(document.root);
  EXPECT_LE(count_tree(*document.root), kMostValues);
}

TEST(Hostile, EveryTruncationOfAPlanIsRefusedOrRead) {
  const std::string text = with_header(
      "networks:\n  api: {zone: api, vlan: 20, subnet: 10.1.20.0/24, pool: [1, 2]}\n"
      "nodes:\n  - {name: \"cmp[1-2]\", role: compute, rack: R1, unit: \"2-1\",\n"
      "     bmc: 172.30.2.1-2, tor: {start: Ethernet1/1, step: 2}}\n");
  EXPECT_EQ(lines_of(parse_plan(text).findings), Lines{});
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto loaded = parse_plan(std::string_view(text).substr(0, size));
    EXPECT_LE(loaded.plan.nodes.size(), 2U) << size;
  }
}

TEST(Hostile, EveryChangedByteIsRefusedOrRead) {
  const std::string text = with_header("racks:\n  - {name: R1, index: 1} # x\n");
  for (std::size_t at = 0; at < text.size(); ++at)
    for (const char c : {'\0', '\t', '\r', '"', '\'', '[', '{', '&', '*', '!', '|', ':', '\xff'}) {
      std::string changed = text;
      changed[at] = c;
      EXPECT_LE(parse_plan(changed).findings.size(), 20U) << at << ' ' << c;
    }
}

TEST(Hostile, RangesStandForABoundedNumberOfNodes) {
  std::string text = "nodes:\n";
  for (int i = 0; i < 2000; ++i)
    text += fmt::format(
        "- {{name: \"n{}x[1-4096]\", role: r, rack: k, unit: {{start: 1}},"
        " bmc: {{start: 10.0.0.0}}, mgmt: {{a: {{start: E1}}}}}}\n",
        i);
  const auto plan = parse_plan(with_header(text));
  EXPECT_LE(plan.plan.nodes.size(), 20'000U);
  EXPECT_LE(plan.findings.size(), kMostFindings);
  EXPECT_TRUE(plan::has_errors(plan.findings));
}

TEST(Hostile, RangesStandForABoundedNumberOfLinks) {
  const std::string ports = "[" + repeated("E1,", 600) + "]";
  std::string text = "links:\n";
  for (int i = 0; i < 2000; ++i)
    text += fmt::format("- {{from: \"n[1-4096]\", to: b, ports: {0}, to_ports: {0}}}\n", ports);
  const auto plan = parse_plan(with_header(text));
  EXPECT_LE(plan.plan.links.size(), 4096U);
  EXPECT_TRUE(plan::has_errors(plan.findings));
}

TEST(Hostile, UnknownKeysOfARangeAreNotMultiplied) {
  std::string text = "nodes:\n- {name: \"n[1-4096]\"";
  for (int i = 0; i < 50'000; ++i) text += fmt::format(", k{}: 1", i);
  const auto plan = parse_plan(with_header(text + "}\n"));
  EXPECT_EQ(plan.findings.size(), kMostFindings);
}

TEST(Hostile, InheritanceIsBounded) {
  std::string text = "hardware:\n  base: {";
  for (int i = 0; i < 20'000; ++i) text += fmt::format("k{}: {{}}, ", i);
  text += "}\n";
  for (int i = 0; i < 20'000; ++i) text += fmt::format("  h{}: {{like: base}}\n", i);
  const auto plan = parse_plan(with_header(text));
  EXPECT_EQ(plan.plan.hardware.size(), 20'001U);
  EXPECT_EQ(plan.findings.size(), kMostFindings);
}

TEST(Hostile, ALongChainOfLikeIsRefused) {
  std::string text = "hardware:\n";
  for (int i = 0; i < 50'000; ++i) text += fmt::format("  h{}: {{like: h{}}}\n", i, i + 1);
  const auto plan = parse_plan(with_header(text));
  EXPECT_TRUE(plan::has_errors(plan.findings));
}

TEST(Hostile, ManyProblemsAreCutShort) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += fmt::format("key{}: 1\n", i);
  const auto findings = parse_plan(with_header(text)).findings;
  ASSERT_EQ(findings.size(), kMostFindings);
  EXPECT_EQ(findings[0].text, "more than 1000 problems; the others are left out");
  EXPECT_EQ(findings[0].code, "E-100");
}

}  // namespace
}  // namespace rackseed::config
