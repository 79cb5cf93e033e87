#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/plan/render/render.hpp"
#include "tests/plan/example.hpp"

namespace rackseed::plan {
namespace {

using testing::HasSubstr;

std::string render_lldp(const tests::Example& example) {
  return render_lldp_expected(example.derive(), example.facts);
}

TEST(RenderLldp, EqualsTheGoldenFiles) {
  for (const std::string name : {"minipod", "nanopod", "fabric"})
    tests::expect_golden(name + "/lldp-expected.csv", render_lldp(tests::Example(name)));
}

TEST(RenderLldp, LeavesAnUnknownMacEmpty) {
  tests::Example example("minipod");
  example.facts.clear();
  EXPECT_THAT(render_lldp(example), HasSubstr("\r\nctrl1,lom0,,mgmt-r11,Ethernet25,\r\n"));
}

TEST(RenderLldp, ExpectsNoPortChannelWithoutLacp) {
  tests::Example example("minipod");
  example.plan.bond.mode = "active-backup";
  EXPECT_THAT(render_lldp(example),
              HasSubstr("\r\nctrl1,a0,00:00:5e:00:53:03,tor-r11a,Ethernet1/1,\r\n"));
}

/// What a reader of RFC 4180 makes of a text.
std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = rows.back().back();
    if (quoted && text.compare(i, 2, "\"\"") == 0) {
      field += text[i++];
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (quoted) {
      field += text[i];
    } else if (text[i] == ',') {
      rows.back().emplace_back();
    } else if (text.compare(i, 2, "\r\n") == 0) {
      ++i;
      rows.push_back({""});
    } else {
      field += text[i];
    }
  }
  rows.pop_back();
  return rows;
}

TEST(RenderLldp, ReadsBackTheSameWhateverANameHolds) {
  const std::size_t rows = parse_csv(render_lldp(tests::Example("minipod"))).size();
  for (const std::string& text : tests::hostile_texts()) {
    tests::Example example("minipod");
    example.plan.nodes[0].name = text;
    const auto parsed = parse_csv(render_lldp(example));
    ASSERT_EQ(parsed.size(), rows);
    EXPECT_EQ(parsed[1][0], text);
    for (const auto& row : parsed) EXPECT_EQ(row.size(), 6U);
  }
}

}  // namespace
}  // namespace rackseed::plan
