#include <gtest/gtest.h>

#include <rackseed/value.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "src/plan/emit/yaml.hpp"
#include "src/plan/emit/yaml_scalar.hpp"
#include "tests/plan/golden.hpp"

namespace rackseed::plan {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

/// The words of a text, and further ones that hold blanks themselves.
std::vector<std::string> words(std::string_view text, std::vector<std::string> more = {}) {
  std::istringstream in{std::string(text)};
  for (std::string word; in >> word;) more.push_back(word);
  return more;
}

std::vector<std::string> texts_of_other_types() {
  return words(
      "~ null Null NULL yes Yes YES no No NO true True TRUE false False FALSE on On ON off Off OFF "
      "= << 0 -0 +0 00 010 0_ 0777 -0_7 0b0 0b1_0 +0b_ 0x0 0xCAFE_babe -0x_ 1 42 -42 +42 1_000 1__ "
      "10:20 -10:20:30 10:20:30:40:50:55 1_0:5 9:59 0. 0.0 -1.5 +1_0.5_ 00.1 6.02e+23 1.e-5 1.0E+1 "
      ".5 .5_ .5e+1 10:20.5 -0:5. 00:9._ .inf .Inf .INF -.inf +.INF .nan .NaN .NAN 2026-11-20 "
      "2026-11-20T10:20:30 2026-1-2t1:02:03 2026-11-20T10:20:30Z 2026-11-20T10:20:30+1 "
      "2026-11-20T10:20:30-01:30",
      {"", "2026-11-20 10:20:30", "2026-11-20  10:20:30.", "2026-11-20 10:20:30.123",
       "2026-11-20T10:20:30 Z"});
}

std::vector<std::string> texts_that_stay_plain() {
  return words(
      "y n Y N yEs nuLL nan inf -.nan +-1 08 0o17 0x 0b 0b2 0xg 1e3 1.0e5 -.5 +.5 ._5 _1 1,000 "
      "1:60 "
      "1:2:3x 00:00:5e 0:5 00:00:00:00:00:00 10:20:x a 2026-1-2 2026-11-20T 2026-11-20T10:20 "
      "2026-11-20Tx 2026-1-2T1:2:3 1.2.3 10.1.8.2 10.1.20.0/24 802.3ad layer3+4 00:00:5e:00:53:01 "
      "a:b a#b $6$rounds=656000$EXAMPLE ~/x -a ?a :a a,b a[0] a{b} .. -- == <<a 8021q it's C:\\dir "
      "a\"b a;b|c -- .e+1",
      {"a b", "osism ALL=(ALL) NOPASSWD:ALL"});
}

std::vector<std::string> texts_with_special_characters() {
  return words(
      "- ? : a: #a ,a [a ] {a } &a *a !a | > >a ' 'a' \" \"a\" %a @a `a` --- ---a ... .... *.yaml "
      "$(reboot) ${HOME} `reboot` Z\u00fcrich \u65e5\u672c \U0001f600 \U0010ffff \ufeff \ufffe "
      "\uffff "
      "\x80 \xc3 a\xff\xfe \xed\xa0\x80 \xc0\xaf \x01\x1f\x7f",
      {" ",
       "  ",
       " a",
       "a ",
       "- a",
       "? a",
       "a: b",
       "a #b",
       "| a",
       "--- a",
       "{{ b }}",
       "a\nb",
       "\n",
       "a\n",
       "\na",
       "a\rb",
       "a\tb",
       "\t",
       "\0"s,
       "a\0b"s,
       "a\\\nb",
       "\"\n'",
       "\u0085",
       "\u00a0",
       "\u2028\u2029",
       "\a\b\v\f\x1b",
       "{% raw %}",
       "{# a #}",
       "a: b\nc: d",
       "- x\n- y",
       "key: |\n  x"});
}

/// Texts made of the pieces that the rules of YAML are about.
std::vector<std::string> generated_texts(std::size_t count) {
  constexpr auto kPieces = std::to_array<std::string_view>(
      {"0",  "1",    "5",      "6",      "9",          "12",   "_",          "-",   "+",
       ".",  ":",    ": ",     " ",      "#",          " #",   "e",          "E+3", "x",
       "b",  "0x",   "0b1",    "f",      ".5",         "inf",  "nan",        "yes", "no",
       "~",  "T",    "Z",      "a",      "'",          "\"",   "\\",         "[",   "]",
       "{",  "}",    ",",      "&",      "*",          "!",    "|",          ">",   "%",
       "@",  "`",    "?",      "=",      "<<",         "---",  "2026-11-20", "\n",  "\t",
       "\r", "\0"sv, "\u00fc", "\u2028", "\U0001f600", "\x7f", "{{",         "$("});
  std::mt19937 random(2026);  // its numbers are the same everywhere, those of distributions are not
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text;
    // Half of the texts are of the first pieces only, which numbers and dates are made of.
    const std::size_t choice = i % 2 == 0 ? 24 : kPieces.size();
    for (std::size_t length = 1 + random() % 6; length > 0; --length)
      text += kPieces.at(random() % choice);
    texts.push_back(std::move(text));
  }
  return texts;
}

