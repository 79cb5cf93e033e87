#include "tests/plan/broken_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "src/plan/rules/check.hpp"
#include "tests/plan/example_plans.hpp"

namespace rackseed::plan {
namespace {

constexpr auto kNowhere = std::string_view::npos;

std::vector<std::size_t> places(std::string_view text, std::string_view part) {
  std::vector<std::size_t> result;
  for (auto at = text.find(part); at != kNowhere; at = text.find(part, at + part.size()))
    result.push_back(at);
  return result;
}

void apply(const Edit& edit, std::string& text) {
  const auto found = places(text, edit.find);
  const bool known =
      edit.which == 0 ? found.size() == 1 : static_cast<std::size_t>(edit.which) <= found.size();
  ASSERT_TRUE(known) << '"' << edit.find << "\" stands " << found.size() << " times in the plan";
  auto begin = found[edit.which == 0 ? 0 : static_cast<std::size_t>(edit.which) - 1];
  auto end = begin + edit.find.size();
  if (edit.whole_line) {
    begin = text.rfind('\n', begin) + 1;
    end = text.find('\n', end) + 1;
  }
  if (!edit.until.empty()) end = text.find(edit.until, end);
  ASSERT_LE(end, text.size()) << '"' << edit.until << "\" does not follow";
  text.replace(begin, end - begin, edit.replace);
}

std::size_t line_of(std::string_view text, std::string_view part) {
  if (part.empty()) return 1;
  const auto found = places(text, part);
  EXPECT_EQ(found.size(), 1U) << '"' << part << "\" does not mark one line of the plan";
  if (found.empty()) return 0;
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, found.front()), '\n'));
}

std::string printed(const Finding& finding) {
  return fmt::format("{}: {}: {}{}{}", std::max(1, finding.position.line), finding.code,
                     finding.path, finding.path.empty() ? "" : ": ", finding.text);
}

/// Lines move when a plan is edited, so what an example says by itself is known by its words.
void forget(const std::vector<std::string>& own, std::vector<std::string>& found) {
  const auto words = [](const std::string& line) { return line.substr(line.find(' ')); };
  for (const std::string& line : own) {
    const auto same = std::ranges::find(found, words(line), words);
    if (same != found.end()) found.erase(same);
  }
}

}  // namespace

void PrintTo(const BrokenPlan& broken, std::ostream* out) { *out << broken.name; }

std::string name_of(const testing::TestParamInfo<BrokenPlan>& info) { return info.param.name; }

std::vector<std::string> findings_of(const std::string& text) {
  auto loaded = config::parse_plan(text);
  if (!has_errors(loaded.findings)) {
    const auto found = check(loaded.plan);
    loaded.findings.insert(loaded.findings.end(), found.begin(), found.end());
  }
  std::vector<std::string> lines;
  for (const Finding& finding : loaded.findings) lines.push_back(printed(finding));
  std::ranges::sort(lines);
  return lines;
}

TEST_P(BrokenPlanTest, GivesExactlyTheseFindings) {
  const BrokenPlan& broken = GetParam();
  std::string text = tests::example_text(broken.example);
  for (const Edit& edit : broken.edits) ASSERT_NO_FATAL_FAILURE(apply(edit, text));
  auto found = findings_of(text);
  if (!broken.edits.empty()) forget(findings_of(tests::example_text(broken.example)), found);
  std::vector<std::string> expected;
  for (const Expected& row : broken.findings)
    expected.push_back(fmt::format("{}: {}", line_of(text, row.line), row.finding));
  std::ranges::sort(expected);
  EXPECT_EQ(fmt::format("{}", fmt::join(found, "\n")),
            fmt::format("{}", fmt::join(expected, "\n")));
}

}  // namespace rackseed::plan
