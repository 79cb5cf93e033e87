#include "src/config/quote.hpp"

#include <gtest/gtest.h>

namespace rackseed::config {
namespace {

using namespace std::string_view_literals;

TEST(Quote, LeavesTextAsItIs) {
  EXPECT_EQ(quote(""), "\"\"");
  EXPECT_EQ(quote("maxipod"), "\"maxipod\"");
  EXPECT_EQ(quote("caf\xc3\xa9"), "\"caf\xc3\xa9\"");
}

TEST(Quote, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(quote("a\nb\t\x1b[0m"), R"("a\u000ab\u0009\u001b[0m")");
  EXPECT_EQ(quote("\0"sv), R"("\u0000")");
  EXPECT_EQ(quote("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(quote("\xe2\x80\xae"), R"("\u202e")");
  EXPECT_EQ(quote("\xff"), R"("\ufffd")");
}

TEST(Quote, CutsALongTextBetweenCharacters) {
  EXPECT_EQ(quote(std::string(60, 'a')), '"' + std::string(60, 'a') + '"');
  EXPECT_EQ(quote(std::string(61, 'a')), '"' + std::string(60, 'a') + "...\"");
  std::string accents;
  for (int i = 0; i < 100; ++i) accents += "\xc3\xa9";
  EXPECT_EQ(quote(accents), '"' + accents.substr(0, 60) + "...\"");
}

}  // namespace
}  // namespace rackseed::config
