#include "src/config/plan_reader.hpp"

#include <array>

#include "src/config/document.hpp"
#include "src/config/like.hpp"
#include "src/config/readers.hpp"
#include "src/config/secrets.hpp"

namespace rackseed::config {
namespace {

// In this order, because it decides which of two equal names is the second one.
constexpr auto kReaders = std::to_array<void (*)(Section&, plan::Plan&)>(
    {read_header, read_identity, read_seed, read_networks, read_hardware, read_profiles,
     read_defaults, read_roles, read_racks, read_switches, read_links, read_upstreams, read_nodes,
     read_vips, read_services, read_policy, read_handover});

constexpr auto kInheriting =
    std::to_array<std::string_view>({"hardware", "storage_profiles", "os_profiles", "roles"});

void read_root(const Cell& cell, plan::Plan& plan) {
  Section root(cell);
  for (const auto read : kReaders) read(root, plan);
  root.finish();
}

}  // namespace

LoadedPlan parse_plan(std::string_view text) {
  LoadedPlan loaded;
  Document document = parse_document(text);
  Notes notes(loaded.plan.source);
  for (plan::Finding& finding : document.findings)
    notes.add(finding.code, std::move(finding.path), std::move(finding.text), finding.position);
  if (document.root) {
    Tree& tree = *document.root;
    if (tree.kind != Kind::kMap)
      notes.add("E-100", "", "a plan is a map of keys and values, such as apiVersion: rackseed/v1",
                tree.position);
    find_plain_secrets(tree, notes);
    for (const std::string_view section : kInheriting) apply_like(tree, section, notes);
    if (tree.kind == Kind::kMap) read_root(Cell(tree, "", tree.position, notes), loaded.plan);
  }
  loaded.findings = notes.take();
  return loaded;
}

}  // namespace rackseed::config
