#include "http/range.hpp"

#include <gtest/gtest.h>

namespace rackseed::http {
namespace {

constexpr std::uint64_t kSize = 1000;
constexpr auto kEtag = "\"a-1\"";

Part range(std::uint64_t first, std::uint64_t count) {
  return Range{.first = first, .count = count};
}

TEST(Range, IsReadAsRfc9110Says) {  // section 14.1.2
  EXPECT_EQ(parse_range("bytes=0-499", kSize), range(0, 500));
  EXPECT_EQ(parse_range("bytes=500-999", kSize), range(500, 500));
  EXPECT_EQ(parse_range("bytes=-500", kSize), range(500, 500));
  EXPECT_EQ(parse_range("bytes=9500-", kSize), Part(Unsatisfiable{}));
  EXPECT_EQ(parse_range("bytes=0-0", kSize), range(0, 1));
  EXPECT_EQ(parse_range("bytes=-1", kSize), range(999, 1));
  EXPECT_EQ(parse_range("bytes=990-", kSize), range(990, 10));
}

TEST(Range, EndsWithTheFile) {
  EXPECT_EQ(parse_range("bytes=900-5000", kSize), range(900, 100));
  EXPECT_EQ(parse_range("bytes=-5000", kSize), range(0, 1000));
  EXPECT_EQ(parse_range("bytes=999-18446744073709551615", kSize), range(999, 1));
}

TEST(Range, ThatBeginsAfterTheEndIsUnsatisfiable) {
  EXPECT_EQ(parse_range("bytes=1000-", kSize), Part(Unsatisfiable{}));
  EXPECT_EQ(parse_range("bytes=-0", kSize), Part(Unsatisfiable{}));
  EXPECT_EQ(parse_range("bytes=0-", 0), Part(Unsatisfiable{}));
  EXPECT_EQ(parse_range("bytes=-1", 0), Part(Unsatisfiable{}));
}

TEST(Range, ThatIsNoneIsIgnored) {
  for (const auto* field : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5", "bytes=5-4",
                            "bytes=1-2,4-5", "octets=0-1", "bytes=--1", "bytes=1-2-3", "bytes=+1-2",
                            "bytes=0x1-2", "bytes=18446744073709551616-", "bytes=1 - 2"})
    EXPECT_EQ(parse_range(field, kSize), Part(Whole{})) << field;
}

TEST(Range, CountsOnlyWhileTheFileIsTheSame) {  // section 13.1.5
  EXPECT_EQ(decide_part("bytes=1-1", kEtag, kEtag, kSize), range(1, 1));
  EXPECT_EQ(decide_part("bytes=1-1", {}, kEtag, kSize), range(1, 1));
  EXPECT_EQ(decide_part("bytes=1-1", "\"b\"", kEtag, kSize), Part(Whole{}));
  EXPECT_EQ(decide_part("bytes=1-1", "W/\"a-1\"", kEtag, kSize), Part(Whole{})) << "weak";
  EXPECT_EQ(decide_part("bytes=1-1", "Wed, 21 Oct 2015 07:28:00 GMT", kEtag, kSize), Part(Whole{}));
  EXPECT_EQ(decide_part({}, kEtag, kEtag, kSize), Part(Whole{}));
}

TEST(Etag, IsFoundInAList) {  // section 13.1.2
  for (const auto* field : {"\"a-1\"", "*", " * ", R"("x", "a-1")", "W/\"a-1\"", R"("x",W/"a-1")"})
    EXPECT_TRUE(names_etag(field, kEtag)) << field;
  for (const auto* field : {"", "\"a\"", "a-1", ",", R"("x", "y")", "\"a-1"})
    EXPECT_FALSE(names_etag(field, kEtag)) << field;
}

}  // namespace
}  // namespace rackseed::http
