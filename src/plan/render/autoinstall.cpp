#include "src/plan/render/autoinstall.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "src/plan/emit/plain_text.hpp"
#include "src/plan/render/install_seed.hpp"

namespace rackseed::plan {
namespace {

/// The installer's own network: only the NIC that it booted from; the bonds come after the reboot.
Value installer_network(const Installation& install) {
  const NodeView& node = *install.node;
  const auto mac = [&](const std::string& nic) {
    return Value::Map{{"macaddress", install.facts->mac(nic).value_or(Mac{}).text()}};
  };
  Value interface;
  if (node.boot) {
    interface.set("match", mac(node.node->boot.nic)).set("dhcp4", true).set("dhcp6", false);
  } else if (const Network* network = install_network(*install.plan, node)) {
    const Attachment& attachment = *node.attachment(network->name);
    const auto link = std::ranges::find(node.links, attachment.link,
                                        [](const LinkView& view) { return view.plan->name; });
    interface.set("match", mac(link->plan->nic)).set("dhcp4", false).set("dhcp6", false);
    if (attachment.address)
      interface.set("addresses", Value::list({fmt::format("{}/{}", attachment.address->text(),
                                                          attachment.subnet.length())}));
  }
  Value ethernets{Value::Map{}};
  if (!interface.is_null()) ethernets.set("pxe0", std::move(interface));
  return Value::Map{{"version", 2}, {"ethernets", std::move(ethernets)}};
}

std::string mirror_uri(const Installation& install) {
  const OsProfile& os = *install.node->os;
  if (os.apt_mode == AptMode::kMirror && !os.apt_uri.empty())
    return with_seed_addresses(*install.plan, os.apt_uri);
  // In offline mode it answers 404 at once, which ends the mirror test without waiting.
  return install.seed + "/apt/" + url_part(os.family + "-" + os.name);
}

Value apt(const Installation& install) {
  const OsProfile& os = *install.node->os;
  const Value mirror(Value::Map{{"uri", mirror_uri(install)}});
  Value section(Value::Map{{"geoip", false},
                           {"preserve_sources_list", false},
                           {"fallback", "offline-install"},
                           {"mirror-selection", Value::Map{{"primary", Value::List{mirror}}}}});
  if (os.apt_mode == AptMode::kMirror && os.apt_trusted)  // late_commands removes it again
    section.set("conf",
                "APT::Get::AllowUnauthenticated \"true\"; "
                "Acquire::AllowInsecureRepositories \"true\";");
  return section;
}

Value reporting(const Installation& install) {
  return Value::Map{{"builtin", Value::Map{{"type", "print"}}},
                    {"rackseed", Value::Map{{"type", "webhook"},
                                            {"endpoint", install.callback + "/event"},
                                            {"level", "INFO"}}}};
}

Value identity(const Installation& install) {
  return Value::Map{{"hostname", install.node->name()},
                    {"realname", real_name(*install.plan)},
                    {"username", install.node->os->install_user},
                    {"password", password_hash(install)}};
}

/// What cloud-init does at the first boot of the installed system.
Value first_boot(const Installation& install) {
  return Value::Map{{"preserve_hostname", false},         {"fqdn", install.node->fqdn},
                    {"prefer_fqdn_over_hostname", false}, {"ssh_deletekeys", false},
                    {"bootcmd", boot_commands()},         {"phone_home", phone_home(install)}};
}

}  // namespace

std::string real_name(const Plan& plan) {
  return plan.handover.target == Target::kOsism ? "OSISM bootstrap" : "rackseed bootstrap";
}

std::string password_hash(const Installation& install) {
  return install.node->os->password_hash ? install.secrets->password_hash : "!";  // "!": locked
}

Value ssh_keys(const Installation& install) {
  Value::List keys;
  bool resolved = false;
  for (const auto& key : install.node->os->ssh_keys) {
    if (const auto* text = std::get_if<std::string>(&key)) {
      keys.emplace_back(*text);
    } else if (!std::exchange(resolved, true)) {
      keys.insert(keys.end(), install.secrets->ssh_keys.begin(), install.secrets->ssh_keys.end());
    }
  }
  return keys;
}

Value boot_commands() {
  return Value::List{Value::list({"modprobe", "8021q"}), Value::list({"modprobe", "bonding"})};
}

Value phone_home(const Installation& install) {
  const std::string url = seed_url_after_install(*install.plan, *install.node) +
                          callback_path(*install.node, "firstboot", install.secrets->token);
  return Value::Map{
      {"url", url},
      {"post", Value::list({"pub_key_ed25519", "pub_key_rsa", "instance_id", "hostname", "fqdn"})},
      {"tries", 30}};
}

Value autoinstall(const Installation& install) {
  const OsProfile& os = *install.node->os;
  Value root;
  root.set("version", 1);
  root.set("refresh-installer", Value::Map{{"update", false}});
  root.set("locale", "en_US.UTF-8");
  root.set("keyboard", Value::Map{{"layout", "us"}});
  root.set("timezone", install.plan->identity.timezone);
  root.set("reporting", reporting(install));
  root.set("early-commands", early_commands(install));
  root.set("network", installer_network(install));
  root.set("apt", apt(install));
  root.set("source", Value::Map{{"id", "ubuntu-server"}, {"search_drivers", false}});
  root.set("storage", autoinstall_storage(*install.node, *install.facts));
  root.set("identity", identity(install));
  root.set("ssh", Value::Map{{"install-server", true},
                             {"allow-pw", false},
                             {"authorized-keys", ssh_keys(install)}});
  if (!os.packages.empty()) root.set("packages", Value::list(os.packages));
  root.set("codecs", Value::Map{{"install", false}});
  root.set("drivers", Value::Map{{"install", false}});
  root.set("updates", "security");
  root.set("shutdown", "reboot");
  root.set("late-commands", late_commands(install));
  root.set("error-commands", error_commands(install));
  root.set("user-data", first_boot(install));
  return root;
}

}  // namespace rackseed::plan