std::vector<std::string> all_texts() {
  std::vector<std::string> texts = generated_texts(6000);
  for (const auto& list :
       {texts_of_other_types(), texts_that_stay_plain(), texts_with_special_characters()})
    texts.insert(texts.end(), list.begin(), list.end());
  for (const std::string& text : generated_texts(20)) {
    std::string longer;
    while (longer.size() < 4096) longer += text;
    texts.push_back(std::move(longer));
  }
  return texts;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char byte : bytes) {
    const auto number = static_cast<unsigned char>(byte);
    out += {kDigits[number >> 4U], kDigits[number & 15U]};
  }
  return out;
}

Value random_tree(std::mt19937& random, const std::vector<std::string>& texts, int depth) {
  const auto kind = random() % (depth > 0 ? 8U : 4U);
  if (kind == 0) return static_cast<int>(random() % 3000);
  if (kind == 1) return random() % 2 == 0;
  if (kind < 4) return texts.at(random() % texts.size());
  const std::size_t size = random() % 4;
  Value tree = kind < 6 ? Value(Value::List{}) : Value(Value::Map{});
  for (std::size_t i = 0; i < size; ++i) {
    if (kind < 6) {
      tree.add(random_tree(random, texts, depth - 1));
    } else {
      tree.set(texts.at(random() % texts.size()) + std::to_string(i),
               random_tree(random, texts, depth - 1));
    }
  }
  return tree;
}

TEST(YamlScalar, QuotesWhatAReaderTakesForAnotherType) {
  for (const std::string& text : texts_of_other_types()) {
    EXPECT_TRUE(resolves_to_other_type(text)) << text;
    EXPECT_EQ(yaml_scalar(text), "'" + text + "'");
  }
}

TEST(YamlScalar, LeavesOrdinaryTextPlain) {
  for (const std::string& text : texts_that_stay_plain()) {
    EXPECT_FALSE(resolves_to_other_type(text)) << text;
    EXPECT_EQ(yaml_scalar(text), text);
  }
}

TEST(YamlScalar, QuotesAMacThatIsABase60Number) {
  EXPECT_EQ(yaml_scalar("10:20:30:40:50:55"), "'10:20:30:40:50:55'");
  EXPECT_EQ(yaml_scalar("10:20:30:40:50:60"), "10:20:30:40:50:60");
}

TEST(YamlScalar, EscapesWhatIsNotPrintableAscii) {
  EXPECT_EQ(yaml_scalar("a\nb: c\t\"\\"), R"("a\nb: c\t\"\\")");
  EXPECT_EQ(yaml_scalar("\0\x01\x7f"s), R"("\0\x01\x7F")");
  EXPECT_EQ(yaml_scalar("Z\u00fcrich \u65e5 \U0001f600"), R"("Z\xFCrich \u65E5 \U0001F600")");
  EXPECT_EQ(yaml_scalar("\u0085\u00a0\u2028\u2029"), R"("\N\_\L\P")");
  EXPECT_EQ(yaml_scalar("a\xff"), R"("a\uFFFD")");
}

TEST(YamlScalar, DoublesSingleQuotes) { EXPECT_EQ(yaml_scalar("'a': $(b)"), "'''a'': $(b)'"); }

TEST(YamlScalar, IsOneLineOfPrintableAscii) {
  std::string lines;
  for (const std::string& text : all_texts()) {
    const std::string scalar = yaml_scalar(text);
    EXPECT_TRUE(std::ranges::all_of(scalar, [](char c) { return c >= 0x20 && c < 0x7f; }))
        << scalar;
    lines += to_json(Value::Map{{"hex", hex(text)},
                                {"item", emit_yaml(Value::list({text}))},
                                {"pair", emit_yaml(Value::Map{{text, text}})}}) +
             '\n';
  }
  tests::write_output("scalars.jsonl", lines);
}

TEST(EmitYaml, WritesEveryTreeInBothStyles) {
  std::mt19937 random(7);
  std::string lines;
  for (int i = 0; i < 500; ++i) {
    const Value tree = random_tree(random, texts_that_stay_plain(), 5);
    const std::string nested = emit_yaml(Value::Map{{"root", tree}});
    const std::string nice = emit_yaml(Value::Map{{"root", tree}},
                                       {.indent = 4, .indent_lists = false, .sort_keys = true});
    EXPECT_EQ(nested.back(), '\n');
    lines += to_json(Value::Map{{"tree", tree}, {"nested", nested}, {"nice", nice}}) + '\n';
  }
  tests::write_output("trees.jsonl", lines);
}

}  // namespace
}  // namespace rackseed::plan
