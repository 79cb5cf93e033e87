#include "src/config/numbers.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rackseed::config {
namespace {

std::string number_refusal(std::string_view text) {
  const auto number = parse_whole_number(text);
  return number ? "read as " + std::to_string(*number) : number.error().detail;
}

TEST(Numbers, AreDecimal) {
  EXPECT_EQ(*parse_whole_number("0"), 0);
  EXPECT_EQ(*parse_whole_number("1500"), 1500);
  EXPECT_EQ(*parse_whole_number("-100"), -100);
  EXPECT_EQ(*parse_whole_number("2147483647"), 2147483647);
}

TEST(Numbers, AreNotWords) {
  EXPECT_EQ(number_refusal("abc"), "\"abc\" is not a whole number");
  EXPECT_EQ(number_refusal(""), "\"\" is not a whole number");
  EXPECT_EQ(number_refusal("-"), "\"-\" is not a whole number");
  EXPECT_EQ(number_refusal("15 00"), "\"15 00\" is not a whole number");
  EXPECT_EQ(number_refusal("5G"), "\"5G\" is not a whole number");
  EXPECT_EQ(number_refusal("--5"), "\"--5\" is not a whole number");
}

TEST(Numbers, ThatReadersUnderstandDifferentlyAreRefused) {
  constexpr std::string_view kOctal =
      "is not a whole number: a leading zero means octal to some readers; write it without the "
      "zero";
  EXPECT_EQ(number_refusal("010"), "\"010\" " + std::string(kOctal));
  EXPECT_EQ(number_refusal("-010"), "\"-010\" " + std::string(kOctal));
  EXPECT_EQ(number_refusal("00"), "\"00\" " + std::string(kOctal));
  EXPECT_EQ(number_refusal("0o17"), "\"0o17\" is not a whole number: write it in decimal digits");
  EXPECT_EQ(number_refusal("0x1f"), "\"0x1f\" is not a whole number: write it in decimal digits");
  EXPECT_EQ(number_refusal("0b1"), "\"0b1\" is not a whole number: write it in decimal digits");
  EXPECT_EQ(number_refusal("1_000"), "\"1_000\" is not a whole number: write it without \"_\"");
  EXPECT_EQ(number_refusal("+5"), "\"+5\" is not a whole number: write it without \"+\"");
  EXPECT_EQ(number_refusal("12:30"),
            "\"12:30\" is not a whole number: \":\" means base 60 to some readers; write decimal "
            "digits");
  EXPECT_EQ(number_refusal("1e3"), "\"1e3\" is not a whole number: write it in decimal digits");
  EXPECT_EQ(number_refusal("1.5"), "\"1.5\" is not a whole number: write it in decimal digits");
}

TEST(Numbers, ThatDoNotFitAreRefused) {
  EXPECT_EQ(number_refusal("2147483648"), "\"2147483648\" is too large a number");
  EXPECT_EQ(number_refusal("-99999999999999999999"),
            "\"-99999999999999999999\" is too large a number");
  EXPECT_EQ(number_refusal(std::string(4'000'000, '9')).size(), 60 + 3 + 2 + 22);
}

}  // namespace
}  // namespace rackseed::config
