#include "src/config/document.hpp"

#include <gtest/gtest.h>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

Lines wrong(std::string_view text) { return lines_of(parse_document(text).findings); }

Tree tree_of(std::string_view text) {
  auto document = parse_document(text);
  EXPECT_EQ(lines_of(document.findings), Lines{});
  return document.root.value_or(Tree{});
}

TEST(Document, ReadsMapsListsAndScalars) {
  const Tree root = tree_of("a: 1\nb: [x, \"y\"]\nc: {d: ~}\n");
  ASSERT_EQ(root.kind, Kind::kMap);
  ASSERT_EQ(root.keys.size(), 3U);
  EXPECT_EQ(root.items[0].text, "1");
  EXPECT_EQ(root.items[1].kind, Kind::kList);
  EXPECT_FALSE(root.items[1].items[0].quoted);
  EXPECT_TRUE(root.items[1].items[1].quoted);
  EXPECT_EQ(root.find("c")->find("d")->kind, Kind::kNull);
  EXPECT_EQ(root.find("e"), nullptr);
}

TEST(Document, KeepsTheOrderOfKeys) {
  const Tree root = tree_of("z: 1\na: 2\nm: 3\n");
  EXPECT_EQ(root.keys[0].text, "z");
  EXPECT_EQ(root.keys[2].text, "m");
}

TEST(Document, KnowsWhereKeysAndValuesStand) {
  const Tree root = tree_of("a:\n  b: [x,\n      y]\n  c:\n    - d: 1\n");
  const Tree& a = root.items[0];
  EXPECT_EQ(a.keys[0].position, (plan::Position{2, 3}));
  EXPECT_EQ(a.items[0].position, (plan::Position{2, 6}));
  EXPECT_EQ(a.items[0].items[1].position, (plan::Position{3, 7}));
  EXPECT_EQ(a.keys[1].position, (plan::Position{4, 3}));
  EXPECT_EQ(a.items[1].items[0].position, (plan::Position{5, 7}));
}

TEST(Document, PutsAMissingValueAtItsKey) {
  const Tree root = tree_of("a:\nb:\n  -\n  - ~\n");
  EXPECT_EQ(root.items[0].position, (plan::Position{1, 1}));
  EXPECT_EQ(root.items[1].items[0].position, (plan::Position{3, 3})) << "the list";
  EXPECT_EQ(root.items[1].items[1].position, (plan::Position{4, 5}));
}

TEST(Document, KnowsTextThatLooksLikeNothing) {
  const Tree root = tree_of("a: \"~\"\nb: 'null'\nc: null\nd: \"\"\n");
  EXPECT_EQ(root.items[0].kind, Kind::kScalar);
  EXPECT_EQ(root.items[1].text, "null");
  EXPECT_EQ(root.items[2].kind, Kind::kNull);
  EXPECT_EQ(root.items[3].kind, Kind::kScalar);
}

TEST(Document, AcceptsAByteOrderMarkAndCrLf) {
  const Tree root = tree_of(
      "\xef\xbb\xbf"
      "a: 1\r\nb:\r\n  c: 2\r\n");
  EXPECT_EQ(root.items[0].text, "1");
  EXPECT_EQ(root.keys[0].position, (plan::Position{1, 1}));
  EXPECT_EQ(root.items[1].items[0].text, "2");
  EXPECT_EQ(root.items[1].items[0].position, (plan::Position{3, 6}));
}

TEST(Document, AcceptsOneDocumentWithItsMarkers) {
  EXPECT_EQ(tree_of("%YAML 1.2\n---\na: 1\n...\n").items[0].text, "1");
}

TEST(Document, AcceptsTabsBetweenValuesAndBeforeComments) {
  EXPECT_EQ(tree_of("a:\t1\t# one\n").items[0].text, "1");
  EXPECT_EQ(tree_of("a: [1,\n\t2]\n").items[0].items[1].text, "2");
}

