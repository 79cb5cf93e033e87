#include "src/plan/ports.hpp"

#include <gtest/gtest.h>

namespace rackseed::plan {
namespace {

Port port(std::string_view text) { return parse_port(text).value(); }

TEST(Ports, ReadsPlainPortsAndLanes) {
  EXPECT_EQ(parse_port("Ethernet48"), (Port{.prefix = "Ethernet", .number = 48}));
  EXPECT_EQ(parse_port("Ethernet1/3"), (Port{.prefix = "Ethernet", .number = 1, .lane = 3}));
  EXPECT_EQ(parse_port("swp9999"), (Port{.prefix = "swp", .number = 9999}));
}

TEST(Ports, RefusesEverythingElse) {
  for (const std::string_view text : {"",
                                      "Ethernet",
                                      "48",
                                      "Ethernet/1",
                                      "Ethernet0",
                                      "Ethernet01",
                                      "Ethernet1/",
                                      "Ethernet1/0",
                                      "Ethernet1/5",
                                      "Ethernet1/01",
                                      "Ethernet1/1/1",
                                      "Ethernet-1",
                                      "Ethernet1/-1",
                                      "Ethernet+1",
                                      "Ethernet 1",
                                      " Ethernet1",
                                      "Ethernet1 ",
                                      "Ethernet12345",
                                      "Ethernet1a",
                                      "Ether/net1",
                                      "Ethernet1\n",
                                      "Abcdefghijklmnopqrstu1"})
    EXPECT_FALSE(parse_port(text)) << '"' << text << '"';
}

TEST(Ports, WritesWhatTheyRead) {
  for (const std::string_view text : {"Ethernet48", "Ethernet1/3", "swp1"})
    EXPECT_EQ(port(text).text(), text);
  EXPECT_EQ(port("Ethernet12/3").cage(), "Ethernet12");
  EXPECT_EQ(port("Ethernet48").cage(), "Ethernet48");
}

TEST(Ports, CountLanesThroughTheCages) {
  EXPECT_EQ(advance(port("Ethernet1/1"), 0).text(), "Ethernet1/1");
  EXPECT_EQ(advance(port("Ethernet1/1"), 3).text(), "Ethernet1/4");
  EXPECT_EQ(advance(port("Ethernet1/3"), 2).text(), "Ethernet2/1");
  EXPECT_EQ(advance(port("Ethernet2/1"), 8).text(), "Ethernet4/1");
  EXPECT_EQ(advance(port("Ethernet6/1"), 2).text(), "Ethernet6/3");
}

TEST(Ports, CountPlainPortsByNumber) {
  EXPECT_EQ(advance(port("Ethernet49"), 1).text(), "Ethernet50");
  EXPECT_EQ(advance(port("Ethernet2"), 8).text(), "Ethernet10");
}

TEST(Ports, KnowWhatTheModelsHave) {
  EXPECT_TRUE(has_port("DCS-7050CX3-32S", port("Ethernet1/1")));
  EXPECT_TRUE(has_port("DCS-7050CX3-32S", port("Ethernet32/4")));
  EXPECT_FALSE(has_port("DCS-7050CX3-32S", port("Ethernet33/1")));
  EXPECT_TRUE(has_port("DCS-7050CX3-32S", port("Ethernet33")));  // the two 10G ports
  EXPECT_TRUE(has_port("DCS-7050CX3-32S", port("Ethernet34")));
  EXPECT_FALSE(has_port("DCS-7050CX3-32S", port("Ethernet35")));
  EXPECT_FALSE(has_port("DCS-7050CX3-32S", port("Ethernet1")));
  EXPECT_TRUE(has_port("DCS-7010TX-48", port("Ethernet1")));
  EXPECT_TRUE(has_port("DCS-7010TX-48", port("Ethernet52")));
  EXPECT_FALSE(has_port("DCS-7010TX-48", port("Ethernet53")));
  EXPECT_FALSE(has_port("DCS-7010TX-48", port("Ethernet1/1")));
  EXPECT_FALSE(has_port("DCS-7010TX-48", port("swp1")));
}

TEST(Ports, OfAnUnknownModelAreTaken) {
  EXPECT_TRUE(has_port("SN2700", port("swp99")));
  EXPECT_TRUE(has_port("", port("Ethernet4000/4")));
}

}  // namespace
}  // namespace rackseed::plan
