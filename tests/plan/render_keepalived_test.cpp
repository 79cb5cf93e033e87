#include "src/plan/render/keepalived.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/plan/render/render.hpp"
#include "tests/plan/example.hpp"
#include "tests/plan/one_node_plan.hpp"

namespace rackseed::plan {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string render_keepalived(const tests::Example& example, std::string_view node) {
  const Derived derived = example.derive();
  return render_keepalived(derived, *derived.node(node));
}

TEST(RenderKeepalived, EqualsTheGoldenFiles) {
  for (const std::string name : {"minipod", "fabric"})
    for (const std::string node : {"ctrl1", "ctrl2", "ctrl3"})
      tests::expect_golden(fmt::format("{}/keepalived/{}.conf", name, node),
                           render_keepalived(tests::Example(name), node));
  tests::expect_golden("minipod/keepalived/rackseed-majority", majority_script());
  tests::expect_golden("minipod/keepalived/rackseed-vrrp-notify", notify_script());
}

TEST(RenderKeepalived, IsOnlyForMembersOfAVipThatRackseedManages) {
  tests::Example example("minipod");
  EXPECT_EQ(render_keepalived(example, "cmp1"), "");
  example.plan.vips[0].manager = VipManager::kKolla;
  EXPECT_EQ(render_keepalived(example, "ctrl1"), "");
}

TEST(RenderKeepalived, HasAnInstanceForEachVip) {
  tests::Example example("minipod");
  example.plan.vips[1].manager = VipManager::kRackseed;
  example.plan.vips[1].at_handover = AtHandover::kKeep;
  const std::string text = render_keepalived(example, "ctrl1");
  EXPECT_THAT(text, HasSubstr("VIP \"external\"; removed at hand-over (at_handover: release)\n"
                              "# keepalived.conf of ctrl1 -- rackseed, VIP \"internal\"; "
                              "kept at hand-over (at_handover: keep)\n"));
  EXPECT_THAT(text, HasSubstr("}\n\nvrrp_instance INTERNAL {\n"));
  EXPECT_THAT(text, HasSubstr("    interface vlan20\n"));
  EXPECT_THAT(text, HasSubstr("        10.1.20.5/24 dev vlan20 label vlan20:vip\n"));
  EXPECT_EQ(text.find("vrrp_script"), text.rfind("vrrp_script"));
}

TEST(RenderKeepalived, LeavesOutALabelThatTheKernelWouldRefuse) {
  tests::Example example("minipod");
  std::string& name = example.plan.roles[0].interfaces[0].name;
  name = "elevenchars";
  EXPECT_THAT(render_keepalived(example, "ctrl1"),
              HasSubstr("dev elevenchars label elevenchars:vip\n"));
  name = "twelve_chars";
  EXPECT_THAT(render_keepalived(example, "ctrl1"), HasSubstr("dev twelve_chars\n"));
}

TEST(RenderKeepalived, LeavesOutPeersWithoutAnAddress) {
  tests::Example example("minipod");
  example.plan.nodes[2].suffix = 255;  // no host of the subnet
  const std::string text = render_keepalived(example, "ctrl1");
  EXPECT_THAT(text, HasSubstr("unicast_peer {\n        172.30.1.11\n    }\n"));
  EXPECT_THAT(text, HasSubstr("at least one of its 1 peers"));
  EXPECT_EQ(render_keepalived(example, "ctrl3"), "");
}

TEST(RenderKeepalived, NeverWritesAnEmptyListOfPeers) {  // keepalived would use multicast then
  tests::Example example("minipod");
  std::erase_if(example.plan.nodes, [](const Node& node) { return node.name != "ctrl1"; });
  EXPECT_THAT(render_keepalived(example, "ctrl1"), Not(HasSubstr("unicast")));
}

/// For keepalived itself, by tests/system/rendered_configs_test.py, on an interface that exists.
TEST(RenderKeepalived, IsReadWhateverAVipAndANodeAreCalled) {
  int number = 0;
  for (const std::string& text : tests::hostile_texts()) {
    tests::Example example("minipod");
    example.plan.vips[0].name = text;
    example.plan.nodes[1].name = text;
    const std::string config = render_keepalived(example, text);
    EXPECT_THAT(config, HasSubstr("    interface oob0\n"));
    tests::write_output(std::to_string(number++) + ".conf", config);
  }
}

TEST(RenderKeepalived, TakesNoKeywordFromAName) {
  const auto expected = tests::lines_of(render_keepalived(tests::Example("minipod"), "ctrl2"));
  for (const std::string& text : tests::hostile_texts()) {
    tests::Example example("minipod");
    example.plan.vips[0].name = text;
    example.plan.nodes[1].name = text;
    example.plan.roles[0].interfaces[0].name = text;
    const auto lines = tests::lines_of(render_keepalived(example, text));
    ASSERT_EQ(lines.size(), expected.size()) << text;
    for (std::size_t i = 2; i < lines.size(); ++i) {
      const auto word = expected[i].find(' ', expected[i].find_first_not_of(' '));
      EXPECT_EQ(lines[i].substr(0, word), expected[i].substr(0, word));
      EXPECT_EQ(lines[i].find_first_of("$@'`\\~=\t\r\x1b"), std::string::npos) << lines[i];
    }
  }
}

}  // namespace
}  // namespace rackseed::plan