TEST(Document, ReadsBlockScalarsAsQuoted) {
  const Tree root = tree_of("a: |\n  x\n  y\nb: >-\n  p\n  q\n");
  EXPECT_EQ(root.items[0].text, "x\ny\n");
  EXPECT_EQ(root.items[1].text, "p q");
  EXPECT_TRUE(root.items[0].quoted);
}

TEST(Document, RefusesAnEmptyFile) {
  for (const auto* text :
       {"", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "~\n", "\xef\xbb\xbf"}) {
    EXPECT_EQ(wrong(text), Lines{"0:0 E-100 : the file is empty"}) << text;
    EXPECT_FALSE(parse_document(text).root) << text;
  }
}

TEST(Document, RefusesASecondDocument) {
  const Lines expected{"2:1 E-100 : a second document begins here: write one plan in a file"};
  EXPECT_EQ(wrong("a: 1\n---\nb: 2\n"), expected);
  EXPECT_EQ(wrong("a: 1\n---\n"), expected);
  EXPECT_FALSE(parse_document("a: 1\n---\nb: 2\n").root);
}

TEST(Document, SaysWhereTheSyntaxIsWrong) {
  EXPECT_EQ(wrong("a: 1\nb: [1, 2\n"),
            Lines{"3:1 E-100 : not valid YAML: end of sequence flow not found"});
  EXPECT_EQ(wrong("a: 1\n b: 2\n"), Lines{"2:3 E-100 : not valid YAML: illegal map value"});
  EXPECT_EQ(wrong("a: ]\n").size(), 1U);
  EXPECT_EQ(wrong("a: \"\\ud800\"\n").size(), 1U);
  EXPECT_FALSE(parse_document("a: [").root);
}

TEST(Document, NamesTheQuoteThatIsNeverClosed) {
  const Lines expected{"2:4 E-100 : the quote that opens here is never closed"};
  EXPECT_EQ(wrong("a: 1\nb: \"x\n"), expected);
  EXPECT_EQ(wrong("a: 1\nb: 'x\nc: 2\n\n"), expected);
  EXPECT_EQ(wrong("a: 1\nb: 'x\nc: ''2\nd: 3"), expected);
}

TEST(Document, EndsInOneWay) {
  for (const auto* end : {"", "\n", "\n...\n", "\n...", "\n# end", "\n\n"})
    EXPECT_EQ(wrong(fmt::format("a: 1\nb: \"x\"{}", end)), Lines{}) << end;
}

TEST(Document, NamesTheTabThatIndents) {
  const auto lines = wrong("a:\n\tb: 1\n");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].ends_with("; indent with spaces, not with tabs")) << lines[0];
  EXPECT_TRUE(wrong("a:\n  b: 1\n\tc: 1\n")[0].ends_with("not with tabs"));
}

