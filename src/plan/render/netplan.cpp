#include <fmt/core.h>

#include <array>

#include "src/plan/emit/yaml.hpp"
#include "src/plan/render/host_network.hpp"
#include "src/plan/render/render.hpp"

namespace rackseed::plan {
namespace {

// OSISM's template writes these lines, two blank lines between sections, and the sections through
// Ansible's to_nice_yaml. The file must be the same to the byte: any difference is a change to
// Ansible, and a change restarts the network.
constexpr std::string_view kHeader =
    "# This file describes the network interfaces available on your system\n"
    "# For more information, see netplan(5).\n"
    "---\n"
    "network:\n"
    "  version: 2\n"
    "  renderer: networkd\n";
constexpr YamlStyle kNiceYaml{.indent = 4, .margin = 4, .indent_lists = false, .sort_keys = true};

struct Section {
  std::string_view name{};
  Value::Map interfaces{};
};

}  // namespace

std::string render_netplan(const Derived& derived, const NodeView& node, const NodeFacts& facts) {
  HostNetwork network = host_network(derived, node, facts);
  const std::array<Section, 7> sections{{{"bonds", std::move(network.bonds)},
                                         {"bridges", {}},
                                         {"dummy-devices", {}},
                                         {"ethernets", std::move(network.ethernets)},
                                         {"tunnels", {}},
                                         {"vlans", std::move(network.vlans)},
                                         {"vrfs", {}}}};
  std::string out(kHeader);
  for (const Section& section : sections) {
    out += &section == &sections.front() ? "\n" : "\n\n";
    out += fmt::format("  {}:\n{}", section.name, emit_yaml(section.interfaces, kNiceYaml));
  }
  return out + '\n';
}

}  // namespace rackseed::plan
