#include "src/plan/render/osism.hpp"

#include <algorithm>
#include <array>

#include "src/plan/emit/ini.hpp"
#include "src/plan/emit/yaml.hpp"
#include "src/plan/render/host_network.hpp"
#include "src/plan/render/render.hpp"

namespace rackseed::plan {
namespace {

constexpr std::string_view kPlaceholderOpen = "{{ FROM SECRET ";
constexpr std::string_view kPlaceholderClose = " }}";

bool is_placeholder(std::string_view text) {
  if (!text.starts_with(kPlaceholderOpen) || !text.ends_with(kPlaceholderClose)) return false;
  text.remove_prefix(kPlaceholderOpen.size());
  return text.size() > kPlaceholderClose.size() &&
         is_ini_word(text.substr(0, text.size() - kPlaceholderClose.size()));
}

/// What Jinja looks for (jinja2/defaults.py).
bool is_template(std::string_view text) {
  constexpr auto kOpenings = std::to_array<std::string_view>({"{{", "{%", "{#"});
  return !is_placeholder(text) && std::ranges::any_of(kOpenings, [&](std::string_view opening) {
    return text.find(opening) != std::string_view::npos;
  });
}

}  // namespace

std::vector<const NodeView*> osism_nodes(const Derived& derived) {
  std::vector<const NodeView*> nodes;
  for (const NodeView& node : derived.nodes)
    if (is_installed_by_us(node)) nodes.push_back(&node);
  return nodes;
}

bool is_osism_member(const Plan& plan, const NodeView& node, std::string_view group) {
  return (group == "manager" && node.name() == plan.handover.osism.manager) ||
         std::ranges::count(node.role->osism_groups, group) > 0;
}

std::vector<const NodeView*> osism_members(const Derived& derived, std::string_view group) {
  auto nodes = osism_nodes(derived);
  std::erase_if(
      nodes, [&](const NodeView* node) { return !is_osism_member(*derived.plan, *node, group); });
  return nodes;
}

std::string ansible_yaml(const Value& value) {
  return "---\n" + emit_yaml(value, {.is_unsafe = is_template});
}

std::string secret_placeholder(const Secret& secret) {
  return std::string(kPlaceholderOpen) + secret.name + std::string(kPlaceholderClose);
}

std::string zone_subnets(const Plan& plan, Zone zone) {
  const auto network = std::ranges::find(plan.networks, zone, &Network::zone);
  if (network == plan.networks.end()) return "";
  if (!network->per_rack) return network->subnet ? network->subnet->masked().text() : "";
  std::string subnets;
  for (const RackSubnet& subnet : network->subnets)
    subnets += (subnets.empty() ? "" : ",") + subnet.subnet.masked().text();
  return subnets;
}

Artefacts render_osism(const Derived& derived, const Facts& facts) {
  Artefacts files;
  if (derived.plan->handover.target != Target::kOsism) return files;
  for (const Artefacts& part :
       {osism_inventory(derived), osism_host_vars(derived, facts), osism_environments(derived)})
    files.insert(files.end(), part.begin(), part.end());
  return files;
}

}  // namespace rackseed::plan
