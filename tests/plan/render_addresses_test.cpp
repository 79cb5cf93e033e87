#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/plan/render/render.hpp"
#include "tests/plan/example.hpp"
#include "tests/plan/one_node_plan.hpp"

namespace rackseed::plan {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(RenderAddresses, EqualsTheGoldenFiles) {
  for (const std::string name : {"minipod", "nanopod", "fabric"}) {
    const tests::Example example(name);
    tests::expect_golden(name + "/addresses.txt", render_addresses(example.derive()));
    tests::expect_golden(name + "/vips.json", render_vips(example.derive()));
  }
}

TEST(RenderAddresses, HasNoColumnForANetworkWithoutHostsOfOurs) {
  const std::string text = render_addresses(tests::Example("minipod").derive());
  EXPECT_THAT(text, Not(HasSubstr("external")));
  EXPECT_THAT(text, Not(HasSubstr("bmc")));
}

TEST(RenderAddresses, IsOneLineANodeWhateverItIsCalled) {
  for (const std::string& text : tests::hostile_texts()) {
    tests::Example example("minipod");
    example.plan.nodes[0].name = text;
    tests::rename_network(example.plan, "migration", text);
    const auto lines = tests::lines_of(render_addresses(example.derive()));
    ASSERT_EQ(lines.size(), 10U);
    for (const std::string& line : lines) EXPECT_LE(line.size(), 400U);
  }
}

TEST(RenderFacts, GivesBackWhatWasRead) {
  const tests::Example example("minipod");
  tests::expect_golden("minipod/facts.json", render_facts(example.facts));
  EXPECT_EQ(render_facts({}), "{}");
}

TEST(RenderFacts, SortsByAddressAndEscapes) {
  const Facts facts{{tests::ip("10.0.0.10"), {.node = "a\"\n"}}, {tests::ip("10.0.0.9"), {}}};
  const std::string text = render_facts(facts);
  EXPECT_LT(text.find("10.0.0.9"), text.find("10.0.0.10"));
  EXPECT_THAT(text, HasSubstr("\"node\": \"a\\\"\\n\""));
}

TEST(RenderVips, ListsMembersThatHaveAnAddress) {
  tests::Example example("minipod");
  example.plan.nodes[0].suffix = 255;
  EXPECT_THAT(render_vips(example.derive()),
              HasSubstr("  \"members\": [\n   \"172.30.1.11\",\n   \"172.30.1.12\"\n  ]\n"));
}

}  // namespace
}  // namespace rackseed::plan
