#include <gtest/gtest.h>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

/// One entry of nodes with role and rack; it begins in line 6, column 5.
std::string entry(std::string_view keys) {
  return fmt::format("nodes:\n  - {{role: r, rack: k, {}}}\n", keys);
}

std::vector<plan::Node> read_nodes(std::string_view keys) {
  EXPECT_EQ(said(entry(keys)), Lines{});
  return plan_of(entry(keys)).nodes;
}

/// The one finding of an entry named srv[1-4], after its place.
std::string nodes_refusal(std::string_view keys) {
  const auto lines =
      said(entry(fmt::format(R"(name: "srv[1-4]", unit: "20-17", bmc: 10.0.0.1-4, {})", keys)));
  if (lines.size() != 1) return fmt::format("{} findings", lines.size());
  return lines[0].substr(lines[0].find(' ') + 1);
}

TEST(Nodes, ReadEveryKey) {
  const auto nodes = read_nodes(
      "name: ctrl1, unit: 30, bmc: 172.30.2.10, suffix: 300, tor: Ethernet1/1,"
      " mgmt: {bmc: Ethernet1, lom0: Ethernet25}, boot: {path: virtual-media}");
  ASSERT_EQ(nodes.size(), 1U);
  const plan::Node& node = nodes[0];
  EXPECT_EQ(node.name, "ctrl1");
  EXPECT_EQ(node.role, "r");
  EXPECT_EQ(node.rack, "k");
  EXPECT_EQ(node.unit, 30);
  EXPECT_EQ(node.bmc.text(), "172.30.2.10");
  EXPECT_EQ(node.suffix, 300);
  EXPECT_EQ(node.tor, "Ethernet1/1");
  ASSERT_EQ(node.mgmt.size(), 2U);
  EXPECT_EQ(node.mgmt[1].nic, "lom0");
  EXPECT_EQ(node.mgmt[1].port, "Ethernet25");
  EXPECT_EQ(node.boot.path, plan::BootPath::kVirtualMedia);
}

TEST(Nodes, OverrideTheirBootKeyByKey) {
  const auto plan = plan_of(
      "nodes:\n  - {name: a, role: r, rack: k, unit: 1, bmc: 10.0.0.1, boot: {nic: x}}\n"
      "  - {name: b, role: r, rack: k, unit: 2, bmc: 10.0.0.2}\n"
      "defaults: {boot: {path: bond-native, nic: y, loader: grub}}\n");
  EXPECT_EQ(plan.nodes.at(0).boot.nic, "x");
  EXPECT_EQ(plan.nodes.at(0).boot.path, plan::BootPath::kBondNative);
  EXPECT_EQ(plan.nodes.at(0).boot.loader, plan::Loader::kGrub);
  EXPECT_EQ(plan.nodes.at(1).boot.nic, "y");
  EXPECT_TRUE(plan.source.contains("nodes.a.boot.nic"));
  EXPECT_FALSE(plan.source.contains("nodes.b.boot"));
}

TEST(Nodes, OverrideHowTheirBmcIsProtected) {
  const auto plan = plan_of(
      "nodes:\n  - {name: a, role: r, rack: k, unit: 1, bmc: 10.0.0.1, bmc_tls: none}\n"
      "  - {name: b, role: r, rack: k, unit: 2, bmc: 10.0.0.2}\n"
      "defaults: {bmc: {tls: legacy}}\n");
  EXPECT_EQ(plan.nodes.at(0).bmc_tls, plan::BmcTls::kNone);
  EXPECT_EQ(plan.nodes.at(1).bmc_tls, plan::BmcTls::kLegacy);
}

TEST(Nodes, ExpandRanges) {
  const auto nodes = read_nodes(
      "name: \"n[08-11]\", unit: \"20-17\", bmc: 10.0.0.21-24, suffix: 30-33,"
      " tor: {start: E1/3, step: 2}, mgmt: {bmc: {start: E2}, lom0: {start: E40, step: -1}}");
  ASSERT_EQ(nodes.size(), 4U);
  EXPECT_EQ(nodes[0].name, "n08");
  EXPECT_EQ(nodes[3].name, "n11");
  EXPECT_EQ(nodes[0].unit, 20);
  EXPECT_EQ(nodes[3].unit, 17);
  EXPECT_EQ(nodes[3].bmc.text(), "10.0.0.24");
  EXPECT_EQ(nodes[3].suffix, 33);
  EXPECT_EQ(nodes[0].tor, "E1/3");
  EXPECT_EQ(nodes[1].tor, "E2/1");
  EXPECT_EQ(nodes[3].tor, "E3/1");
  EXPECT_EQ(nodes[3].mgmt.at(0).port, "E5");
  EXPECT_EQ(nodes[3].mgmt.at(1).port, "E37");
  EXPECT_EQ(nodes[3].role, "r");
}

