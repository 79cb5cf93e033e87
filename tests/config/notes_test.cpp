#include "src/config/notes.hpp"

#include <gtest/gtest.h>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

class NotesTest : public testing::Test {
 protected:
  plan::SourceMap source_{};
  Notes notes_{source_};
};

TEST_F(NotesTest, AreSorted) {
  notes_.add("E-111", "b", "x", {2, 1});
  notes_.add("E-101", "a", "y", {1, 5});
  EXPECT_EQ(lines_of(notes_.take()), (Lines{"1:5 E-101 a: y", "2:1 E-111 b: x"}));
}

TEST_F(NotesTest, SayAboutOnePlaceTheSameThingOnce) {
  notes_.add("E-111", "hardware.base.nics.a0.speed", "x", {3, 4});
  notes_.add("E-111", "hardware.child.nics.a0.speed", "x", {3, 4});
  notes_.add("E-115", "nodes.n1.role", "missing", {5, 1});
  notes_.add("E-115", "nodes.n1.rack", "missing", {5, 1});
  EXPECT_EQ(lines_of(notes_.take()),
            (Lines{"3:4 E-111 hardware.base.nics.a0.speed: x", "5:1 E-115 nodes.n1.rack: missing",
                   "5:1 E-115 nodes.n1.role: missing"}));
}

TEST_F(NotesTest, AreAtMost1000) {
  for (int i = 1; i <= 1000; ++i) notes_.add("E-111", "a", "x", {i, 1});
  EXPECT_FALSE(notes_.is_full());
  notes_.add("E-111", "a", "x", {1001, 1});
  EXPECT_TRUE(notes_.is_full());
  const auto findings = notes_.take();
  ASSERT_EQ(findings.size(), 1001U);
  EXPECT_EQ(findings.front().text, "more than 1000 problems; the others are left out");
}

TEST_F(NotesTest, KnowWhereValuesStand) {
  notes_.place("networks.api", {1, 2});
  notes_.place("networks.api", {9, 9});
  EXPECT_EQ(source_.find("networks.api.vlan"), (plan::Position{1, 2}));
}

TEST_F(NotesTest, RefuseANameThatIsTaken) {
  notes_.claim("nodes", "cmp1", {1, 1});
  notes_.claim("nodes", "cmp1", {2, 1});
  notes_.claim("nodes", "cmp2", {3, 1});
  EXPECT_EQ(lines_of(notes_.take()), Lines{"2:1 E-108 nodes.cmp1: name already used in nodes"});
}

TEST_F(NotesTest, LetSwitchesUpstreamsAndNodesShareTheirNames) {
  notes_.claim("switches", "x", {1, 1});
  notes_.claim("upstream", "x", {2, 1});
  notes_.claim("nodes", "x", {3, 1});
  EXPECT_EQ(lines_of(notes_.take()), (Lines{"2:1 E-108 upstream.x: name already used in switches",
                                            "3:1 E-108 nodes.x: name already used in switches"}));
}

TEST_F(NotesTest, LetRacksPairsAndVipsHaveTheirOwn) {
  for (const auto* list : {"racks", "pairs", "vips", "nodes"}) notes_.claim(list, "x", {1, 1});
  EXPECT_EQ(lines_of(notes_.take()), Lines{});
  notes_.claim("racks", "x", {2, 1});
  EXPECT_EQ(lines_of(notes_.take()), Lines{"2:1 E-108 racks.x: name already used in racks"});
}

TEST_F(NotesTest, CountWhatRangesStandFor) {
  EXPECT_TRUE(notes_.allow_expansion(1'000'000));
  EXPECT_FALSE(notes_.allow_expansion(1));
  EXPECT_FALSE(notes_.allow_expansion(0)) << "once too many is too many";
}

TEST_F(NotesTest, DoNotOverflow) {
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(notes_.allow_expansion(~std::size_t{0}));
}

}  // namespace
}  // namespace rackseed::config
