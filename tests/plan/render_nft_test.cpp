#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/plan/emit/nft.hpp"
#include "src/plan/render/render.hpp"
#include "tests/plan/example.hpp"
#include "tests/plan/one_node_plan.hpp"

namespace rackseed::plan {
namespace {

using testing::HasSubstr;
using testing::Not;
using tests::ip;
using tests::prefix;

/// Each result is also given to nft itself, by tests/system/rendered_configs_test.py.
std::string render_nft(const tests::Example& example) {
  static int number = 0;
  std::string text = render_controller_nft(example.derive());
  if (!text.empty()) tests::write_output(std::to_string(number++) + ".nft", text);
  return text;
}

TEST(RenderNft, EqualsTheGoldenFiles) {
  for (const std::string name : {"minipod", "nanopod", "fabric"})
    tests::expect_golden(name + "/nft/controller.nft", render_nft(tests::Example(name)));
}

TEST(RenderNft, KeepsSetsWithoutElementsForLater) {
  tests::Example example("minipod");
  example.plan.services = {};
  example.plan.seed.attach.clear();
  const std::string text = render_nft(example);
  EXPECT_THAT(text, HasSubstr("set ntp         { type ipv4_addr; }\n"));
  EXPECT_THAT(text, HasSubstr("set admins      { type ipv4_addr; flags interval; }\n"));
  EXPECT_THAT(text, Not(HasSubstr("{ }")));
  EXPECT_THAT(text, Not(HasSubstr("{  }")));
}

TEST(RenderNft, LeavesServicesOpenWhenNobodySaidForWhom) {  // W-603 says so
  tests::Example example("minipod");
  example.plan.services.admin_networks.clear();
  EXPECT_THAT(render_nft(example), HasSubstr("tcp dport 443 accept comment"));
  EXPECT_THAT(render_nft(example), HasSubstr("    tcp dport 22 accept comment"));
}

TEST(RenderNft, ProtectsTheControllerItselfWithoutAVip) {
  const std::string text = render_nft(tests::Example("nanopod"));
  EXPECT_THAT(text, HasSubstr("    ip daddr @controllers tcp dport 443 ip saddr @admins accept"));
  EXPECT_THAT(text, HasSubstr("comment \"delegated domain, forwarder to the controller\""));
  EXPECT_THAT(text, Not(HasSubstr("172.31.100.0")));  // no OSISM there
}

TEST(RenderNft, LetsAControllerThatDeploysTheServersReachTheirBmcs) {
  constexpr std::string_view kRedfish = "    ip daddr { 172.30.7.0/24 } tcp dport 443 accept";
  tests::Example nanopod("nanopod");
  EXPECT_THAT(render_nft(nanopod),
              HasSubstr(std::string(kRedfish) + " comment \"BMCs: Redfish\"\n"));
  EXPECT_THAT(render_nft(nanopod), HasSubstr("    ip daddr { 172.30.7.0/24 } udp dport 623 accept "
                                             "comment \"BMCs: IPMI\"\n"));
  nanopod.plan.handover.target = Target::kOsism;
  EXPECT_THAT(render_nft(nanopod), Not(HasSubstr("BMCs")));
  tests::Example fabric("fabric");
  fabric.plan.handover.target = Target::kOpcp;
  EXPECT_THAT(render_nft(fabric),
              HasSubstr("    ip daddr { 172.30.33.0/24, 172.30.34.0/24, "
                        "172.30.35.0/24, 172.30.36.0/24 } tcp dport 443 accept"));
}

TEST(RenderNft, JoinsNetworksThatOverlap) {
  tests::Example example("minipod");
  example.plan.services.admin_networks = {prefix("192.0.2.128/25"), prefix("192.0.2.7/24"),
                                          prefix("172.30.0.0/16"), prefix("192.0.2.0/24")};
  const std::string text = render_nft(example);
  EXPECT_THAT(text, HasSubstr("flags interval; elements = { 172.30.0.0/16, 192.0.2.0/24 } }"));
  EXPECT_THAT(text, HasSubstr("tcp dport 22 ip saddr { 172.30.0.0/16, 192.0.2.0/24 } accept"));
}

TEST(RenderNft, NamesAnAddressOnce) {
  tests::Example example("minipod");
  example.plan.services.ntp = {ip("172.30.1.200"), ip("172.30.1.200")};
  EXPECT_THAT(render_nft(example), HasSubstr("elements = { 172.30.1.200 } }"));
}

TEST(RenderNft, FindsThePortOfAnEndpoint) {
  tests::Example example("minipod");
  const auto ports = [&](const std::string& endpoint) {
    example.plan.services.ldap.reset();
    example.plan.services.s3_metrics.reset();
    example.plan.services.s3_backup = Bucket{.endpoint = endpoint};
    const std::string text = render_nft(example);
    const auto begin = text.find("tcp dport {", text.find("chain out_oob")) + 12;
    return text.substr(begin, text.find(" }", begin) - begin);
  };
  EXPECT_EQ(ports("https://s3.example.com"), "443");
  EXPECT_EQ(ports("http://s3.example.com/path"), "80");
  EXPECT_EQ(ports("https://s3.example.com:9000/path:1"), "9000");
  EXPECT_EQ(ports("s3.example.com:8443"), "8443");
  EXPECT_EQ(ports("https://s3.example.com:99999"), "443");
  EXPECT_EQ(ports(""), "443");
}

TEST(RenderNft, OpensTheSyslogPortForAServerWithAName) {
  tests::Example example("minipod");
  example.plan.services.syslog = Syslog{.server = "log.example.com", .protocol = "tcp"};
  EXPECT_THAT(render_nft(example), HasSubstr("    tcp dport 514 accept comment \"recommended: "
                                             "log.example.com (FQDN"));
}

TEST(RenderNft, IsEmptyWithoutAControllerInTheOobNetwork) {
  tests::Example example("minipod");
  example.plan.roles[0].name = "controller";
  for (Node& node : example.plan.nodes)
    if (node.role == "control") node.role = "controller";
  EXPECT_EQ(render_nft(example), "");
}

TEST(RenderNft, TakesNoRuleFromAText) {
  const tests::Example minipod("minipod");
  for (const std::string& text : tests::hostile_texts()) {
    tests::Example example("minipod");
    example.plan.roles[0].interfaces[0].name = text;
    example.plan.services.syslog->server = text;
    example.plan.services.syslog->protocol = text;
    example.plan.services.s3_backup->endpoint = text;
    const auto lines = tests::lines_of(render_nft(example));
    ASSERT_EQ(lines.size(), tests::lines_of(render_nft(minipod)).size());
    for (const std::string& line : lines) {
      EXPECT_EQ(line.find_first_of("\r\t'`$\\\x1b"), std::string::npos) << line;
      const auto quotes = std::ranges::count(line, '"');
      EXPECT_TRUE(quotes == 0 || quotes == 2 || quotes == 4) << line;
      const auto comment = line.find("comment \"");
      if (comment != std::string::npos) {
        EXPECT_LE(line.size() - comment - 10, 128U);
      }
    }
  }
}

}  // namespace
}  // namespace rackseed::plan
