#include <gtest/gtest.h>

#include <rackseed/value.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "src/plan/render/render.hpp"
#include "tests/plan/golden.hpp"
#include "tests/plan/one_node_plan.hpp"

/// Values that try to be something else than a value, in every field that the renderers of YAML
/// files print. What each file means to its readers is checked by rendered_yaml_test.py.
namespace rackseed::plan {
namespace {

using namespace std::string_literals;

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

std::vector<std::string> hostile_texts() {
  return {R"(")",
          "'",
          R"(a"b'c""'')",
          "a\nb",
          "a\nautoinstall: {}",
          "a\r\n- b\n\n",
          "x'\nruncmd: [touch pwned]",
          "{{ lookup('pipe', 'touch pwned') }}",
          "{% for a in b %}",
          "{# a #}",
          "$(touch pwned)",
          "`touch pwned`",
          "'$(touch pwned)'",
          "'; touch pwned; '",
          "a && touch pwned || touch pwned & touch pwned",
          "a > pwned",
          R"(\'; touch pwned #)",
          "$HOME ${IFS} ~ * ? [a-z]",
          "-rf",
          "--",
          "a: b",
          "a #b",
          "- a",
          "!!python/object/apply:os.system [touch pwned]",
          "&a *a",
          "yes",
          "10:20:30:40:50:55",
          "2026-11-20",
          "../../../../etc/passwd",
          " leading and trailing ",
          "\t",
          "\x1b[2J\a",
          "Z\u00fcrich \u65e5\u672c\u8a9e \U0001f600",
          "\u2028\u2029\u0085\ufeff",
          repeated("Z\u00fcrich \u65e5\u672c\u8a9e \U0001f600 ", 4096),
          repeated("{{ a }} $(touch pwned) ' \" \n", 4096),
          repeated("word ", 4096)};
}

/// The plan with the text in every field that is printed and that no type confines.
Plan hostile_plan(const std::string& text) {
  Plan plan = tests::one_node_plan();
  plan.metadata.name = text;
  plan.identity.domain = text;
  plan.identity.timezone = text;
  StorageProfile& storage = plan.storage_profiles.front();
  storage.vg = text;
  storage.wipe = text;
  storage.volumes.push_back({.name = text + "/", .size = text});
  OsProfile& os = plan.os_profiles.front();
  os.install_user = text;
  os.ssh_keys = {text};
  os.apt_mode = AptMode::kMirror;
  os.apt_uri = text;
  os.packages = {text};
  plan.vips = {{.name = "external",
                .address = tests::ip("172.30.1.5"),
                .network = "oob",
                .members_role = "control",
                .fqdn = text}};
  plan.handover.osism.keepalived_traffic_mode = text;
  plan.handover.osism.operator_key = Secret{text};
  return plan;
}

struct Rendered {
  Artefacts files{};

  [[nodiscard]] Value as_map() const {
    Value map{Value::Map{}};
    for (const Artefact& file : files) map.set(file.path, file.content);
    return map;
  }
};

Rendered render_with(const std::string& text) {
  Plan plan = hostile_plan(text);
  Facts facts = tests::one_node_facts();
  for (DiskFacts& disk : facts.begin()->second.os_disks) disk.serial = text;
  const InstallSecrets secrets{.token = text, .password_hash = text};
  const NodeFacts& node_facts = facts.begin()->second;

  Derived derived = derive(plan);
  Rendered result{.files = render_osism(derived, facts)};
  const NodeView& node = derived.nodes.front();
  result.files.push_back({"netplan.yaml", render_netplan(derived, node, node_facts)});
  result.files.push_back({"user-data", render_user_data(derived, node, node_facts, secrets)});
  result.files.push_back({"meta-data", render_meta_data(node)});
  plan.os_profiles.front().method = Method::kImage;
  result.files.push_back({"image/user-data", render_user_data(derived, node, node_facts, secrets)});
  return result;
}

TEST(RenderHostile, NoValueAddsALineOrLeavesAscii) {
  const Rendered harmless = render_with("harmless");
  std::string lines;
  for (const std::string& text : hostile_texts()) {
    const Rendered rendered = render_with(text);
    ASSERT_EQ(rendered.files.size(), harmless.files.size()) << text;
    for (std::size_t i = 0; i < rendered.files.size(); ++i) {
      const Artefact& file = rendered.files[i];
      EXPECT_EQ(file.path, harmless.files[i].path);
      EXPECT_TRUE(std::ranges::all_of(file.content,
                                      [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7f); }))
          << file.path << " with " << text;
      // A long name of a VIP is a key on a line of its own.
      if (text.size() > 100 && file.path == "osism/environments/configuration.rackseed.yml")
        continue;
      EXPECT_EQ(std::ranges::count(file.content, '\n'),
                std::ranges::count(harmless.files[i].content, '\n'))
          << file.path << " with " << text;
    }
    lines += to_json(Value::Map{{"text", text}, {"files", rendered.as_map()}}) + '\n';
  }
  tests::write_output("hostile.jsonl", lines);
}

}  // namespace
}  // namespace rackseed::plan
