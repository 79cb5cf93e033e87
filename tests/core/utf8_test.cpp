#include <gtest/gtest.h>
#include <rackseed/utf8.hpp>

#include <array>
#include <string>

namespace rackseed {
namespace {

using namespace std::string_view_literals;

/// Encodes by the table of RFC 3629 section 3, without any check.
std::string encode(char32_t c, int size) {
  const auto tail = [c](int shift) {
    return static_cast<char>(0x80U |
                             (static_cast<unsigned>(c) >> static_cast<unsigned>(shift) & 0x3fU));
  };
  const auto head = [c](unsigned mark, int shift) {
    return static_cast<char>(mark | static_cast<unsigned>(c) >> static_cast<unsigned>(shift));
  };
  switch (size) {
    case 1:
      return {static_cast<char>(c)};
    case 2:
      return {head(0xc0, 6), tail(0)};
    case 3:
      return {head(0xe0, 12), tail(6), tail(0)};
    default:
      return {head(0xf0, 18), tail(12), tail(6), tail(0)};
  }
}

struct Row {
  char32_t first = 0, last = 0;
  int size = 0;
};

// RFC 3629 section 3; the surrogates are left out.
constexpr auto kRows = std::to_array<Row>({{0x0, 0x7f, 1},
                                           {0x80, 0x7ff, 2},
                                           {0x800, 0xd7ff, 3},
                                           {0xe000, 0xffff, 3},
                                           {0x10000, 0x10ffff, 4}});

TEST(Utf8, ReadsEveryCodePoint) {
  for (const Row& row : kRows)
    for (char32_t c = row.first; c <= row.last; ++c) {
      const std::string text = encode(c, row.size);
      std::string_view rest = text;
      ASSERT_EQ(take_code_point(rest), c);
      ASSERT_TRUE(rest.empty()) << static_cast<unsigned>(c);
      ASSERT_EQ(find_invalid_utf8(text), std::string_view::npos) << static_cast<unsigned>(c);
    }
}

TEST(Utf8, RefusesEveryOverlongForm) {
  for (const Row& row : kRows)
    for (int size = row.size + 1; size <= 4; ++size)
      for (const char32_t c : {row.first, row.last})
        EXPECT_EQ(find_invalid_utf8(encode(c, size)), 0U) << static_cast<unsigned>(c) << size;
  EXPECT_EQ(find_invalid_utf8("\xc0\x80"sv), 0U);  // "modified UTF-8" writes NUL like this
  EXPECT_EQ(find_invalid_utf8("\xc0\xaf"sv), 0U);  // RFC 3629 section 10: "/" in disguise
}

TEST(Utf8, RefusesEverySurrogate) {
  for (char32_t c = 0xd800; c <= 0xdfff; ++c) ASSERT_EQ(find_invalid_utf8(encode(c, 3)), 0U);
}

TEST(Utf8, RefusesValuesAboveTheLast) {
  EXPECT_EQ(find_invalid_utf8(encode(0x10ffff, 4)), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8(encode(0x110000, 4)), 0U);
  EXPECT_EQ(find_invalid_utf8(encode(0x1fffff, 4)), 0U);
}

TEST(Utf8, RefusesBytesThatBeginNothing) {
  for (int byte = 0x80; byte <= 0xff; ++byte) {
    const std::string alone(1, static_cast<char>(byte));
    EXPECT_EQ(find_invalid_utf8(alone), 0U) << byte;
    if (byte < 0xf8) continue;  // RFC 2279 had sequences of five and six bytes
    EXPECT_EQ(find_invalid_utf8(alone + "\x80\x80\x80\x80\x80"), 0U) << byte;
  }
}

TEST(Utf8, RefusesEveryTruncation) {
  for (const std::string_view whole : {"\xc3\xa9"sv, "\xe2\x82\xac"sv, "\xf0\x9f\x98\x80"sv})
    for (std::size_t size = 1; size < whole.size(); ++size) {
      EXPECT_EQ(find_invalid_utf8(whole.substr(0, size)), 0U);
      EXPECT_EQ(find_invalid_utf8(std::string(whole.substr(0, size)) + "x"), 0U);
    }
}

TEST(Utf8, TakesAnInvalidByteAlone) {
  std::string_view text = "\xe2\x82z";
  EXPECT_EQ(take_code_point(text), kReplacementCharacter);
  EXPECT_EQ(text, "\x82z");
  EXPECT_EQ(take_code_point(text), kReplacementCharacter);
  EXPECT_EQ(take_code_point(text), U'z');
  EXPECT_TRUE(text.empty());
}

TEST(Utf8, NamesThePlaceOfTheFirstInvalidByte) {
  EXPECT_EQ(find_invalid_utf8(""), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("abc\0def"sv), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("name: \xc3\xa9\xff\xff"), 8U);
}

}  // namespace
}  // namespace rackseed
