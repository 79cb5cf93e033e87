#include "src/plan/render/render.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "src/plan/emit/plain_text.hpp"
#include "src/plan/render/answers.hpp"
#include "src/plan/render/host_network.hpp"
#include "src/plan/render/keepalived.hpp"

namespace rackseed::plan {
namespace {

constexpr std::string_view kEos = "eos";

/// Collects files and remarks.
class Collector {
 public:
  /// An empty content means that there is no such file.
  void add(std::string path, std::string content, bool executable = false) {
    if (!content.empty())
      result_.files.push_back({std::move(path), std::move(content), executable});
  }
  void add_empty(std::string path) { result_.files.push_back({std::move(path), ""}); }
  void add_all(const Artefacts& files) {
    result_.files.insert(result_.files.end(), files.begin(), files.end());
  }
  void note(std::string_view subject, std::string_view text) {
    result_.notes.push_back(fmt::format("{}: {}", plain_text(subject), text));
  }
  /// Sorted by path.
  [[nodiscard]] Rendering take() {
    std::ranges::sort(result_.files, {}, &Artefact::path);
    return std::move(result_);
  }

 private:
  Rendering result_{};
};

/// The agent writes images; it also boots where nothing is to be written.
Method method_of(const NodeView& node) {
  return node.os != nullptr ? node.os->method : Method::kImage;
}

/// The NICs whose MACs the files of a node name.
std::vector<std::string> named_nics(const NodeView& node) {
  std::vector<std::string> nics;
  if (is_installed_by_us(node)) nics = used_nics(node);
  if (node.boot && std::ranges::count(nics, node.node->boot.nic) == 0)
    nics.push_back(node.node->boot.nic);
  return nics;
}

std::vector<std::string> unknown_nics(const NodeView& node, const NodeFacts* facts) {
  std::vector<std::string> nics = named_nics(node);
  if (facts != nullptr)
    std::erase_if(nics, [&](const std::string& nic) { return facts->mac(nic).has_value(); });
  return nics;
}

void add_nocloud(Collector& out, const Derived& derived, const NodeView& node,
                 const NodeFacts& facts) {
  const std::string folder = "nocloud/" + node.node->bmc.text();
  out.add(folder + "/user-data", render_user_data(derived, node, facts, {}));
  out.add(folder + "/meta-data", render_meta_data(node));
  // cloud-init asks for both and spends minutes on one that does not exist.
  out.add_empty(folder + "/vendor-data");
  out.add_empty(folder + "/network-config");
  const std::size_t disks =
      node.storage != nullptr ? static_cast<std::size_t>(node.storage->disk_count) : 0;
  if (method_of(node) == Method::kAutoinstall && facts.os_disks.size() < disks)
    out.note(node.name(), fmt::format("{} of {} OS disks are known: user-data fits no disk yet",
                                      facts.os_disks.size(), disks));
}

void add_boot_files(Collector& out, const Derived& derived, const NodeView& node,
                    const NodeFacts& facts) {
  const std::string name = path_part(node.name());
  const std::string ipxe = render_ipxe(derived, node, facts, {});
  if (ipxe.empty())
    out.note(node.name(), fmt::format("the seed has no address in {}: ipxe and grub are left out",
                                      plain_text(node.boot->network->name)));
  out.add(fmt::format("ipxe/{}.ipxe", name), ipxe);
  out.add(fmt::format("grub/{}.cfg", name), render_grub(derived, node, facts, {}));
}

void add_node(Collector& out, const Derived& derived, const NodeView& node,
              const NodeFacts* facts) {
  const std::string name = path_part(node.name());
  const Method method = method_of(node);
  if (node.os != nullptr && method == Method::kVendorIso)
    out.add(fmt::format("answers/{}.txt", name), render_answers(derived, node, facts));
  out.add(fmt::format("keepalived/{}.conf", name), render_keepalived(derived, node));
  const auto unknown = unknown_nics(node, facts);
  if (!unknown.empty()) {
    out.note(node.name(),
             fmt::format("the MAC of {} is not known: {} left out",
                         plain_text(fmt::format("{}", fmt::join(unknown, ", "))),
                         is_installed_by_us(node) ? "netplan, nocloud, host_vars, ipxe and grub are"
                                                  : "ipxe and grub are"));
    return;
  }
  const NodeFacts& known = facts != nullptr ? *facts : NodeFacts{};
  if (is_installed_by_us(node)) {
    out.add(fmt::format("netplan/{}.yaml", name), render_netplan(derived, node, known));
    if (method != Method::kPreseed) add_nocloud(out, derived, node, known);
  }
  if (node.boot) add_boot_files(out, derived, node, known);
}

void add_switch(Collector& out, const Derived& derived, const Switch& device) {
  if (device.os == kEos) {
    out.add(fmt::format("eos/{}.cfg", path_part(device.name)), render_eos(derived, device, {}));
  } else {
    out.note(device.name,
             fmt::format("runs {}: its configuration is not rendered", plain_text(device.os)));
  }
}

bool has_keepalived(const Derived& derived) {
  return std::ranges::any_of(derived.nodes, [&](const NodeView& node) {
    return !render_keepalived(derived, node).empty();
  });
}

}  // namespace

Rendering render(const Derived& derived, const Facts& facts) {
  Collector out;
  for (const Switch& device : derived.plan->switches) add_switch(out, derived, device);
  for (const NodeView& node : derived.nodes) {
    const auto it = facts.find(node.node->bmc);
    add_node(out, derived, node, it == facts.end() ? nullptr : &it->second);
  }
  if (has_keepalived(derived)) {
    out.add("keepalived/rackseed-majority", std::string(majority_script()), true);
    out.add("keepalived/rackseed-vrrp-notify", std::string(notify_script()), true);
  }
  out.add("nft/controller.nft", render_controller_nft(derived));
  out.add("lldp-expected.csv", render_lldp_expected(derived, facts));
  out.add("addresses.txt", render_addresses(derived));
  out.add("vips.json", render_vips(derived));
  if (!facts.empty()) out.add("facts.json", render_facts(facts));
  out.add_all(render_osism(derived, facts));
  return out.take();
}

}  // namespace rackseed::plan
