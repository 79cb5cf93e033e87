#include "dhcp/architecture.hpp"

#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

TEST(DhcpArchitecture, TakesSevenAndNineAlike) {  // RFC 4578 and IANA have them exchanged
  EXPECT_EQ(platform_of(7), Platform::kEfiX64);
  EXPECT_EQ(platform_of(9), Platform::kEfiX64);
}

TEST(DhcpArchitecture, KnowsThePlatforms) {
  EXPECT_EQ(platform_of(0), Platform::kBios);
  EXPECT_EQ(platform_of(20), Platform::kBios);
  EXPECT_EQ(platform_of(6), Platform::kEfiIa32);
  EXPECT_EQ(platform_of(15), Platform::kEfiIa32);
  EXPECT_EQ(platform_of(16), Platform::kEfiX64);
  EXPECT_EQ(platform_of(10), Platform::kEfiArm32);
  EXPECT_EQ(platform_of(18), Platform::kEfiArm32);
  EXPECT_EQ(platform_of(11), Platform::kEfiArm64);
  EXPECT_EQ(platform_of(19), Platform::kEfiArm64);
  for (const std::uint16_t other : std::vector<std::uint16_t>{1, 2, 27, 41, 65535})
    EXPECT_EQ(platform_of(other), Platform::kOther) << other;
}

TEST(DhcpArchitecture, KnowsTheNumbersOfHttpBoot) {
  for (const std::uint16_t http :
       std::vector<std::uint16_t>{15, 16, 17, 18, 19, 20, 26, 28, 30, 38, 40})
    EXPECT_TRUE(is_http_architecture(http)) << http;
  for (const std::uint16_t other :
       std::vector<std::uint16_t>{0, 6, 7, 9, 10, 11, 14, 21, 25, 27, 41})
    EXPECT_FALSE(is_http_architecture(other)) << other;
}

TEST(DhcpArchitecture, IsReadFromOption93First) {
  EXPECT_EQ(architecture_of(
                {.vendor_class = "PXEClient:Arch:00000:UNDI:002001", .architectures = {7, 16}}),
            7);
}

TEST(DhcpArchitecture, IsReadFromOption60Otherwise) {
  EXPECT_EQ(architecture_of({.vendor_class = "PXEClient:Arch:00007:UNDI:003016"}), 7);
  EXPECT_EQ(architecture_of({.vendor_class = "HTTPClient:Arch:00016"}), 16);
}

TEST(DhcpArchitecture, IsUnknownWhereNothingTells) {
  for (const char* text : {"", "PXEClient", "PXEClient:Arch:", "PXEClient:Arch:x",
                           "PXEClient:Arch:7:UNDI", "PXEClient:Arch:99999", "PXEClient:Arch:-0001"})
    EXPECT_FALSE(architecture_of({.vendor_class = text})) << text;
}

TEST(DhcpArchitecture, HasANameForAPerson) {
  EXPECT_EQ(to_string(Platform::kEfiX64), "UEFI x64");
  EXPECT_EQ(to_string(Platform::kEfiArm32), "UEFI arm32");
  EXPECT_EQ(to_string(Platform::kOther), "another platform");
}

}  // namespace
}  // namespace rackseed::dhcp::tests
