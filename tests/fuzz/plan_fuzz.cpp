#include <cstdlib>

#include <rackseed/utf8.hpp>

#include "src/config/plan_reader.hpp"
#include "src/plan/derived.hpp"
#include "src/plan/describe.hpp"
#include "src/plan/render/render.hpp"
#include "src/plan/rules/check.hpp"

namespace rackseed {
namespace {

/// Every NIC has a MAC, so that nothing is left out.
plan::Facts facts_of(const plan::Derived& derived) {
  plan::Facts facts;
  for (const plan::NodeView& node : derived.nodes) {
    plan::NodeFacts& known = facts[node.node->bmc];
    known.node = node.name();
    for (const plan::Nic& nic : node.hardware->nics)
      known.macs.emplace_back(nic.name, Mac({0x02, 0, 0, 0, 0, 1}));
    known.os_disks.resize(2);
  }
  return facts;
}

void require(bool holds) {
  if (!holds) std::abort();
}

void render_all(const plan::Plan& plan) {
  const plan::Derived derived = plan::derive(plan);
  require(!to_json(plan::describe(derived), 0).empty());
  for (const plan::NodeView& node : derived.nodes)
    require(!plan::describe_node_text(derived, node).empty());
  for (const plan::Artefact& file : plan::render(derived, facts_of(derived)).files) {
    require(file.path.find("..") == std::string::npos && !file.path.starts_with('/'));
    require(find_invalid_utf8(file.content) == std::string_view::npos);
  }
}

}  // namespace
}  // namespace rackseed

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rackseed;
  const std::string text(data, data + size);
  const config::LoadedPlan loaded = config::parse_plan(text);
  for (const plan::Finding& finding : loaded.findings)
    require(find_invalid_utf8(finding.text) == std::string_view::npos);
  if (plan::has_errors(loaded.findings)) return 0;
  if (!plan::has_errors(plan::check(loaded.plan))) render_all(loaded.plan);
  return 0;
}
