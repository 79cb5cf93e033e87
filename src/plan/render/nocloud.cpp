#include "src/plan/emit/yaml.hpp"
#include "src/plan/render/autoinstall.hpp"
#include "src/plan/render/install_seed.hpp"
#include "src/plan/render/render.hpp"

namespace rackseed::plan {
namespace {

/// What cloud-init in a written image does at its first boot: the part of the installer that is
/// left when there is none. The network is in the image's netplan file already.
Value image_config(const Installation& install) {
  const NodeView& node = *install.node;
  const Value user(Value::Map{{"name", node.os->install_user},
                              {"gecos", real_name(*install.plan)},
                              {"shell", "/bin/bash"},
                              {"sudo", Value::list({"ALL=(ALL) NOPASSWD:ALL"})},
                              {"lock_passwd", !node.os->password_hash},
                              {"passwd", password_hash(install)},
                              {"ssh_authorized_keys", ssh_keys(install)}});
  return Value::Map{{"hostname", node.name()},
                    {"fqdn", node.fqdn},
                    {"preserve_hostname", false},
                    {"prefer_fqdn_over_hostname", false},
                    {"timezone", install.plan->identity.timezone},
                    {"ssh_pwauth", false},
                    {"users", Value::List{user}},
                    {"bootcmd", boot_commands()},
                    {"phone_home", phone_home(install)}};
}

std::string cloud_config(const Value& value) { return "#cloud-config\n" + emit_yaml(value); }

}  // namespace

std::string render_user_data(const Derived& derived, const NodeView& node, const NodeFacts& facts,
                             const InstallSecrets& secrets) {
  if (node.os == nullptr) return "";
  const Plan& plan = *derived.plan;
  const std::string seed = seed_url(plan, install_network(plan, node));
  const Installation install{.plan = &plan,
                             .node = &node,
                             .facts = &facts,
                             .secrets = &secrets,
                             .seed = seed,
                             .callback = seed + callback_path(node, "install", secrets.token)};
  switch (node.os->method) {
    case Method::kAutoinstall:
      return cloud_config(Value::Map{{"autoinstall", autoinstall(install)}});
    case Method::kImage:
      return cloud_config(image_config(install));
    case Method::kPreseed:
    case Method::kVendorIso:
      return "";
  }
  return "";
}

std::string render_meta_data(const NodeView& node) {
  return emit_yaml(Value::Map{{"instance-id", node.instance_id}, {"local-hostname", node.name()}});
}

}  // namespace rackseed::plan
