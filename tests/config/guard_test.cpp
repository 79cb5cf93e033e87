#include "src/config/guard.hpp"

#include <gtest/gtest.h>

namespace rackseed::config {
namespace {

using namespace std::string_view_literals;

std::string text_of(std::string_view text) {
  const auto finding = refuse(text);
  return finding ? finding->text : "";
}

plan::Position place_of(std::string_view text) {
  const auto finding = refuse(text);
  return finding ? finding->position : plan::Position{.line = -1};
}

TEST(Guard, CountsLinesAndColumnsFromOne) {
  EXPECT_EQ(position_of("ab\ncd", 0), (plan::Position{1, 1}));
  EXPECT_EQ(position_of("ab\ncd", 1), (plan::Position{1, 2}));
  EXPECT_EQ(position_of("ab\ncd", 3), (plan::Position{2, 1}));
  EXPECT_EQ(position_of("\n\n", 2), (plan::Position{3, 1}));
  EXPECT_EQ(position_of("", 0), (plan::Position{1, 1}));
}

TEST(Guard, LetsTextThrough) {
  EXPECT_FALSE(refuse(""));
  EXPECT_FALSE(refuse("a: b\n\tc\n"));
  EXPECT_FALSE(refuse("a: b\r\nc: d\r\n"));
  EXPECT_FALSE(refuse("a: caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\n"));
  EXPECT_FALSE(refuse("a: \xc2\xa0\n")) << "a no-break space is no control character";
}

TEST(Guard, RefusesInvalidUtf8AtItsByte) {
  EXPECT_EQ(text_of("a: b\nc: \xff"), "byte 0xff is not valid UTF-8");
  EXPECT_EQ(place_of("a: b\nc: \xff"), (plan::Position{2, 4}));
  EXPECT_EQ(text_of("\xc3"), "byte 0xc3 is not valid UTF-8") << "cut off";
  EXPECT_EQ(text_of("\xc0\xaf"), "byte 0xc0 is not valid UTF-8") << "overlong";
  EXPECT_EQ(text_of("\xed\xa0\x80"), "byte 0xed is not valid UTF-8") << "a surrogate";
  EXPECT_EQ(text_of("\xff\xfe"
                    "a\0"sv),
            "byte 0xff is not valid UTF-8")
      << "UTF-16";
}

TEST(Guard, RefusesControlCharacters) {
  EXPECT_EQ(text_of("a: \0b"sv).substr(0, 24), "control character U+0000");
  EXPECT_EQ(place_of("x\na: \0b"sv), (plan::Position{2, 4}));
  EXPECT_EQ(text_of("a\x1b[0m").substr(0, 24), "control character U+001B");
  EXPECT_EQ(text_of("a\x7f").substr(0, 24), "control character U+007F");
  EXPECT_EQ(text_of("a\xc2\x9b").substr(0, 24), "control character U+009B") << "an 8-bit CSI";
  EXPECT_EQ(text_of("a\x04").substr(0, 24), "control character U+0004") << "yaml-cpp's end of file";
}

TEST(Guard, RefusesALoneCarriageReturn) {
  EXPECT_EQ(text_of("a: b\rc: d").substr(0, 24), "control character U+000D");
  EXPECT_EQ(text_of("a: b\r").substr(0, 24), "control character U+000D");
  EXPECT_EQ(text_of("a: b\r\r\n").substr(0, 24), "control character U+000D");
}

TEST(Guard, RefusesALargeTextUnread) {
  EXPECT_FALSE(refuse(std::string(kMostBytes, 'a')));
  EXPECT_EQ(text_of(std::string(kMostBytes + 1, '\0')), "the file is larger than 4 MiB");
  EXPECT_EQ(text_of(std::string(10'000'000, '\xff')), "the file is larger than 4 MiB");
}

TEST(Guard, CountsWhatCouldBecomeValues) {
  for (const char c : {'[', '{', ',', '&', '*', '!'}) {
    EXPECT_FALSE(refuse(std::string(kMostValues - 1, c))) << c;
    EXPECT_EQ(text_of(std::string(kMostValues, c)), "the file holds more than 1000000 values") << c;
  }
  EXPECT_FALSE(refuse(std::string(kMostValues / 2 - 1, ':')));
  EXPECT_TRUE(refuse(std::string(kMostValues / 2, ':'))) << "a key and a value each";
}

TEST(Guard, CountsDashesOnlyWhereTheyMakeItems) {
  std::string items;
  while (items.size() < 2 * kMostValues) items += "- ";
  EXPECT_TRUE(refuse(items));
  EXPECT_FALSE(refuse("#" + std::string(2 * kMostValues, '-') + "\n")) << "a ruler in a comment";
}

}  // namespace
}  // namespace rackseed::config
