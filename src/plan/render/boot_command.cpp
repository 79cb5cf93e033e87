#include "src/plan/render/boot_command.hpp"

#include <fmt/core.h>

#include "src/plan/emit/http_url.hpp"
#include "src/plan/emit/plain_text.hpp"

namespace rackseed::plan {
namespace {

using Words = std::vector<std::string>;

void add_console(Words& words) {
  words.insert(words.end(), {"console=tty0", "console=ttyS0,115200n8"});
}

/// Picks the NIC on a server with six ports; "01" is Ethernet.
std::string bootif(const BootCommand& command) { return "BOOTIF=01-" + command.mac.text('-'); }

void add_autoinstall(const NodeView& node, BootCommand& command) {
  const std::string seed = command.seed();
  command.kernel = "/casper/vmlinuz";
  command.initrd = "/casper/initrd";
  command.words = {"root=/dev/ram0", "ramdisk_size=1500000", "ip=dhcp", bootif(command),
                   fmt::format("url={}{}/{}", seed, command.folder, url_part(node.os->iso)),
                   // Else cloud-init takes url= for its own and loads the ISO a second time.
                   "cloud-config-url=/dev/null", "autoinstall",
                   fmt::format("ds=nocloud;s={}/nocloud/{}/", seed, node.node->bmc.text()),
                   "fsck.mode=skip"};  // checking the media takes minutes
  add_console(command.words);
  command.words.emplace_back("---");
}

void add_preseed(const Plan& plan, const NodeView& node, BootCommand& command) {
  command.kernel = "/linux";
  command.initrd = "/initrd.gz";
  command.words = {"auto=true",
                   "priority=critical",
                   fmt::format("url={}/preseed/{}.cfg", command.seed(), node.node->bmc.text()),
                   "interface=auto",
                   bootif(command),
                   "hostname=" + url_part(node.name()),
                   "domain=" + url_part(plan.identity.domain)};
  add_console(command.words);
  command.words.emplace_back("---");
}

void add_agent(const InstallSecrets& secrets, BootCommand& command) {
  command.folder = "/os/agent";
  command.kernel = "/vmlinuz";
  command.initrd = "/initrd";
  command.words = {"ip=dhcp", bootif(command), "rackseed.seed=" + command.seed(),
                   "rackseed.token=" + url_part(secrets.token)};
  add_console(command.words);
}

}  // namespace

std::string BootCommand::seed() const { return http_url(server, port); }

std::optional<BootCommand> boot_command(const Derived& derived, const NodeView& node,
                                        const NodeFacts& facts, const InstallSecrets& secrets) {
  const Plan& plan = *derived.plan;
  const auto mac = facts.mac(node.node->boot.nic);
  if (!node.boot || !mac) return {};
  const auto seed = seed_address(plan, node.boot->network->name);
  if (!seed) return {};
  BootCommand command{.server = seed->text(), .port = plan.seed.http_port, .mac = *mac};
  if (node.os != nullptr) command.folder = "/os/" + url_part(node.os->name);
  const Method method = node.os != nullptr ? node.os->method : Method::kImage;
  command.is_install = method == Method::kAutoinstall || method == Method::kPreseed;
  switch (method) {
    case Method::kAutoinstall:
      add_autoinstall(node, command);
      break;
    case Method::kPreseed:
      add_preseed(plan, node, command);
      break;
    case Method::kImage:
    case Method::kVendorIso:
      add_agent(secrets, command);
      break;
  }
  return command;
}

}  // namespace rackseed::plan
