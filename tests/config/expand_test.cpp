#include "src/config/expand.hpp"

#include <gtest/gtest.h>

namespace rackseed::config {
namespace {

using Names = std::vector<std::string>;
using Numbers = std::vector<int>;

std::string expand_refusal(std::string_view text) {
  const auto names = expand_names(text);
  return names ? "" : names.error().detail;
}

TEST(Expand, CountsNames) {
  EXPECT_EQ(*expand_names("cmp[1-3]"), (Names{"cmp1", "cmp2", "cmp3"}));
  EXPECT_EQ(*expand_names("tor-r2[1-4]a"), (Names{"tor-r21a", "tor-r22a", "tor-r23a", "tor-r24a"}));
  EXPECT_EQ(*expand_names("[8-10]x"), (Names{"8x", "9x", "10x"}));
  EXPECT_EQ(*expand_names("a[5-5]"), Names{"a5"});
  EXPECT_EQ(*expand_names("a[3-1]"), (Names{"a3", "a2", "a1"}));
}

TEST(Expand, KeepsTheWidthOfZeroPaddedNumbers) {
  EXPECT_EQ(*expand_names("n[08-11]"), (Names{"n08", "n09", "n10", "n11"}));
  EXPECT_EQ(*expand_names("n[000-001]"), (Names{"n000", "n001"}));
  EXPECT_EQ(*expand_names("n[10-09]"), (Names{"n10", "n09"}));
  EXPECT_EQ(*expand_names("n[0-1]"), (Names{"n0", "n1"}));
  EXPECT_NE(expand_refusal("n[01-100]"), "") << "which width?";
}

TEST(Expand, ANameWithoutBracketsIsItself) {
  EXPECT_EQ(*expand_names("ctrl1"), Names{"ctrl1"});
  EXPECT_EQ(*expand_names("sto1-3"), Names{"sto1-3"});
  EXPECT_EQ(*expand_names(""), Names{""});
}

TEST(Expand, RefusesHalfARange) {
  for (const auto* text : {"cmp[1-7", "cmp1-7]", "cmp[]", "cmp[1]", "cmp[1-]", "cmp[-7]",
                           "cmp[a-c]", "cmp[1-2][3-4]", "cmp[[1-2]]", "]1-2[", "cmp[1-2-3]",
                           "cmp[1..3]", "cmp[ 1-2 ]", "cmp[1-9999999]", "cmp[+1-2]"})
    EXPECT_TRUE(
        expand_refusal(text).ends_with(" is not a name or a range such as cmp[1-7] or n[01-12]"))
        << text << expand_refusal(text);
}

TEST(Expand, LimitsARange) {
  EXPECT_EQ(expand_names("a[1-4096]")->size(), kMostExpansions);
  EXPECT_EQ(expand_refusal("a[1-4097]"), "\"a[1-4097]\" stands for 4097 values; at most 4096");
  EXPECT_EQ(expand_refusal("a[999999-0]"),
            "\"a[999999-0]\" stands for 1000000 values; at most 4096");
  EXPECT_EQ(expand_names("a[1-4097]").error().code, Errc::kConflict);
  EXPECT_EQ(expand_names("a[1-").error().code, Errc::kMalformed);
}

TEST(Expand, CountsNumbersUpwardsAndDownwards) {
  EXPECT_EQ(*expand_numbers("20-18"), (Numbers{20, 19, 18}));
  EXPECT_EQ(*expand_numbers("8-10"), (Numbers{8, 9, 10}));
  EXPECT_EQ(*expand_numbers("20"), Numbers{20});
  EXPECT_EQ(*expand_numbers("-5"), Numbers{-5});
}

TEST(Expand, RefusesWhatIsNoNumber) {
  for (const auto* text : {"", "a", "20-", "20-1a", "020", "08-10", "1-010", "0x10", "1000001",
                           "-1000001", "2147483648", "1-2-3"})
    EXPECT_EQ(expand_numbers(text).error().code, Errc::kMalformed) << text;
  EXPECT_EQ(expand_numbers("1-5000").error().code, Errc::kConflict);
}

TEST(Expand, CountsTheLastOctet) {
  const auto addresses = expand_addresses("172.30.33.21-23");
  ASSERT_TRUE(addresses);
  ASSERT_EQ(addresses->size(), 3);
  EXPECT_EQ(addresses->front().text(), "172.30.33.21");
  EXPECT_EQ(addresses->back().text(), "172.30.33.23");
  EXPECT_EQ(expand_addresses("10.0.0.3-1")->back().text(), "10.0.0.1");
  EXPECT_EQ(expand_addresses("10.0.0.0-255")->size(), 256);
  EXPECT_EQ(expand_addresses("255.255.255.254-255")->size(), 2);
  EXPECT_EQ(expand_addresses("10.0.0.7")->size(), 1);
}

TEST(Expand, RefusesWhatIsNoAddress) {
  for (const auto* text :
       {"", "-", "abc", "10.0.0", "10.0.0.1-", "10.0.0.1-256", "10.0.0.1-01", "10.0.0.1-1.2",
        "10.0.0.1-10.0.0.5", "10.0.0-5.1", "010.0.0.1", "10.0.0.1-2-3", "10.0.0.1/24"})
    EXPECT_EQ(expand_addresses(text).error().code, Errc::kMalformed) << text;
}

TEST(Expand, StepsFromOneValueToTheNext) {
  EXPECT_EQ(step_on(20, -3), 17);
  EXPECT_EQ(step_on(Ipv4(0x0a0000ff), 1)->text(), "10.0.1.0");
  const auto port = plan::parse_port("Ethernet2/1");
  EXPECT_EQ(step_on(*port, 2)->text(), "Ethernet2/3");
  EXPECT_EQ(step_on(*port, 4)->text(), "Ethernet3/1");
  EXPECT_EQ(step_on(*port, -4)->text(), "Ethernet1/1");
  EXPECT_EQ(step_on(*plan::parse_port("Ethernet3"), 4)->text(), "Ethernet7");
}

TEST(Expand, StopsStepsAtTheEnds) {
  EXPECT_FALSE(step_on(1'000'000, 1));
  EXPECT_FALSE(step_on(-1'000'000, -1));
  EXPECT_FALSE(step_on(Ipv4(0xffffffff), 1));
  EXPECT_FALSE(step_on(Ipv4(0), -1));
  for (const int steps : {-5, -6, -7, -8, -9, -1000, 40'000, 4'095'000})
    EXPECT_FALSE(step_on(*plan::parse_port("Ethernet2/1"), steps)) << steps;
  EXPECT_FALSE(step_on(*plan::parse_port("Ethernet3"), -3));
  EXPECT_FALSE(step_on(*plan::parse_port("Ethernet9999"), 1));
}

}  // namespace
}  // namespace rackseed::config
