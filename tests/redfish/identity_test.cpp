#include "redfish/identity.hpp"

#include "tests/redfish/documents.hpp"

namespace rackseed::redfish::tests {
namespace {

TEST(Row59, NormalisesMacs) {
  const Mac mac({0xb8, 0x3f, 0xd2, 0x90, 0x97, 0xc4});
  for (const std::string_view text : {"B8:3F:D2:90:97:C4", "b8-3f-d2-90-97-c4", "B83FD29097C4",
                                      "b83f.d290.97c4", " b8:3f:d2:90:97:c4 "})
    EXPECT_EQ(parse_mac(text), mac) << text;
}

TEST(Row59, DropsMacsOfZeros) {
  for (const std::string_view text : {"00:00:00:00:00:00", "000000000000", "FF:FF:FF:FF:FF:FF"})
    EXPECT_EQ(parse_mac(text), std::nullopt) << text;
}

TEST(Row59, DropsWhatIsNoMac) {
  for (const std::string_view text :
       {"", "N/A", "b8:3f:d2:90:97", "b8:3f:d2:90:97:c4:00", "b8:3f:d2:90:97:cg", ":b83fd29097c4",
        "b83fd29097c4:", "b:83f:d2:90:97:c4", "00:00:03:87:fe:80:00:00:00:00:00:00:00:00:00:01"})
    EXPECT_EQ(parse_mac(text), std::nullopt) << text;
}

TEST(Row59, PrefersTheMacThatACardWasMadeWith) {
  const Mac made({2, 0, 0, 0, 0, 1});
  const Mac now({2, 0, 0, 0, 0, 2});
  EXPECT_EQ(choose_mac("02:00:00:00:00:01", "02:00:00:00:00:02"), made);
  EXPECT_EQ(choose_mac("", "02:00:00:00:00:02"), now);
  EXPECT_EQ(choose_mac("00:00:00:00:00:00", "02:00:00:00:00:02"), now);
  EXPECT_EQ(choose_mac("02:00:00:00:00:01", ""), made);
  EXPECT_EQ(choose_mac("", ""), std::nullopt);
}

Identity identity(Vendor vendor, const System& system) {
  return identity_of(vendor, {}, system, std::nullopt);
}

TEST(Row62, TakesTheServiceTagOnDell) {
  const System system{.serial = "CNIVC0014M0388", .sku = "F54P1G3"};
  EXPECT_EQ(identity(Vendor::kDell, system).serial, "F54P1G3");
  EXPECT_EQ(identity(Vendor::kHpe, system).serial, "CNIVC0014M0388");
  EXPECT_EQ(identity(Vendor::kDell, {.serial = "CN1", .sku = ""}).serial, "CN1");
}

TEST(Row63, TakesPlaceholdersForNothing) {
  for (const std::string_view text :
       {"", "   ", "To be filled by O.E.M.", "TO BE FILLED BY O.E.M.", "Default string", "N/A", "0",
        "00000000", "............", "Not Specified", "System Serial Number", "0123456789"})
    EXPECT_EQ(known_text(text), "") << text;
  for (const std::string_view text : {"S889914X3710910", "1", "3500", "P28948-B21"})
    EXPECT_EQ(known_text(text), text);
  EXPECT_EQ(known_text("  J105958B   "), "J105958B");
}

TEST(Row63, TakesEmptyUuidsForNothing) {
  EXPECT_EQ(known_uuid("4C4C4544-0035-3410-8050-C6C04F314733"),
            "4c4c4544-0035-3410-8050-c6c04f314733");
  for (const std::string_view text :
       {"", "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-7CC25550A8FF",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "03000200-0400-0500-0006-000700080009", "N/A",
        "4c4c4544x0035-3410-8050-c6c04f314733"})
    EXPECT_EQ(known_uuid(text), "") << text;
}

TEST(RedfishIdentity, TellsWhatIsKnownOfTheBmc) {
  const ServiceRoot root{.vendor = "HPE"};
  const Manager manager{.firmware = "iLO 5 v3.11"};
  const Identity known = identity_of(Vendor::kHpe, root, {.bios = "U46"}, manager);
  EXPECT_EQ(known.bmc_vendor, "HPE");
  EXPECT_EQ(known.bmc_firmware, "iLO 5 v3.11");
  EXPECT_EQ(known.bios, "U46");
  EXPECT_EQ(identity(Vendor::kSupermicro, {}).bmc_vendor, "Supermicro");
}

TEST(Row78, BelievesTheOemKeyFirst) {
  EXPECT_EQ(detect_vendor({.vendor = "Lenovo", .oem = {"Ami"}}, "Lenovo", ""), Vendor::kAmi);
  EXPECT_EQ(detect_vendor({.oem = {"Supermicro"}}, "", ""), Vendor::kSupermicro);
  EXPECT_EQ(detect_vendor({.vendor = "HPE", .oem = {"Hpe"}}, "HPE", ""), Vendor::kHpe);
}

TEST(Row78, FallsBackToTheMachine) {
  EXPECT_EQ(detect_vendor({.vendor = "Dell"}, "", ""), Vendor::kDell);
  EXPECT_EQ(detect_vendor({}, "Dell Inc.", ""), Vendor::kDell);
  EXPECT_EQ(detect_vendor({}, "", "OpenBmc"), Vendor::kOpenBmc);
  EXPECT_EQ(detect_vendor({}, "Amistad", "Hpx"), Vendor::kUnknown);
  EXPECT_EQ(detect_vendor({.vendor = "American Megatrends Inc."}, "", ""), Vendor::kAmi);
}

}  // namespace
}  // namespace rackseed::redfish::tests
