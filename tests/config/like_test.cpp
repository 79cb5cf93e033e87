#include "src/config/like.hpp"

#include <gtest/gtest.h>

#include "src/config/document.hpp"
#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

/// A tree in the fewest characters: "{a:1,b:[2]}".
std::string shown(const Tree& tree) {
  std::string result;
  if (tree.kind == Kind::kScalar) return tree.text;
  for (std::size_t i = 0; i < tree.items.size(); ++i)
    result += (i == 0 ? "" : ",") + (tree.keys.empty() ? "" : tree.keys[i].text + ":") +
              shown(tree.items[i]);
  return tree.kind == Kind::kMap ? "{" + result + "}" : "[" + result + "]";
}

class Like {
 public:
  explicit Like(std::string_view text) : root_(parse_document(text).root.value_or(Tree{})) {
    apply_like(root_, "h", notes_);
  }

  Lines findings() { return lines_of(notes_.take()); }
  std::string operator[](std::string_view name) const {
    return shown(*root_.find("h")->find(name));
  }
  const Tree& tree(std::string_view name) const { return *root_.find("h")->find(name); }

 private:
  plan::SourceMap source_;
  Notes notes_{source_};
  Tree root_;
};

TEST(Like, TakesOverAndOverrides) {
  Like like("h:\n  a: {x: 1, y: 2}\n  b: {like: a, y: 3, z: 4}\n");
  EXPECT_EQ(like["a"], "{x:1,y:2}");
  EXPECT_EQ(like["b"], "{x:1,y:3,z:4}");
  EXPECT_EQ(like.findings(), Lines{});
}

TEST(Like, MergesMapsAndReplacesLists) {
  Like like(
      "h:\n  a: {m: {p: 1, q: {r: 2}}, l: [1, 2]}\n"
      "  b: {like: a, m: {q: {s: 3}, t: 4}, l: [9]}\n");
  EXPECT_EQ(like["b"], "{m:{p:1,q:{r:2,s:3},t:4},l:[9]}");
}

TEST(Like, ReplacesWhatIsOfAnotherKind) {
  Like like("h:\n  a: {m: {p: 1}, n: 2}\n  b: {like: a, m: 5, n: {q: 6}}\n");
  EXPECT_EQ(like["b"], "{m:5,n:{q:6}}");
}

TEST(Like, KeepsTheOrderOfTheParent) {
  Like like("h:\n  a: {lom0: 1, a0: 2}\n  b: {o0: 3, like: a, lom0: 4}\n");
  EXPECT_EQ(like["b"], "{lom0:4,a0:2,o0:3}");
}

TEST(Like, KeepsThePlacesOfBoth) {
  Like like("h:\n  a: {x: 1}\n  b:\n    like: a\n    y: 2\n");
  EXPECT_EQ(like.tree("b").find("x")->position, (plan::Position{2, 10}));
  EXPECT_EQ(like.tree("b").find("y")->position, (plan::Position{5, 8}));
  EXPECT_EQ(like.tree("b").position, (plan::Position{4, 5}));
}

TEST(Like, FollowsChainsInAnyOrder) {
  Like like("h:\n  c: {like: b, z: 3}\n  b: {like: a, y: 2}\n  a: {x: 1}\n  d: {like: c}\n");
  EXPECT_EQ(like["c"], "{x:1,y:2,z:3}");
  EXPECT_EQ(like["d"], "{x:1,y:2,z:3}");
  EXPECT_EQ(like.findings(), Lines{});
}

TEST(Like, RefusesAnEntryThatIsNotDefined) {
  Like like("h:\n  x: {like: y, a: 1}\n");
  EXPECT_EQ(like.findings(), Lines{"2:13 E-116 h.x.like: \"y\" is not defined"});
  EXPECT_EQ(like["x"], "{a:1}");
  EXPECT_TRUE(like.tree("x").incomplete) << "what is missing was in the other one";
}

TEST(Like, RefusesACircleOnce) {
  Like like("h:\n  a: {like: b, x: 1}\n  b: {like: c}\n  c: {like: a}\n");
  EXPECT_EQ(like.findings(), Lines{"4:13 E-116 h.c.like: \"a\" leads back to this entry"});
  EXPECT_EQ(Like("h: {a: {like: a}}\n").findings(),
            Lines{"1:15 E-116 h.a.like: \"a\" leads back to this entry"});
}

