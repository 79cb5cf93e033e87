#include <gtest/gtest.h>
#include <rackseed/bytes.hpp>

#include <string>

namespace rackseed {
namespace {

using namespace std::string_view_literals;

TEST(ByteReader, TakesFromTheFront) {
  ByteReader in(bytes_of("\1\2\3\4\5\6\7boot\0\x80\0\0\0\0\0\0\xffrest"sv));
  EXPECT_EQ(in.u8(), 0x01);
  EXPECT_EQ(in.u16be(), 0x0203);
  EXPECT_EQ(in.u32be(), 0x04050607U);
  EXPECT_EQ(in.c_string(), "boot");
  EXPECT_EQ(in.u64be(), 0x80000000000000ffU);
  EXPECT_EQ(in.left(), 4U);
  EXPECT_EQ(text_of(in.bytes(1)), "r");
  EXPECT_EQ(text_of(in.rest()), "est");
  EXPECT_TRUE(in.empty());
  EXPECT_FALSE(in.failed());
}

TEST(ByteReader, MayReadNothingAtTheEnd) {
  ByteReader in(Bytes{});
  EXPECT_TRUE(in.rest().empty());
  EXPECT_TRUE(in.bytes(0).empty());
  EXPECT_FALSE(in.failed());
}

TEST(ByteReader, YieldsNothingMoreOnceItFailed) {
  ByteReader in(bytes_of("\1\2\3"sv));
  EXPECT_EQ(in.u32be(), 0U);
  EXPECT_TRUE(in.failed());
  EXPECT_TRUE(in.empty());
  EXPECT_EQ(in.u8(), 0);
  EXPECT_EQ(in.c_string(), "");
  EXPECT_TRUE(in.rest().empty());
}

TEST(ByteReader, WantsTheEndOfAString) {
  for (const std::string_view text : {""sv, "boot"sv}) {
    ByteReader in(bytes_of(text));
    EXPECT_EQ(in.c_string(), "");
    EXPECT_TRUE(in.failed());
  }
  ByteReader in(bytes_of("\0"sv));
  EXPECT_EQ(in.c_string(), "");
  EXPECT_FALSE(in.failed());
}

TEST(ByteReader, IsNotFooledByAHugeLength) {
  ByteReader in(bytes_of("abc"sv));
  EXPECT_TRUE(in.bytes(std::numeric_limits<std::size_t>::max()).empty());
  EXPECT_TRUE(in.failed());
}

TEST(ByteWriter, WritesWhatAReaderReads) {
  ByteWriter out;
  out.u8(1).u16be(0x0203).u32be(0x04050607).c_string("boot").u64be(0x80000000000000ff);
  out.bytes(bytes_of("rest"));
  EXPECT_EQ(out.size(), 24U);
  EXPECT_FALSE(out.failed());
  EXPECT_EQ(text_of(out.take()), "\1\2\3\4\5\6\7boot\0\x80\0\0\0\0\0\0\xffrest"sv);
  EXPECT_EQ(out.size(), 0U);
}

TEST(ByteWriter, KeepsToItsLimit) {
  ByteWriter exact(7);
  EXPECT_FALSE(exact.u16be(1).c_string("boot").failed());
  for (const std::size_t most : {0U, 1U, 3U, 6U}) {
    ByteWriter out(most);
    out.u16be(1).c_string("boot").u8(1);
    EXPECT_TRUE(out.failed()) << most;
    EXPECT_LE(out.size(), most);
  }
}

TEST(ByteWriter, AddsNothingMoreOnceItFailed) {
  ByteWriter out(2);
  out.u8(1).u16be(2).u8(3);
  EXPECT_TRUE(out.failed());
  EXPECT_EQ(out.size(), 1U);
}

TEST(ByteWriter, RefusesATextThatHoldsItsTerminator) {
  ByteWriter out;
  out.c_string("a\0b"sv);
  EXPECT_TRUE(out.failed());
  EXPECT_EQ(out.size(), 0U);
}

}  // namespace
}  // namespace rackseed
