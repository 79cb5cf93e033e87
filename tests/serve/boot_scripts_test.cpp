#include "src/serve/boot_scripts.hpp"

#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::serve {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using namespace tests;

constexpr std::string_view kSeed = "http://10.1.8.2";

TEST(IdentifyScript, MakesTheMachineSayWhoItIs) {
  EXPECT_EQ(identify_script(kSeed, kStranger),
            "#!ipxe\n"
            "# 02-00-00-00-00-99 is in no inventory: who is it?\n"
            "chain --replace http://10.1.8.2/ipxe/unknown?mac=02-00-00-00-00-99&uuid=${uuid}"
            "&serial=${serial:uristring}&asset=${asset:uristring} || exit 1\n");
}

TEST(DiscoveryScript, BootsIntoRam) {
  const std::string script = discovery_script(kSeed, kStranger);
  EXPECT_THAT(script, StartsWith("#!ipxe\n"));
  EXPECT_THAT(script, HasSubstr("\nkernel http://10.1.8.2/os/agent/vmlinuz initrd=initrd ip=dhcp "
                                "BOOTIF=01-02-00-00-00-00-99 rackseed.seed=http://10.1.8.2 "));
  EXPECT_THAT(script, HasSubstr("\ninitrd --name initrd http://10.1.8.2/os/agent/initrd\n"));
  EXPECT_THAT(script, EndsWith("\nboot || exit 1\n"));
}

TEST(LocalBoot, SaysWhyAndGoesOn) {
  EXPECT_EQ(local_boot_script("ctrl1 is planned"),
            "#!ipxe\necho rackseed: ctrl1 is planned\nexit 1\n");
  EXPECT_EQ(local_boot_grub("ctrl1 is planned"), "# rackseed: ctrl1 is planned\nexit\n");
}

TEST(LocalBoot, CarriesNoCommandOfAStranger) {
  for (const std::string& text : rackseed::tests::hostile_texts()) {
    const auto ipxe = rackseed::tests::lines_of(local_boot_script(text));
    EXPECT_EQ(ipxe.size(), 3U) << text;
    EXPECT_THAT(ipxe.at(1), Not(HasSubstr("$"))) << text;
    EXPECT_THAT(ipxe.at(1), Not(HasSubstr("||"))) << text;
    EXPECT_LE(ipxe.at(1).size(), 250U);
    EXPECT_EQ(rackseed::tests::lines_of(local_boot_grub(text)).size(), 2U) << text;
  }
}

}  // namespace
}  // namespace rackseed::serve
