#include "src/config/section.hpp"

#include <gtest/gtest.h>

#include "src/config/document.hpp"
#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

/// A text that is read by one test.
class Text {
 public:
  explicit Text(std::string_view text) : tree_(parse_document(text).root.value_or(Tree{})) {}

  Section root() { return Section(Cell(tree_, "", tree_.position, notes_)); }
  Lines findings() { return lines_of(notes_.take()); }
  plan::Position place(std::string_view path) const { return source_.find(path); }

 private:
  Tree tree_;
  plan::SourceMap source_;
  Notes notes_{source_};
};

TEST(Section, LeavesTheDefaultOfAKeyThatIsNotWritten) {
  Text text("a: 1\n");
  Section in = text.root();
  int a = 0;
  int b = 7;
  in.read("a", a, kAnyNumber);
  in.read("b", b, kAnyNumber);
  in.finish();
  EXPECT_EQ(a, 1);
  EXPECT_EQ(b, 7);
  EXPECT_EQ(text.findings(), Lines{});
}

TEST(Section, NamesKeysThatNobodyAskedFor) {
  Text text("gatway: 1\nmtu: 2\ncolour: red\n");
  Section in = text.root();
  std::string gateway;
  int mtu = 0;
  in.read("gateway", gateway, kName);
  in.read("mtu", mtu, kAnyNumber);
  in.finish();
  EXPECT_EQ(text.findings(), (Lines{"1:1 E-101 gatway: unknown key; did you mean \"gateway\"?",
                                    "3:1 E-101 colour: unknown key"}));
}

TEST(Section, MissesARequiredKey) {
  Text text("a: {b: 1}\nc:\n");
  Section root = text.root();
  int number = 0;
  auto side = plan::Side::kNone;
  root.section("a", [&](Section& in) {
    in.require("b", number, kAnyNumber);
    in.require("side", side);
  });
  root.require("c", number, kAnyNumber);
  root.finish();
  EXPECT_EQ(text.findings(),
            (Lines{"1:1 E-115 a.side: missing; use one of A, B", "2:1 E-115 c: missing"}));
}

TEST(Section, ASectionThatIsNotWrittenIsNotRead) {
  Text text("a: 1\n");
  Section root = text.root();
  bool was_read = false;
  root.section("b", [&](Section& /*in*/) { was_read = true; });
  EXPECT_FALSE(was_read);
  EXPECT_EQ(text.findings(), Lines{});
}

TEST(Section, ARequiredSectionMissesWhatItMustHold) {
  Text text("\n\nx: 1\n");
  Section root = text.root();
  std::string name;
  root.required_section("meta", [&](Section& in) { in.require("name", name, kName); });
  EXPECT_EQ(text.findings(), Lines{"3:1 E-115 meta.name: missing"});
}

TEST(Section, AnEmptySectionIsAMapWithoutKeys) {
  Text text("a:\nb: {}\n");
  Section root = text.root();
  std::string name;
  for (const auto* key : {"a", "b"})
    root.section(key, [&](Section& in) { in.require("name", name, kName); });
  EXPECT_EQ(text.findings(), (Lines{"1:1 E-115 a.name: missing", "2:1 E-115 b.name: missing"}));
}

TEST(Section, ASectionOfAnotherKindIsOneProblem) {
  Text text("a: [1, 2]\nb: text\n");
  Section root = text.root();
  std::string name;
  for (const auto* key : {"a", "b"})
    root.section(key, [&](Section& in) {
      in.require("name", name, kName);
      in.required_section("deep", [&](Section& deep) { deep.require("x", name, kName); });
    });
  EXPECT_EQ(text.findings(), (Lines{"1:1 E-111 a: expected a map, found a list",
                                    "2:4 E-111 b: expected a map, found \"text\""}));
}

TEST(Section, SaysNothingMoreAboutWhatWasRefusedAsYaml) {
  Text text("x: &x {q: 1}\na: *x\nb: {<<: *x, name: n}\n");
  Section root = text.root();
  std::string name;
  int number = 0;
  static_cast<void>(root.find("x"));
  root.require("a", number, kAnyNumber);
  root.section("b", [&](Section& in) {
    in.require("name", name, kName);
    in.require("other", name, kName);
  });
  root.finish();
  EXPECT_EQ(name, "n");
  EXPECT_EQ(text.findings(), Lines{});
}

