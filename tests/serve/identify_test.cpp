#include "src/serve/identify.hpp"

#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::serve {
namespace {

using testing::HasSubstr;
using namespace tests;

constexpr std::string_view kDigits =
    "4c4c454400423510"
    "8052b4c04f4d3232";
constexpr std::string_view kTurned = "44454c4c-4200-1035-8052-b4c04f4d3232";

TEST(UuidKey, IsTheSameInEveryNotation) {
  const std::string key = uuid_key(kUuid);
  EXPECT_EQ(key.size(), 32U);
  EXPECT_EQ(uuid_key(kDigits), key);
  EXPECT_EQ(uuid_key("4C4C4544-0042-3510-8052-B4C04F4D3232"), key);
  EXPECT_EQ(uuid_key(kTurned), key);
  EXPECT_NE(uuid_key("4c4c4544-0042-3510-8052-b4c04f4d3233"), key);
}

TEST(UuidKey, KeepsTheOrderOfTheLastTwoFields) {
  EXPECT_NE(uuid_key("4c4c4544-0042-3510-5280-b4c04f4d3232"), uuid_key(kUuid));
}

class UuidKeyOfJunk : public testing::TestWithParam<std::string_view> {};

TEST_P(UuidKeyOfJunk, IsEmpty) { EXPECT_EQ(uuid_key(GetParam()), ""); }

INSTANTIATE_TEST_SUITE_P(
    Texts, UuidKeyOfJunk,
    testing::Values("", "-", "00000000-0000-0000-0000-000000000000",
                    "ffffffff-ffff-ffff-ffff-ffffffffffff", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
                    "03000200-0400-0500-0006-000700080009", "00020003-0004-0005-0006-000700080009",
                    "4c4c4544-0042-3510-8052-b4c04f4d323", "4c4c4544-0042-3510-8052-b4c04f4d32323",
                    "4c4c4544-0042-3510-8052-b4c04f4d32zz", "4c4c4544 0042 3510 8052 b4c04f4d3232",
                    "${uuid}", std::string_view("4c4c4544\0", 9)));

class IdentifyTest : public testing::Test {
 protected:
  IdentifyTest() { rack_.machines().learn_uuid(kCtrl1, std::string(kDigits)); }
  [[nodiscard]] Identified identify(std::string_view uuid, std::string serial) {
    return serve::identify(rack_.machines(), {std::string(uuid), std::move(serial)});
  }
  void expect_node(const Identified& found, std::string_view name, std::string_view why) {
    ASSERT_NE(found.node, nullptr) << found.why;
    EXPECT_EQ(found.node->name(), name);
    EXPECT_EQ(found.why, why);
  }
  void expect_nobody(const Identified& found, const std::string& why) {
    EXPECT_EQ(found.node, nullptr) << found.node->name();
    EXPECT_THAT(found.why, HasSubstr(why));
  }
  Rack rack_;
};

TEST_F(IdentifyTest, TiesByUuidInBothByteOrders) {
  expect_node(identify(kUuid, ""), "ctrl1", "by its system UUID");
  expect_node(identify(kTurned, ""), "ctrl1", "by its system UUID");
  expect_node(identify(kTurned, "SRV00010"), "ctrl1", "by its system UUID");
}

TEST_F(IdentifyTest, TiesBySerial) {
  expect_node(identify("", "SRV00011"), "ctrl2", "by its serial number");
  expect_node(identify("03000200-0400-0500-0006-000700080009", "SRV00011"), "ctrl2",
              "by its serial number");
}

TEST_F(IdentifyTest, TiesNobodyWithoutEvidence) {
  expect_nobody(identify("", ""), "neither a UUID nor a serial number");
  for (const char* serial : {"To Be Filled By O.E.M.", "Default string", "0123456789", "None"})
    expect_nobody(identify("", serial), "neither a UUID nor a serial number");
  expect_nobody(identify("11111111-2222-3333-4444-555555555555", "XYZ"), "no node of the plan");
}

TEST_F(IdentifyTest, IgnoresBlanksAroundASerial) {
  expect_node(identify("", " SRV00011  "), "ctrl2", "by its serial number");
  expect_nobody(identify("", "Default string  "), "neither a UUID nor a serial number");
  expect_nobody(identify("", "  "), "neither a UUID nor a serial number");
}

TEST_F(IdentifyTest, TiesNobodyWhenTheEvidencePointsAtTwo) {
  expect_nobody(identify(kUuid, "SRV00011"),
                "its UUID is that of ctrl1, its serial number that of "
                "ctrl2");
}

TEST_F(IdentifyTest, TiesNobodyWhenTheSerialOfItsUuidIsAnother) {
  expect_nobody(identify(kUuid, "XYZ"), "which has serial number SRV00010");
}

TEST_F(IdentifyTest, TiesNobodyWhenTheUuidOfItsSerialIsAnother) {
  expect_nobody(identify("11111111-2222-3333-4444-555555555555", "SRV00010"),
                "which has UUID " + std::string(kDigits));
}

TEST_F(IdentifyTest, BelievesNoSerialThatEveryBoardHas) {
  rack_.facts().at(kCtrl1).serial = "To be filled by O.E.M.";
  rack_.know();
  rack_.machines().learn_uuid(kCtrl1, std::string(kDigits));
  expect_node(identify(kUuid, "XYZ"), "ctrl1", "by its system UUID");
  expect_nobody(identify("", "To be filled by O.E.M."), "neither");
}

TEST_F(IdentifyTest, TiesNobodyWhenTwoNodesHaveTheSame) {
  rack_.machines().learn_uuid(kCtrl2, std::string(kTurned));
  expect_nobody(identify(kUuid, ""), "several nodes have this system UUID");
  rack_.facts().at(kCtrl2).serial = "SRV00010";
  rack_.know();
  expect_nobody(identify("", "SRV00010"), "several nodes have this serial number");
}

TEST_F(IdentifyTest, DoesNotTakeAnEmptySerialForTheSame) {
  rack_.facts().at(kCtrl2).serial.clear();
  rack_.know();
  expect_nobody(identify("", ""), "neither");
}

}  // namespace
}  // namespace rackseed::serve
