#include <gtest/gtest.h>
#include <rackseed/value.hpp>

#include <cstdint>
#include <limits>

namespace rackseed {
namespace {

using namespace std::string_view_literals;

TEST(Value, KnowsWhatItHolds) {
  EXPECT_TRUE(Value().is_null());
  EXPECT_EQ(*Value(true).flag(), true);
  EXPECT_EQ(*Value(47).number(), 47);
  EXPECT_EQ(*Value(std::uint16_t{65535}).number(), 65535);
  EXPECT_EQ(*Value("a").text(), "a");
  EXPECT_EQ(Value(true).number(), nullptr);
  EXPECT_EQ(Value(1).flag(), nullptr);
  EXPECT_EQ(Value("1").number(), nullptr);
  EXPECT_EQ(Value().items(), nullptr);
  EXPECT_EQ(Value().entries(), nullptr);
}

TEST(Value, BecomesAMapOrAListWhenSomethingIsAdded) {
  Value map;
  map.set("b", 1).set("a", Value::list({"x", "y"}));
  ASSERT_NE(map.entries(), nullptr);
  EXPECT_EQ(map.entries()->front().first, "b");
  Value list;
  list.add(1).add("two");
  ASSERT_NE(list.items(), nullptr);
  EXPECT_EQ(list.items()->size(), 2U);
}

TEST(Value, IsEqualWhenItsContentIs) {
  EXPECT_EQ(Value::list({"x"}), Value(Value::List{Value("x")}));
  EXPECT_NE(Value("1"), Value(1));
  EXPECT_NE(Value(1), Value(true));
  EXPECT_NE(Value(Value::List{}), Value(Value::Map{}));
  EXPECT_NE(Value(Value::Map{{"a", 1}, {"b", 2}}), Value(Value::Map{{"b", 2}, {"a", 1}}));
}

TEST(Json, WritesScalars) {
  EXPECT_EQ(to_json({}), "null");
  EXPECT_EQ(to_json(true), "true");
  EXPECT_EQ(to_json(false), "false");
  EXPECT_EQ(to_json(0), "0");
  EXPECT_EQ(to_json(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(to_json(std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
  EXPECT_EQ(to_json(""), R"("")");
  EXPECT_EQ(to_json("null"), R"("null")");
}

TEST(Json, KeepsTheOrderOfEntries) {
  Value value;
  value.set("z", 1).set("a", 2).set("m", Value());
  EXPECT_EQ(to_json(value), R"({"z": 1, "a": 2, "m": null})");
}

TEST(Json, WritesEmptyContainersOnOneLine) {
  Value value;
  value.set("list", Value::List{}).set("map", Value::Map{});
  EXPECT_EQ(to_json(value), R"({"list": [], "map": {}})");
  EXPECT_EQ(to_json(value, 2), "{\n  \"list\": [],\n  \"map\": {}\n}");
}

TEST(Json, IndentsEveryLevel) {
  Value inner;
  inner.set("ids", Value::List{1, 2});
  Value value;
  value.add(inner).add("x");
  EXPECT_EQ(to_json(value, 2), R"([
  {
    "ids": [
      1,
      2
    ]
  },
  "x"
])");
  EXPECT_EQ(to_json(value), R"([{"ids": [1, 2]}, "x"])");
}

TEST(Json, EscapesWhatJsonForbids) {  // RFC 8259 section 7
  EXPECT_EQ(to_json("\"\\/\n\r\t"), R"("\"\\/\n\r\t")");
  EXPECT_EQ(to_json("\b\f"), R"("\u0008\u000c")");
  for (unsigned char c = 0; c < 0x20; ++c) {
    const std::string json = to_json(std::string(1, static_cast<char>(c)));
    EXPECT_EQ(json[1], '\\') << int{c};
  }
  EXPECT_EQ(to_json("\0"sv), R"("\u0000")");
  EXPECT_EQ(to_json("\x7f"), R"("\u007f")");
}

TEST(Json, EscapesKeysToo) {
  Value value;
  value.set("a\"\n\xc3\xa9", 1);
  EXPECT_EQ(to_json(value), R"({"a\"\n\u00e9": 1})");
}

TEST(Json, IsAsciiOnly) {
  EXPECT_EQ(to_json("\xc3\xa9\xe2\x82\xac\xef\xbf\xbf"), R"("\u00e9\u20ac\uffff")");
}

TEST(Json, WritesSurrogatePairsBeyondTheFirstPlane) {
  EXPECT_EQ(to_json("\xf0\x90\x80\x80"), R"("\ud800\udc00")");  // U+10000
  EXPECT_EQ(to_json("\xf0\x9f\x98\x80"), R"("\ud83d\ude00")");  // U+1F600
  EXPECT_EQ(to_json("\xf4\x8f\xbf\xbf"), R"("\udbff\udfff")");  // U+10FFFF
}

TEST(Json, ReplacesInvalidUtf8ByteByByte) {
  EXPECT_EQ(to_json("a\xff\xfe"
                    "b"),
            R"("a\ufffd\ufffdb")");
  EXPECT_EQ(to_json("\xc0\xaf"), R"("\ufffd\ufffd")");            // overlong
  EXPECT_EQ(to_json("\xed\xa0\x80"), R"("\ufffd\ufffd\ufffd")");  // a surrogate
  EXPECT_EQ(to_json("\xf0\x9f"), R"("\ufffd\ufffd")");            // truncated
}

}  // namespace
}  // namespace rackseed
