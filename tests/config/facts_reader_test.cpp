#include "src/config/facts_reader.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace rackseed::config {
namespace {

std::string facts_refusal(std::string_view json) {
  const auto facts = parse_facts(json);
  if (facts) return "";
  EXPECT_EQ(facts.error().code, Errc::kMalformed);
  return facts.error().detail;
}

/// What is wrong with one key of the server 172.30.2.10.
std::string server_refusal(const std::string& keys) {
  return facts_refusal("{\"172.30.2.10\": {" + keys + "}}");
}

TEST(Facts, AreReadByBmcAddress) {
  const auto facts = parse_facts(R"({"172.30.2.10": {"node": "ctrl1", "serial": "SRV00010",
    "ram_gib": 256, "macs": {"bmc": "00:00:5e:00:53:01", "a0": "00-00-5E-00-53-03"},
    "os_disks": [{"serial": "NVME0010A", "size_gib": 447}, {"size_gib": 1}]}})");
  ASSERT_TRUE(facts);
  const plan::NodeFacts& node = facts->at(*Ipv4::parse("172.30.2.10"));
  EXPECT_EQ(node.node, "ctrl1");
  EXPECT_EQ(node.serial, "SRV00010");
  EXPECT_EQ(node.ram_gib, 256);
  EXPECT_EQ(node.mac("a0")->text(), "00:00:5e:00:53:03");
  EXPECT_FALSE(node.mac("a1"));
  ASSERT_EQ(node.os_disks.size(), 2U);
  EXPECT_EQ(node.os_disks[0].serial, "NVME0010A");
  EXPECT_EQ(node.os_disks[1].size_gib, 1);
}

TEST(Facts, MayBeFew) {
  EXPECT_TRUE(parse_facts("{}")->empty());
  EXPECT_EQ(parse_facts("{\"10.0.0.1\": {}}")->size(), 1U);
}

TEST(Facts, OfTheExampleAreRead) {
  std::ifstream file("examples/minipod-facts.json");
  std::stringstream text;
  text << file.rdbuf();
  const auto facts = parse_facts(text.str());
  ASSERT_TRUE(facts) << facts.error().detail;
  ASSERT_EQ(facts->size(), 9U);
  const plan::NodeFacts& last = facts->rbegin()->second;
  EXPECT_EQ(last.node, "sto3");
  EXPECT_EQ(last.mac("b1")->text(), "00:00:5e:00:53:39");
  EXPECT_EQ(last.macs.front().first, "bmc") << "in the order of the file";
}

TEST(Facts, AreJson) {
  EXPECT_TRUE(facts_refusal("").starts_with("not valid JSON: "));
  EXPECT_TRUE(facts_refusal("{").starts_with("not valid JSON: "));
  EXPECT_TRUE(facts_refusal("{} x").starts_with("not valid JSON: "));
  EXPECT_TRUE(facts_refusal("{\"a\": \"\xff\"}").starts_with("not valid JSON: "));
  EXPECT_TRUE(facts_refusal(std::string(100'000, '[')).starts_with("not valid JSON: "));
  EXPECT_EQ(facts_refusal("[]"), "not an object of servers by BMC address");
  EXPECT_EQ(facts_refusal("null"), "not an object of servers by BMC address");
}

TEST(Facts, AreKeyedByAddresses) {
  EXPECT_EQ(facts_refusal(R"({"ctrl1": {}})"), "\"ctrl1\" is not an IPv4 address (of a BMC)");
  EXPECT_EQ(facts_refusal(R"({"172.30.02.10": {}})"),
            "\"172.30.02.10\" is not an IPv4 address (of a BMC)");
  EXPECT_EQ(facts_refusal(R"({"172.30.2.10": []})"), "172.30.2.10: not an object");
}

TEST(Facts, NameThePlaceThatIsWrong) {
  EXPECT_EQ(server_refusal(R"("macs": {"bmc": "00:00:5e:00:53:01", "a0": "zz"})"),
            "172.30.2.10: macs.a0: not a MAC address");
  EXPECT_EQ(server_refusal(R"("macs": {"a0": 5})"), "172.30.2.10: macs.a0: not a MAC address");
  EXPECT_EQ(server_refusal(R"("macs": [])"), "172.30.2.10: macs: not an object");
  EXPECT_EQ(server_refusal(R"("os_disks": {})"), "172.30.2.10: os_disks: not an array");
  EXPECT_EQ(server_refusal(R"("os_disks": [5])"), "172.30.2.10: os_disks[0]: not an object");
  EXPECT_EQ(server_refusal(R"("os_disks": [{}, {"size_gib": -1}])"),
            "172.30.2.10: os_disks[1].size_gib: not a whole number of 0..100000000");
  EXPECT_EQ(server_refusal(R"("ram_gib": "256")"),
            "172.30.2.10: ram_gib: not a whole number of 0..100000000");
  EXPECT_EQ(server_refusal(R"("ram_gib": 1e30)"),
            "172.30.2.10: ram_gib: not a whole number of 0..100000000");
  EXPECT_EQ(server_refusal(R"("sreial": "x")"), "172.30.2.10: unknown key \"sreial\"");
  EXPECT_EQ(server_refusal(R"("os_disks": [{"wwn": "x"}])"),
            "172.30.2.10: os_disks[0]: unknown key \"wwn\"");
}

TEST(Facts, OnlyTheFirstProblemIsNamed) {
  EXPECT_EQ(server_refusal(R"("ram_gib": "x", "serial": 5)"),
            "172.30.2.10: ram_gib: not a whole number of 0..100000000");
}

TEST(Facts, ReachNoFileWithAnythingButWords) {
  EXPECT_TRUE(server_refusal(R"x("serial": "$(reboot)")x").starts_with("172.30.2.10: serial: not"));
  EXPECT_TRUE(server_refusal(R"("serial": "a\nb")").starts_with("172.30.2.10: serial: not"));
  EXPECT_TRUE(server_refusal(R"("node": "../x")").starts_with("172.30.2.10: node: not"));
  EXPECT_TRUE(server_refusal(R"("macs": {"a\nb": "00:00:5e:00:53:01"})")
                  .starts_with(R"(172.30.2.10: "a\u000ab" is not a NIC name)"));
  EXPECT_TRUE(server_refusal(R"("os_disks": [{"serial": "a'b"}])")
                  .starts_with("172.30.2.10: os_disks[0].serial: not"));
}

TEST(Facts, SurviveEveryTruncation) {
  const std::string text =
      R"({"172.30.2.10": {"macs": {"a0": "00:00:5e:00:53:01"}, "os_disks": [{"size_gib": 1}]}})";
  ASSERT_TRUE(parse_facts(text));
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(parse_facts(std::string_view(text).substr(0, size))) << size;
}

}  // namespace
}  // namespace rackseed::config