TEST(Nodes, MayStepThroughNumbersAndAddresses) {
  const auto nodes = read_nodes(
      "name: \"n[1-3]\", unit: {start: 30, step: -2}, bmc: {start: 10.0.0.254, step: 2}");
  EXPECT_EQ(nodes.at(2).unit, 26);
  EXPECT_EQ(nodes.at(2).bmc.text(), "10.0.1.2");
}

TEST(Nodes, MayBeARangeOfOne) {
  EXPECT_EQ(read_nodes("name: \"n[5-5]\", unit: 1, bmc: 10.0.0.1, tor: {start: E1/1}").at(0).name,
            "n5");
}

TEST(Nodes, AcceptAUnitInQuotes) {
  EXPECT_EQ(read_nodes("name: n1, unit: \"20\", bmc: 10.0.0.1").at(0).unit, 20)
      << "as its ranges are";
}

TEST(Nodes, OfARangeStandWhereTheEntryStands) {
  const auto plan =
      plan_of(entry("name: \"n[1-2]\", unit: \"2-1\", bmc: 10.0.0.1-2, mgmt: {bmc: {start: E1}}, "
                    "boot: {nic: x}"));
  for (const auto* name : {"n1", "n2"}) {
    const std::string path = fmt::format("nodes.{}", name);
    EXPECT_EQ(plan.source.find(path), (plan::Position{6, 5}));
    EXPECT_EQ(plan.source.find(path + ".name"), (plan::Position{6, 30}));
    EXPECT_EQ(plan.source.find(path + ".unit"), (plan::Position{6, 46}));
    EXPECT_EQ(plan.source.find(path + ".bmc"), (plan::Position{6, 58}));
    EXPECT_EQ(plan.source.find(path + ".mgmt.bmc"), (plan::Position{6, 77}));
    EXPECT_EQ(plan.source.find(path + ".boot.nic"), (plan::Position{6, 108}));
    EXPECT_EQ(plan.source.find(path + ".role"), (plan::Position{6, 12}));
  }
}

TEST(Nodes, NeedAsManyValuesAsNames) {
  EXPECT_EQ(said(entry("name: \"srv[1-4]\", unit: \"20-17\", bmc: 172.30.7.121-123")),
            Lines{"6:62 E-117 nodes.srv[1-4]: 4 names, but bmc has 3 values"});
  EXPECT_EQ(nodes_refusal("tor: E1/1"), "E-117 nodes.srv[1-4]: 4 names, but tor has 1 value");
  EXPECT_EQ(nodes_refusal("suffix: 1-9"), "E-117 nodes.srv[1-4]: 4 names, but suffix has 9 values");
  EXPECT_EQ(nodes_refusal("mgmt: {bmc: E1}"),
            "E-117 nodes.srv[1-4]: 4 names, but mgmt.bmc has 1 value");
  EXPECT_EQ(said(entry("name: srv1, unit: \"20-17\", bmc: 10.0.0.1")),
            Lines{"6:42 E-117 nodes.srv1: 1 name, but unit has 4 values"});
}

TEST(Nodes, DoNotCountWithoutAName) {
  EXPECT_EQ(said(entry("unit: \"20-17\", bmc: 10.0.0.1-9")),
            Lines{"6:5 E-115 nodes[0].name: missing"});
  EXPECT_EQ(said(entry("name: \"n[1-\", unit: \"20-17\", bmc: 10.0.0.1-9")).size(), 1U);
  EXPECT_EQ(said(entry("name: \"n[1-\", unit: abc, bmc: 10.0.0.1-9")).size(), 2U)
      << "but look at what is there";
}

TEST(Nodes, NameWhatIsMissing) {
  EXPECT_EQ(said("nodes: [{name: n1}]\n"),
            (Lines{"5:9 E-115 nodes.n1.bmc: missing", "5:9 E-115 nodes.n1.rack: missing",
                   "5:9 E-115 nodes.n1.role: missing", "5:9 E-115 nodes.n1.unit: missing"}));
}

