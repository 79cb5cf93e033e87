#include <gtest/gtest.h>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

std::vector<plan::SwitchLink> read_links(const std::string& text) {
  EXPECT_EQ(said(text), Lines{});
  return plan_of(text).links;
}

TEST(Links, ReadEveryKey) {
  const auto links = read_links(
      "links:\n  - {from: a, ports: [Ethernet1/1, Ethernet2/1], to: b, to_ports: [Ethernet3/1,"
      " Ethernet4/1], channel: 7, networks: [api]}\n");
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0].from, "a");
  EXPECT_EQ(links[0].ports, (Lines{"Ethernet1/1", "Ethernet2/1"}));
  EXPECT_EQ(links[0].to, "b");
  EXPECT_EQ(links[0].to_ports, (Lines{"Ethernet3/1", "Ethernet4/1"}));
  EXPECT_EQ(links[0].channel, 7);
  EXPECT_EQ(links[0].networks, Lines{"api"});
}

TEST(Links, CarryAllOrNoNetworks) {
  const auto links = read_links(
      "links:\n  - {from: a, ports: [E1], to: b, to_ports: [E1]}\n"
      "  - {from: a, ports: [E2], to: b, to_ports: [E2], networks: []}\n");
  EXPECT_FALSE(links.at(0).networks);
  EXPECT_TRUE(links.at(1).networks && links.at(1).networks->empty());
}

TEST(Links, StepThroughThePortsOfTheOtherEnd) {
  const auto links = read_links(
      "links:\n  - {from: \"t[1-3]a\", ports: [E29/1], to: s1, to_ports: {start: E1/1, step: "
      "8}}\n");
  ASSERT_EQ(links.size(), 3U);
  EXPECT_EQ(links[0].from, "t1a");
  EXPECT_EQ(links[2].from, "t3a");
  EXPECT_EQ(links[2].ports, Lines{"E29/1"});
  EXPECT_EQ(links[2].to, "s1");
  EXPECT_EQ(links[0].to_ports, Lines{"E1/1"});
  EXPECT_EQ(links[1].to_ports, Lines{"E3/1"});
  EXPECT_EQ(links[2].to_ports, Lines{"E5/1"});
}

TEST(Links, StepByOneUnlessTold) {
  const auto links =
      read_links("links:\n  - {from: m, ports: {start: E49}, to: \"t[1-2]\", to_ports: [E28/1]}\n");
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[1].from, "m");
  EXPECT_EQ(links[1].to, "t2");
  EXPECT_EQ(links[1].ports, Lines{"E50"});
}

TEST(Links, JoinRangesOfOneLength) {
  const auto links =
      read_links("links:\n  - {from: \"a[1-2]\", ports: [E1], to: \"b[8-9]\", to_ports: [E2]}\n");
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[1].from, "a2");
  EXPECT_EQ(links[1].to, "b9");
  EXPECT_EQ(said("links:\n  - {from: \"a[1-4]\", ports: [E1], to: \"b[1-3]\", to_ports: [E2]}\n"),
            Lines{"6:5 E-117 links[0]: 4 names, but to has 3 values"});
}

TEST(Links, AreKnownByTheirPlaceInTheExpandedPlan) {
  const auto plan = plan_of(
      "links:\n  - {from: \"a[1-2]\", ports: [E1], to: b, to_ports: {start: E1}}\n"
      "  - {from: c, ports: [E1], to: d, to_ports: [E9]}\n");
  ASSERT_EQ(plan.links.size(), 3U);
  EXPECT_EQ(plan.source.find("links[0].to"), (plan::Position{6, 39}));
  EXPECT_EQ(plan.source.find("links[1].to"), (plan::Position{6, 39}));
  EXPECT_EQ(plan.source.find("links[2].to"), (plan::Position{7, 32}));
  EXPECT_EQ(plan.source.find("links[2]"), (plan::Position{7, 5}));
  EXPECT_EQ(plan.source.find("links[1].ports"), (plan::Position{6, 22}));
}

TEST(Links, JoinAsManyPortsAsTheyHave) {
  EXPECT_EQ(said("links:\n  - {from: a, ports: [E1, E2], to: b, to_ports: [E1]}\n"),
            Lines{"6:5 E-117 links[0]: ports has 2 values, but to_ports has 1 value"});
  EXPECT_EQ(said("links:\n  - {from: a, ports: [E1, E2], to: b, to_ports: {start: E1}}\n").size(),
            1U);
}

TEST(Links, NameWhatIsMissing) {
  EXPECT_EQ(said("links: [{}]\n"),
            (Lines{"5:9 E-115 links[0].from: missing", "5:9 E-115 links[0].ports: missing",
                   "5:9 E-115 links[0].to: missing", "5:9 E-115 links[0].to_ports: missing"}));
}

TEST(Links, NameWhatIsWrong) {
  EXPECT_EQ(said("links: [{from: a, ports: [1], to: b, to_ports: [E1]}]\n"),
            Lines{"5:27 E-111 links[0].ports[0]: \"1\" is not a port such as Ethernet48 or "
                  "Ethernet1/3"});
  EXPECT_EQ(said("links: [{from: a, ports: E1, to: b, to_ports: [E1]}]\n"),
            Lines{"5:26 E-111 links[0].ports: expected a list, found \"E1\""});
  EXPECT_EQ(said("links: [{from: \"a b\", ports: [E1], to: b, to_ports: [E1]}]\n").size(), 1U);
  EXPECT_EQ(said("links: [{from: \"a[1-\", ports: [E1], to: b, to_ports: [E1]}]\n"),
            Lines{"5:16 E-111 links[0].from: \"a[1-\" is not a name or a range such as cmp[1-7] or "
                  "n[01-12]"});
  EXPECT_EQ(said("links: [{from: a, ports: [E1], to: b, to_ports: {start: 1, stepp: 2}}]\n"),
            (Lines{"5:57 E-111 links[0].to_ports.start: \"1\" is not a port such as Ethernet48 or "
                   "Ethernet1/3",
                   "5:60 E-101 links[0].to_ports.stepp: unknown key; did you mean \"step\"?"}));
  EXPECT_EQ(said("links: [5]\n"), Lines{"5:9 E-111 links[0]: expected a map, found \"5\""});
  EXPECT_EQ(said("links: {a: b}\n"), Lines{"5:1 E-111 links: expected a list, found a map"});
}

TEST(Links, StayWithinThePorts) {
  EXPECT_EQ(said("links:\n  - {from: \"a[1-3]\", ports: [E1], to: b, to_ports: {start: E9999}}\n"),
            Lines{"6:42 E-117 links[0].to_ports: there is no value 1 times 1 after \"E9999\""});
}

TEST(Links, AreAtMost4096) {
  EXPECT_EQ(
      read_links("links:\n  - {from: \"a[1-4096]\", ports: [E1], to: b, to_ports: [E1]}\n").size(),
      4096U);
  EXPECT_EQ(said("links:\n  - {from: \"a[1-4096]\", ports: [E1], to: b, to_ports: [E1]}\n"
                 "  - {from: c, ports: [E1], to: d, to_ports: [E1]}\n"),
            Lines{"7:5 E-117 links[4096]: too many links in the plan: more than 4096, or too long "
                  "lists"});
}

}  // namespace
}  // namespace rackseed::config