TEST(Like, RefusesMoreThanOneParent) {
  EXPECT_EQ(Like("h:\n  a: {x: 1}\n  b: {like: [a]}\n").findings(),
            Lines{"3:7 E-111 h.b.like: expected the name of another entry, found a list"});
}

TEST(Like, HandsOnThatSomethingIsMissing) {
  Like like("h:\n  a: {like: zz}\n  b: {like: a}\n");
  EXPECT_TRUE(like.tree("b").incomplete);
  EXPECT_EQ(like.findings().size(), 1U);
}

TEST(Like, LimitsChainsAndSizes) {
  std::string chain = "h:\n";
  for (int i = 0; i < 40; ++i) chain += fmt::format("  e{}: {{like: e{}}}\n", i, i + 1);
  chain += "  e40: {x: 1}\n";
  const auto lines = Like(chain).findings();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].ends_with("more than 32 entries in a chain")) << lines[0];

  std::string wide = "h:\n  base: {";
  for (int i = 0; i < 50'000; ++i) wide += fmt::format("k{}: 1, ", i);
  wide += "}\n";
  for (int i = 0; i < 6; ++i) wide += fmt::format("  e{}: {{like: base}}\n", i);
  const auto sizes = Like(wide).findings();
  ASSERT_EQ(sizes.size(), 3U) << "three of them fit";
  EXPECT_TRUE(sizes[0].ends_with("more than 200000 inherited values"));
}

TEST(Like, LeavesOtherKindsToTheReader) {
  plan::SourceMap source;
  Notes notes(source);
  for (const auto* text : {"h: [a]\n", "h: text\n", "h:\n", "other: 1\n", "h: {a: 1, b: [x]}\n"}) {
    auto root = *parse_document(text).root;
    const auto before = shown(root);
    apply_like(root, "h", notes);
    EXPECT_EQ(shown(root), before);
  }
  EXPECT_EQ(lines_of(notes.take()), Lines{});
}

TEST(Like, WorksForHardwareProfilesAndRoles) {
  const auto plan = plan_of(
      "hardware:\n  a: {nics: {n0: {speed: 1G, switch: mgmt}}}\n"
      "  b: {like: a, nics: {n1: {speed: 10G, switch: tor}}}\n"
      "storage_profiles: {a: {vg: v1, layout: raid1-lvm}, b: {like: a, vg: v2}}\n"
      "os_profiles: {a: {family: debian, packages: [x, y]}, b: {like: a, packages: [z]}}\n"
      "roles: {a: {hardware: a, os: none, interfaces: {i0: {nic: n0}}}, b: {like: a, os: a}}\n");
  EXPECT_EQ(plan.hardware.at(1).nics.size(), 2U);
  EXPECT_EQ(plan.hardware.at(1).nics.at(1).speed_mbps, 10'000);
  EXPECT_EQ(plan.storage_profiles.at(1).vg, "v2");
  EXPECT_EQ(plan.storage_profiles.at(1).layout, "raid1-lvm");
  EXPECT_EQ(plan.os_profiles.at(1).packages, Lines{"z"});
  EXPECT_EQ(plan.roles.at(1).os, "a");
  EXPECT_EQ(plan.roles.at(1).interfaces.size(), 1U);
}

TEST(Like, DoesNotRepeatTheProblemsOfTheParent) {
  EXPECT_EQ(said("hardware:\n  a: {nics: {n0: {speed: fast}}}\n  b: {like: a}\n  c: {like: b}\n"),
            (Lines{"6:14 E-115 hardware.a.nics.n0.switch: missing",
                   "6:26 E-111 hardware.a.nics.n0.speed: \"fast\" is not a speed such as 100M, 1G "
                   "or 25G"}));
}

TEST(Like, AnUnknownParentExplainsWhatIsMissing) {
  EXPECT_EQ(said("roles:\n  x: {like: y, os: none}\n"),
            Lines{"6:13 E-116 roles.x.like: \"y\" is not defined"});
}

}  // namespace
}  // namespace rackseed::config
