#include <filesystem>
#include <regex>
#include <set>

#include "tests/plan/broken_plan.hpp"
#include "tests/plan/example_plans.hpp"

namespace rackseed::plan {
namespace {

using Codes = std::set<std::string>;

// What operators know from the handbook; a code is never given to another rule.
constexpr std::string_view kPublished =
    "E-101 E-102 E-103 E-104 E-105 E-106 E-107 E-108 E-109 E-110 E-113 "
    "E-201 E-202 E-203 E-204 E-205 E-206 E-208 E-209 E-210 E-211 E-212 E-213 E-214 E-215 E-216 "
    "E-217 E-218 E-219 E-220 W-221 W-222 E-223 E-224 E-225 E-226 E-227 E-228 E-229 W-231 W-232 "
    "E-233 W-233 "
    "E-301 E-302 E-303 E-304 E-305 W-306 E-307 E-308 E-309 E-310 W-312 W-314 E-315 E-316 W-318 "
    "E-401 E-402 E-403 E-404 E-406 E-407 E-408 E-409 E-410 E-411 E-412 E-414 E-415 E-416 "
    "E-501 E-506 E-509 E-510 W-511 W-514 "
    "E-601 E-602 W-603 W-604 W-605 E-606 E-607 W-608 "
    "E-702 W-703";

Codes codes_in(const std::string& text) {
  static const std::regex kCode("[EW]-[0-9]{3}");
  Codes codes;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), kCode);
       it != std::sregex_iterator(); ++it)
    codes.insert(it->str());
  return codes;
}

/// The codes that a table expects to see.
Codes shown_codes() {
  Codes codes;
  for (const auto* table : {&kExamples, &kBroken1xx, &kBroken2xx, &kBroken3xx, &kBroken4xx,
                            &kBroken5xx, &kBroken6xx, &kBroken7xx})
    for (const BrokenPlan& broken : *table)
      for (const Expected& row : broken.findings)
        codes.insert(std::string(row.finding.substr(0, row.finding.find(':'))));
  return codes;
}

/// The codes in the string literals of the sources, without the comments.
Codes raised_codes() {
  static const std::regex kComment("//[^\n]*");
  Codes codes;
  const auto root = tests::source_root();
  for (const auto* folder : {"src/plan/rules", "src/config"})
    for (const auto& entry : std::filesystem::directory_iterator(root / folder)) {
      if (entry.path().extension() != ".cpp") continue;
      const auto text = tests::read_source(entry.path().lexically_relative(root).string());
      codes.merge(codes_in(std::regex_replace(text, kComment, "")));
    }
  return codes;
}

Codes without(const Codes& codes, const Codes& others) {
  Codes rest;
  std::ranges::set_difference(codes, others, std::inserter(rest, rest.end()));
  return rest;
}

TEST(Rules, EachHaveABrokenPlan) { EXPECT_EQ(without(raised_codes(), shown_codes()), Codes{}); }

TEST(Rules, IncludeEveryPublishedOne) {
  const Codes published = codes_in(std::string(kPublished));
  EXPECT_EQ(published.size(), 88U);
  EXPECT_EQ(without(published, raised_codes()), Codes{});
  EXPECT_EQ(without(published, shown_codes()), Codes{});
}

/// A half-written plan is the normal case: whatever is missing, there is an answer.
TEST(Rules, SurviveEveryMissingLine) {
  for (const std::string name : {"minipod", "nanopod", "fabric"}) {
    const std::string text = tests::example_text(name);
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin) + 1;
      static_cast<void>(findings_of(std::string(text).erase(begin, end - begin)));
      begin = end == 0 ? text.size() : end;
    }
  }
}

}  // namespace
}  // namespace rackseed::plan
