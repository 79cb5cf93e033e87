#include <gtest/gtest.h>
#include <rackseed/ascii.hpp>

#include <string>
#include <string_view>

namespace rackseed {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Every value of a char for which a predicate holds, in the order of the code points.
template <class Predicate>
std::string members(Predicate is_member) {
  std::string found;
  for (unsigned code = 0; code < 256; ++code)
    if (const char c = static_cast<char>(code); is_member(c)) found += c;
  return found;
}

template <class Mapping>
std::string mapped(std::string_view text, Mapping mapping) {
  std::string result;
  for (const char c : text) result += mapping(c);
  return result;
}

TEST(Ascii, ClassesHoldTheirCharactersAndNoOther) {
  const std::string letters = std::string(kUpper) + std::string(kLower);
  EXPECT_EQ(members(is_digit), kDigits);
  EXPECT_EQ(members(is_lower), kLower);
  EXPECT_EQ(members(is_upper), kUpper);
  EXPECT_EQ(members(is_letter), letters);
  EXPECT_EQ(members(is_alphanumeric), std::string(kDigits) + letters);
}

TEST(Ascii, ChangesTheCaseOfLetters) {
  EXPECT_EQ(mapped(kUpper, to_lower), kLower);
  EXPECT_EQ(mapped(kLower, to_upper), kUpper);
}

TEST(Ascii, LeavesEverythingElseAsItIs) {
  const std::string others = members([](char c) { return !is_letter(c); });
  EXPECT_EQ(others.size(), 256 - kLower.size() - kUpper.size());
  for (const std::string& text : {others, std::string(kLower)})
    EXPECT_EQ(mapped(text, to_lower), text);
  for (const std::string& text : {others, std::string(kUpper)})
    EXPECT_EQ(mapped(text, to_upper), text);
}

}  // namespace
}  // namespace rackseed
