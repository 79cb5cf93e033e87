#include "src/plan/emit/yaml.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rackseed::plan {
namespace {

constexpr YamlStyle kNested{};
constexpr YamlStyle kNice{.indent = 4, .indent_lists = false, .sort_keys = true};

Value network() {
  return Value::Map{
      {"vlan20", Value::Map{{"id", 20}, {"addresses", Value::list({"10.1.20.10/24"})}}},
      {"bond0", Value::Map{{"routes", Value::List{Value::Map{{"to", "default"}, {"via", "10.1"}}}},
                           {"link-local", Value::List{}}}}};
}

TEST(EmitYaml, IndentsListsBelowTheirKeyAndKeepsTheOrder) {
  EXPECT_EQ(emit_yaml(network(), kNested),
            "vlan20:\n"
            "  id: 20\n"
            "  addresses:\n"
            "    - 10.1.20.10/24\n"
            "bond0:\n"
            "  routes:\n"
            "    - to: default\n"
            "      via: '10.1'\n"
            "  link-local: []\n");
}

TEST(EmitYaml, WritesWhatToNiceYamlWrites) {
  EXPECT_EQ(emit_yaml(network(), kNice),
            "bond0:\n"
            "    link-local: []\n"
            "    routes:\n"
            "    -   to: default\n"
            "        via: '10.1'\n"
            "vlan20:\n"
            "    addresses:\n"
            "    - 10.1.20.10/24\n"
            "    id: 20\n");
}

TEST(EmitYaml, BeginsNestedListsOnOneLine) {
  const Value commands = Value::List{Value::list({"modprobe", "8021q"}), Value::list({"true"})};
  EXPECT_EQ(emit_yaml(Value::Map{{"bootcmd", commands}}, kNested),
            "bootcmd:\n"
            "  - - modprobe\n"
            "    - 8021q\n"
            "  - - 'true'\n");
}

TEST(EmitYaml, WritesEmptyCollectionsAndScalarsInline) {
  EXPECT_EQ(emit_yaml(Value::Map{}), "{}\n");
  EXPECT_EQ(emit_yaml(Value::List{}), "[]\n");
  EXPECT_EQ(emit_yaml(Value{}), "null\n");
  EXPECT_EQ(emit_yaml(true), "true\n");
  EXPECT_EQ(emit_yaml(-1), "-1\n");
  EXPECT_EQ(emit_yaml(Value::Map{{"a", Value{}}, {"b", false}, {"c", ""}, {"d", Value::Map{}}}),
            "a: null\nb: false\nc: ''\nd: {}\n");
}

TEST(EmitYaml, StartsEveryLineAtTheMargin) {
  constexpr YamlStyle kInside{.margin = 4};
  EXPECT_EQ(emit_yaml(Value::Map{}, kInside), "    {}\n");
  EXPECT_EQ(emit_yaml(Value::Map{{"a", Value::Map{{"b", Value::list({"c"})}}}, {"d", 1}}, kInside),
            "    a:\n"
            "      b:\n"
            "        - c\n"
            "    d: 1\n");
}

TEST(EmitYaml, QuotesKeysAsItQuotesValues) {
  EXPECT_EQ(emit_yaml(Value::Map{{"on", 1}, {"a: b", 2}, {"x\ny", 3}}),
            "'on': 1\n'a: b': 2\n\"x\\ny\": 3\n");
}

TEST(EmitYaml, MarksKeysThatAreTooLongForASimpleKey) {
  const std::string at_most(127, 'k');
  const std::string longer(128, 'k');
  EXPECT_EQ(emit_yaml(Value::Map{{at_most, 1}}), at_most + ": 1\n");
  EXPECT_EQ(emit_yaml(Value::Map{{"a", Value::Map{{longer, Value::Map{{"b", 1}, {"c", 2}}}}}}),
            "a:\n"
            "  ? " +
                longer +
                "\n"
                "  : b: 1\n"
                "    c: 2\n");
  EXPECT_EQ(emit_yaml(Value::Map{{"", 1}}), "? ''\n: 1\n");
}

TEST(EmitYaml, TagsOnlyTheTextsThatAreUnsafe) {
  const YamlStyle style{.is_unsafe = [](std::string_view text) { return text.starts_with("{{"); }};
  EXPECT_EQ(emit_yaml(Value::Map{{"a", "{{ b }}"}, {"c", "d"}, {"e", Value::list({"{{"})}}, style),
            "a: !unsafe '{{ b }}'\n"
            "c: d\n"
            "e:\n"
            "  - !unsafe '{{'\n");
}

TEST(EmitYaml, NeverFoldsALongText) {
  const std::string text(4096, 'w');
  EXPECT_EQ(emit_yaml(Value::list({text + " " + text})), "- " + text + " " + text + "\n");
}

}  // namespace
}  // namespace rackseed::plan