TEST(Document, DoesNotRepeatAHostileTextInFull) {
  const auto lines = wrong("a: *" + std::string(100'000, 'b'));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_LT(lines[0].size(), 200U);
}

TEST(Document, RefusesARepeatedKeyWithBothLines) {
  const auto document = parse_document("a: 1\nn:\n  b: 1\n  c: 2\n  b: 3\na: 2\n");
  EXPECT_EQ(lines_of(document.findings),
            (Lines{"5:3 E-100 n.b: the key is written twice, in line 3 and in line 5",
                   "6:1 E-100 a: the key is written twice, in line 1 and in line 6"}));
  ASSERT_TRUE(document.root);
  EXPECT_EQ(document.root->find("a")->text, "1") << "the first one counts";
  EXPECT_EQ(document.root->find("n")->keys.size(), 2U);
  EXPECT_EQ(document.root->find("n")->find("c")->text, "2");
}

TEST(Document, RefusesEveryRepetitionOfAKey) {
  EXPECT_EQ(wrong("{a: 1, a: 2, b: 1, a: 3, b: 2}").size(), 3U);
  EXPECT_EQ(wrong("{a: 1, \"a\": 2}").size(), 1U) << "quotes make no other key";
  EXPECT_EQ(wrong("{1: x, 01: y}").size(), 0U) << "keys are text";
}

TEST(Document, RefusesAnchorsAliasesAndMergeKeys) {
  const auto document = parse_document("a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n");
  EXPECT_EQ(lines_of(document.findings),
            (Lines{"1:4 E-100 a: anchors (&name) are not read: use a range or like: instead",
                   "2:4 E-100 c: aliases (*name) are not read: write the value out, or use a range "
                   "or like:",
                   "4:3 E-100 d: merge keys (<<) are not read: use like: instead",
                   "4:7 E-100 d: aliases (*name) are not read: write the value out, or use a range "
                   "or like:"}));
  ASSERT_TRUE(document.root);
  EXPECT_EQ(document.root->find("a")->find("b")->text, "1");
  EXPECT_TRUE(document.root->find("c")->incomplete);
  EXPECT_TRUE(document.root->find("d")->incomplete);
  EXPECT_EQ(document.root->find("d")->find("e")->text, "2");
}

TEST(Document, DoesNotExpandAnAliasBomb) {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 30; ++i) bomb += fmt::format("a{}: &a{} [*a{}, *a{}]\n", i, i, i - 1, i - 1);
  const auto document = parse_document(bomb);
  EXPECT_EQ(document.findings.size(), 30U + 2 * 29U);
  ASSERT_TRUE(document.root);
  EXPECT_EQ(document.root->items.back().items.size(), 2U);
  EXPECT_EQ(document.root->items.back().items[0].items.size(), 0U);
}

TEST(Document, TakesAQuotedMergeKeyForAWord) {
  EXPECT_EQ(tree_of("\"<<\": 1\n").keys[0].text, "<<");
}

TEST(Document, RefusesTags) {
  const std::string text = " E-100 a: tags (!name) are not read: remove it";
  EXPECT_EQ(wrong("a: !!str 1\n"), Lines{"1:4" + text});
  EXPECT_EQ(wrong("a: !mine {b: 1}\n"), Lines{"1:4" + text});
  EXPECT_EQ(wrong("a: ! x\n"), Lines{"1:4" + text});
  EXPECT_EQ(wrong("a: !!python/object:os.system [x]\n"), Lines{"1:4" + text});
  EXPECT_EQ(tree_of("a: \"!x\"\n").items[0].text, "!x");
}

TEST(Document, RefusesKeysThatAreNoWords) {
  EXPECT_EQ(wrong("? [a, b]\n: 1\n"),
            Lines{"1:3 E-100 : a key must be a word, not a list, a map or nothing"});
  EXPECT_EQ(wrong("{{a: 1}: 2}\n"),
            Lines{"1:2 E-100 : a key must be a word, not a list, a map or nothing"});
  EXPECT_EQ(wrong("x: {~: 2}\n"),
            Lines{"1:5 E-100 x: a key must be a word, not a list, a map or nothing"});
  EXPECT_EQ(wrong("\"a\\nb\": 2\n"),
            Lines{"1:1 E-100 : \"a\\u000ab\" cannot be a key: a key is printable text of 1 to 255 "
                  "bytes"});
  EXPECT_EQ(wrong("\"\": 2\n").size(), 1U);
  EXPECT_EQ(wrong(std::string(255, 'k') + ": 1\n").size(), 0U);
  EXPECT_EQ(wrong(std::string(256, 'k') + ": 1\n").size(), 1U);
}

TEST(Document, GoesOnAfterABadKey) {
  const auto document = parse_document("? [a]\n: [1, {b: [2]}]\nc: 3\n");
  ASSERT_TRUE(document.root);
  ASSERT_EQ(document.root->keys.size(), 1U);
  EXPECT_EQ(document.root->find("c")->text, "3");
  EXPECT_TRUE(document.root->incomplete);
}

TEST(Document, HasAtMost32Levels) {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + "x" + std::string(levels, ']');
  };
  EXPECT_EQ(wrong(nested(32)), Lines{});
  EXPECT_EQ(wrong(nested(33)), Lines{"1:33 E-100 : nested deeper than 32 levels"});
  EXPECT_FALSE(parse_document(nested(33)).root);
}

}  // namespace
}  // namespace rackseed::config
