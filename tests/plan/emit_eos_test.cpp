#include "src/plan/emit/eos.hpp"

#include <gtest/gtest.h>

#include "tests/plan/example.hpp"

namespace rackseed::plan {
namespace {

TEST(EosWriter, IndentsSectionsAndSetsInnerOnesOff) {
  EosWriter out;
  out.line("hostname {}", "a");
  out.begin("router bgp {}", 65000).line("router-id {}", Ipv4(0x0a000001));
  out.begin("vlan {}", 10).line("redistribute learned").end();
  out.end();
  EXPECT_EQ(out.take(),
            "hostname a\nrouter bgp 65000\n   router-id 10.0.0.1\n   !\n   vlan 10\n"
            "      redistribute learned\n!\n");
}

TEST(EosWriter, WritesEveryNameAsOneWord) {
  for (const std::string& text : tests::hostile_texts()) {
    EosWriter out;
    out.line("hostname {}", text);
    const std::string line = out.take();
    EXPECT_EQ(line.find_first_of("\n\r \t\"'`$;{}!|\\", 9), line.size() - 1) << line;
    EXPECT_LE(line.size(), 10 + kPlainLength);
    EXPECT_GT(line.size(), 10U);
  }
}

TEST(EosWriter, KeepsSpacesInADescription) {
  EosWriter out;
  out.line("description {}", EosText{"in-band management\nno aaa root"});
  EXPECT_EQ(out.take(), "description in-band management_no aaa root\n");
}

TEST(EosWriter, KeepsAPasswordHashOnItsLine) {
  EosWriter out;
  out.line("secret sha512 {}", EosHash{"$6$a.B/c$d\nuser x"});
  EXPECT_EQ(out.take(), "secret sha512 $6$a.B/c$duserx\n");
}

TEST(EosWriter, NeverCutsAListOfVlans) {
  EosVlans vlans;
  std::string expected;
  for (int vlan = 2; vlan < 200; vlan += 2) {
    vlans.ranges.emplace_back(vlan, vlan);
    expected += (vlan > 2 ? "," : "") + std::to_string(vlan);
  }
  EXPECT_EQ(eos_argument(vlans), expected);
  EXPECT_EQ(eos_argument(EosVlans{{{3, 7}, {9, 9}}}), "3-7,9");
  EXPECT_EQ(eos_argument(EosVlans{}), "none");
}

TEST(PlainText, MakesNamesOfPathsAndUrls) {
  EXPECT_EQ(plain_word("tor-r11a_Ethernet28/1"), "tor-r11a_Ethernet28/1");
  EXPECT_EQ(upper_word("storage-cluster"), "STORAGE_CLUSTER");
  EXPECT_EQ(path_part("../etc"), ".._etc");
  EXPECT_EQ(path_part(".."), "__");
  EXPECT_EQ(path_part(""), "_");
  EXPECT_EQ(url_part("a b/${x}.iso"), "a%20b%2F%24%7Bx%7D.iso");
}

}  // namespace
}  // namespace rackseed::plan