TEST(Section, ReadsNamedMaps) {
  Text text("n:\n  b: {v: 1}\n  a: {v: 2}\n  \"x y\": {v: 3}\n");
  Section root = text.root();
  std::vector<std::pair<std::string, int>> read;
  root.entries("n", kName, [&](const std::string& name, Section& in) {
    read.emplace_back(name, 0);
    in.read("v", read.back().second, kAnyNumber);
  });
  EXPECT_EQ(read, (std::vector<std::pair<std::string, int>>{{"b", 1}, {"a", 2}}));
  EXPECT_EQ(text.findings(),
            Lines{"4:3 E-111 n: " + fmt::format("\"x y\" is not {}", kName.wants)});
}

TEST(Section, KnowsItemsByTheirName) {
  Text text("n:\n  - {name: x, bad: 1}\n  - {bad: 1}\n  - {name: [y], bad: 1}\n  - 5\n");
  Section root = text.root();
  root.items("n", [&](Section& in) { static_cast<void>(in.find("name")); });
  EXPECT_EQ(
      text.findings(),
      (Lines{"2:15 E-101 n.x.bad: unknown key", "3:6 E-101 n[1].bad: unknown key",
             "4:17 E-101 n[2].bad: unknown key", "5:5 E-111 n[3]: expected a map, found \"5\""}));
}

TEST(Section, ListsAndMapsAreNotTakenForOneAnother) {
  Text text("a: {x: 1}\nb: [1]\nc: 1\nd:\n");
  Section root = text.root();
  for (const auto* key : {"a", "c", "d"}) root.items(key, [](Section& /*in*/) {});
  for (const auto* key : {"b", "d"})
    root.entries(key, kName, [](const std::string& /*name*/, Section& /*in*/) {});
  EXPECT_EQ(text.findings(), (Lines{"1:1 E-111 a: expected a list, found a map",
                                    "2:1 E-111 b: expected a map, found a list",
                                    "3:4 E-111 c: expected a list, found \"1\""}));
}

TEST(Section, RegistersTheValuesOfScalarsAndTheKeysOfTheRest) {
  Text text("a: 1\nm:\n  k: v\nl:\n  - {name: x, z: 2}\n  - {z: 3}\n");
  Section root = text.root();
  int number = 0;
  std::string word;
  root.read("a", number, kAnyNumber);
  root.section("m", [&](Section& in) { in.read("k", word, kName); });
  root.items("l", [&](Section& in) {
    static_cast<void>(in.find("name"));
    in.read("z", number, kAnyNumber);
  });
  EXPECT_EQ(text.place("a"), (plan::Position{1, 4}));
  EXPECT_EQ(text.place("m"), (plan::Position{2, 1}));
  EXPECT_EQ(text.place("m.k"), (plan::Position{3, 6}));
  EXPECT_EQ(text.place("m.other"), (plan::Position{2, 1})) << "the nearest that is written";
  EXPECT_EQ(text.place("l.x"), (plan::Position{5, 5}));
  EXPECT_EQ(text.place("l.x.z"), (plan::Position{5, 18}));
  EXPECT_EQ(text.place("l[1].z"), (plan::Position{6, 9}));
}

TEST(Section, PlacesItsKeysUnderAnotherPath) {
  Text text("l:\n  - {name: x, m: {k: 1}}\n");
  Section root = text.root();
  root.items("l", [&](Section& in) {
    static_cast<void>(in.find("name"));
    static_cast<void>(in.find("m"));
    in.place_as("l.y");
  });
  EXPECT_EQ(text.place("l.y"), (plan::Position{2, 5}));
  EXPECT_EQ(text.place("l.y.name"), (plan::Position{2, 12}));
  EXPECT_EQ(text.place("l.y.m"), (plan::Position{2, 15}));
  EXPECT_EQ(text.place("l.y.m.k"), (plan::Position{2, 22}));
}

}  // namespace
}  // namespace rackseed::config
