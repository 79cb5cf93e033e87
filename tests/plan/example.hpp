#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "src/config/facts_reader.hpp"
#include "src/config/plan_reader.hpp"
#include "src/plan/derived.hpp"
#include "src/plan/facts.hpp"
#include "tests/plan/golden.hpp"

namespace rackseed::tests {

/// An example plan with its facts, to be changed and rendered.
struct Example {
  plan::Plan plan{};
  plan::Facts facts{};

  explicit Example(const std::string& name) {
    auto loaded = config::parse_plan(read_source("examples/" + name + ".yaml"));
    EXPECT_TRUE(loaded.findings.empty());
    plan = std::move(loaded.plan);
    auto read = config::parse_facts(read_source("examples/" + name + "-facts.json"));
    EXPECT_TRUE(read);
    if (read) facts = std::move(*read);
  }

  [[nodiscard]] plan::Derived derive() const { return plan::derive(plan); }
  /// Of a node, which must be in the facts.
  [[nodiscard]] const plan::NodeFacts& facts_of(const plan::NodeView& node) const {
    return facts.at(node.node->bmc);
  }
};

/// What somebody might write into a plan to be executed somewhere else.
inline std::vector<std::string> hostile_texts() {
  std::string long_text;
  while (long_text.size() < 4096) long_text += "\xc3\xa4\xe2\x82\xac";
  return {"a\"b",
          "a'b",
          "a\nno aaa root",
          "a\r\nb",
          "{{ lookup('file') }}",
          "$(reboot)",
          "${x}",
          "a;b",
          "} flush ruleset",
          "`id`",
          "a\\",
          "# a",
          "a b",
          "a\tb",
          "!",
          "../../x",
          "a || shell",
          long_text,
          "a\x01b",
          "\x1b[2J",
          "a\xc2\x85"
          "b",
          "",
          std::string("a\0b", 3)};
}

/// Gives a network another name, wherever the plan refers to it.
inline void rename_network(plan::Plan& plan, const std::string& old_name, const std::string& name) {
  const auto rename = [&](std::string& place) {
    if (place == old_name) place = name;
  };
  const auto rename_all = [&](std::vector<std::string>& places) {
    std::ranges::for_each(places, rename);
  };
  for (plan::Network& network : plan.networks) rename(network.name);
  for (plan::SeedAttachment& attachment : plan.seed.attach) rename(attachment.network);
  for (plan::Vip& vip : plan.vips) rename(vip.network);
  for (plan::Node& node : plan.nodes) rename(node.boot.network);
  for (plan::Role& role : plan.roles) {
    rename(role.default_route);
    for (plan::InterfacePlan& interface : role.interfaces) rename_all(interface.networks);
  }
  for (plan::SwitchLink& link : plan.links)
    if (link.networks) rename_all(*link.networks);
  for (plan::Upstream& upstream : plan.upstreams) {
    rename(upstream.untagged);
    rename_all(upstream.vlans);
  }
}

/// The lines of a text without their ends.
inline std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace rackseed::tests
