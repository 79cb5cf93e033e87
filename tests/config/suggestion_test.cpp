#include "src/config/suggestion.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace rackseed::config {
namespace {

constexpr auto kKnown = std::to_array<std::string_view>(
    {"gateway", "gateway_host", "mtu", "vlan", "subnet", "subnets", "zone"});

std::string meant(std::string_view written) {
  return std::string(nearest(written, kKnown).value_or("-"));
}

TEST(Suggestion, FindsALetterThatIsMissingAddedOrChanged) {
  EXPECT_EQ(meant("gatway"), "gateway");
  EXPECT_EQ(meant("gatewayy"), "gateway");
  EXPECT_EQ(meant("gateqay"), "gateway");
  EXPECT_EQ(meant("vlans"), "vlan");
}

TEST(Suggestion, TakesTwoSwappedLettersForOneSlip) {
  EXPECT_EQ(meant("gatewya"), "gateway");
  EXPECT_EQ(meant("mut"), "mtu");
}

TEST(Suggestion, PrefersTheNearest) {
  EXPECT_EQ(meant("subnet"), "subnet");
  EXPECT_EQ(meant("subnetss"), "subnets");
  EXPECT_EQ(meant("gateway_hots"), "gateway_host");
}

TEST(Suggestion, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(meant("colour"), "-");
  EXPECT_EQ(meant("xyz"), "-");
  EXPECT_EQ(meant("a"), "-");
  EXPECT_EQ(meant(""), "-");
  EXPECT_FALSE(nearest("mtu", {}));
}

TEST(Suggestion, DoesNotCompareWhatNobodyMeant) {
  EXPECT_EQ(meant(std::string(40, 'x')), "-");
  EXPECT_EQ(meant(std::string(100'000, 'x')), "-");
  const std::string long_word(41, 'y');
  EXPECT_FALSE(nearest(std::string(40, 'y'), std::array<std::string_view, 1>{long_word}));
}

}  // namespace
}  // namespace rackseed::config