TEST(Nodes, NameWhatIsWrong) {
  EXPECT_EQ(nodes_refusal("tor: \"1/1\""),
            "E-111 nodes.srv[1-4].tor: \"1/1\" is not a port such as Ethernet48 or Ethernet1/3");
  EXPECT_EQ(nodes_refusal("suffix: x"), "E-111 nodes.srv[1-4].suffix: \"x\" is not a whole number");
  EXPECT_EQ(nodes_refusal("suffix: \"010\"").substr(0, 34), "E-111 nodes.srv[1-4].suffix: \"010\"");
  EXPECT_EQ(nodes_refusal("tor: {step: 2}"), "E-115 nodes.srv[1-4].tor.start: missing");
  EXPECT_EQ(nodes_refusal("tor: {start: E1/1, step: 1001}"),
            "E-111 nodes.srv[1-4].tor.step: 1001 is outside -1000..1000");
  EXPECT_EQ(nodes_refusal("suffix: {start: 1-4}"),
            "E-111 nodes.srv[1-4].suffix.start: \"1-4\" is a range: start with one value");
  EXPECT_EQ(nodes_refusal("tor: [E1/1]"),
            "E-111 nodes.srv[1-4].tor: expected a value, a range or {start: X, step: N}, found a "
            "list");
  EXPECT_EQ(nodes_refusal("tor: {start: E1/1, step: -1}"),
            "E-117 nodes.srv[1-4].tor: there is no value 1 times -1 after \"E1/1\"");
  EXPECT_EQ(nodes_refusal("mgmt: E1"), "E-111 nodes.srv[1-4].mgmt: expected a map, found \"E1\"");
  EXPECT_EQ(nodes_refusal("boot: {pth: x}"),
            "E-101 nodes.srv[1-4].boot.pth: unknown key; did you mean \"path\"?");
  EXPECT_EQ(nodes_refusal("tro: E1/1"),
            "E-101 nodes.srv[1-4].tro: unknown key; did you mean \"tor\"?");
}

TEST(Nodes, LeaveTheirNamesToTheRules) {
  EXPECT_EQ(read_nodes("name: Cmp2.example.com, unit: 1, bmc: 10.0.0.1").at(0).name,
            "Cmp2.example.com");
  EXPECT_EQ(said(entry("name: \"a\\nb\", unit: 1, bmc: 10.0.0.1")).size(), 1U);
}

TEST(Nodes, AreNamedOnce) {
  EXPECT_EQ(said("nodes:\n  - {name: cmp1, role: r, rack: k, unit: 1, bmc: 10.0.0.1}\n"
                 "  - {name: \"cmp[1-2]\", role: r, rack: k, unit: \"2-3\", bmc: 10.0.0.2-3}\n"),
            Lines{"7:5 E-108 nodes.cmp1: name already used in nodes"});
}

TEST(Nodes, HaveAtMost32Cables) {
  std::string cables = "c0: {start: E1}";
  for (int i = 1; i < 33; ++i) cables += fmt::format(", c{}: {{start: E1}}", i);
  EXPECT_EQ(nodes_refusal("mgmt: {" + cables + "}"),
            "E-111 nodes.srv[1-4].mgmt: 33 cables; at most 32");
}

TEST(Nodes, AreAtMost20000) {
  std::string text = "nodes:\n";
  for (int i = 0; i < 5; ++i)
    text += fmt::format(
        "  - {{name: \"n{}x[1-4096]\", role: r, rack: k, unit: {{start: 1}},"
        " bmc: {{start: 10.{}.0.0}}}}\n",
        i, i);
  EXPECT_EQ(said(text), Lines{"10:5 E-117 nodes.n4x[1-4096]: more than 20000 nodes in the plan"});
  EXPECT_EQ(plan_of(text).nodes.size(), 4U * 4096U);
  EXPECT_EQ(said("nodes:\n  - {name: \"n[1-4097]\", role: r, rack: k, unit: 1, bmc: 10.0.0.1}\n"),
            Lines{"6:12 E-117 nodes.n[1-4097].name: \"n[1-4097]\" stands for 4097 values; at most "
                  "4096"});
}

}  // namespace
}  // namespace rackseed::config
