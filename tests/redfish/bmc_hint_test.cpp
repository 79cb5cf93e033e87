#include "redfish/discovery/bmc_hint.hpp"

#include <gtest/gtest.h>

#include <array>

namespace rackseed::redfish::tests {
namespace {

const Mac kOfNobody({0x02, 0, 0x5e, 0, 0, 1});

BmcHint certain(const char* vendor, const char* serial = "") {
  return {.vendor = vendor, .serial = serial, .is_certain = true};
}

TEST(BmcHint, TakesAVendorClassForAnAnswer) {
  EXPECT_EQ(bmc_hint("iDRAC", "", kOfNobody), certain("Dell"));
  EXPECT_EQ(bmc_hint("CPQRIB3", "", kOfNobody), certain("HPE"));
  EXPECT_EQ(bmc_hint("CPQRIB3 (HP ProLiant DL360 G6 iLO)", "", kOfNobody), certain("HPE"));
  EXPECT_EQ(bmc_hint("NVIDIA/BF/BMC", "", kOfNobody), certain("NVIDIA"));
}

TEST(BmcHint, TakesTheSerialNumberFromTheName) {
  EXPECT_EQ(bmc_hint("iDRAC", "idrac-F54P1G3", kOfNobody), certain("Dell", "F54P1G3"));
  EXPECT_EQ(bmc_hint("", "IDRAC-f54p1g3.oob.example", kOfNobody), certain("Dell", "F54P1G3"));
  EXPECT_EQ(bmc_hint("CPQRIB3", "ILOMXQ2390RHW", kOfNobody), certain("HPE", "MXQ2390RHW"));
  EXPECT_EQ(bmc_hint("", "ilomxq2390rhw", kOfNobody), certain("HPE", "MXQ2390RHW"));
  EXPECT_EQ(bmc_hint("CPQRIB3", "idrac-F54P1G3", kOfNobody), certain("HPE")) << "who is it?";
}

TEST(BmcHint, IsNotMisledByNames) {
  for (const char* name : {"", "idrac-", "idrac-x", "idrac-toolongatag1", "idrac-a_b1c2d", "ilo",
                           "ilovecappuccino", "iloveyou1", "ctrl1", "MXQ2390RHW", "."})
    EXPECT_FALSE(bmc_hint("", name, kOfNobody)) << name;
  for (const char* vendor_class : {"PXEClient:Arch:00007:UNDI:003016", "HTTPClient", "i", "d-i"})
    EXPECT_FALSE(bmc_hint(vendor_class, "", kOfNobody)) << vendor_class;
}

TEST(BmcHint, OfACardKnowsItsMakerAtMost) {
  const auto maker = [](std::array<std::uint8_t, 6> octets) {
    const auto hint = bmc_hint("", "", Mac(octets));
    EXPECT_FALSE(hint && hint->is_certain);
    return hint ? hint->vendor : "";
  };
  EXPECT_EQ(maker({0xb0, 0x7b, 0x25, 0xd6, 0x51, 0x82}), "Dell");
  EXPECT_EQ(maker({0x00, 0x19, 0x99, 1, 2, 3}), "Fujitsu");
  EXPECT_EQ(maker({0x7c, 0xc2, 0x55, 1, 2, 3}), "Supermicro");
  EXPECT_EQ(maker({0xf4, 0x03, 0x43, 1, 2, 3}), "HPE");
  EXPECT_EQ(maker({0xff, 0xff, 0xff, 0xff, 0xff, 0xff}), "");
  EXPECT_EQ(maker({0, 0, 0, 0, 0, 0}), "");
}

}  // namespace
}  // namespace rackseed::redfish::tests
