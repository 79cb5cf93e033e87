#include <fmt/core.h>
#include <rackseed/ascii.hpp>

#include <algorithm>

#include "src/plan/emit/shell_word.hpp"
#include "src/plan/render/autoinstall.hpp"

namespace rackseed::plan {
namespace {

constexpr std::string_view kDisableCloudNetwork =
    "printf 'network: {config: disabled}\\n' > "
    "/target/etc/cloud/cloud.cfg.d/99-rackseed-network.cfg";

/// sudo skips a file in sudoers.d whose name holds a "." and "/" would leave the folder.
std::string sudoers_path(std::string user) {
  std::ranges::replace_if(
      user, [](char c) { return !is_alphanumeric(c) && c != '_' && c != '-'; }, '_');
  return "/target/etc/sudoers.d/90-" + user;
}

std::string grant_sudo(const std::string& user) {
  const std::string path = sudoers_path(user);
  return fmt::format("printf '%s\\n' {} > {} && chmod 0440 {}",
                     shell_word(user + " ALL=(ALL) NOPASSWD:ALL"), path, path);
}

}  // namespace

Value early_commands(const Installation& install) {
  // The seed answers 409 for a node that is not to be installed: the last chance not to wipe it.
  return Value::list({fmt::format("curl -fsS -m 10 -o /run/rackseed-gate {}",
                                  shell_word(install.callback + "/gate"))});
}

Value late_commands(const Installation& install) {
  const OsProfile& os = *install.node->os;
  const auto url = [&](std::string_view step) {
    return shell_word(fmt::format("{}/{}", install.callback, step));
  };
  std::vector<std::string> commands{
      grant_sudo(os.install_user),
      // Older installers leave the first file, newer ones the others: both would compete with ours.
      "rm -f /target/etc/cloud/cloud.cfg.d/90-installer-network.cfg /target/etc/netplan/*.yaml",
      std::string(kDisableCloudNetwork),
      fmt::format("curl -fsS -m 30 -o /target/etc/netplan/01-osism.yaml {} && "
                  "chmod 0600 /target/etc/netplan/01-osism.yaml",
                  url("netplan")),
      "curtin in-target -- netplan generate",
      "cat /proc/cmdline > /target/etc/.initial-kernel-commandline"};
  if (os.apt_mode == AptMode::kMirror && os.apt_trusted)
    commands.emplace_back("rm -f /target/etc/apt/apt.conf.d/94curtin-config");
  commands.emplace_back("tar -C /var/log -czf /tmp/installer-logs.tgz installer || true");
  commands.push_back(
      fmt::format("curl -fsS -m 60 -T /tmp/installer-logs.tgz {} || true", url("logs")));
  commands.push_back(fmt::format("curl -fsS -m 10 -X POST {}", url("installed")));
  return Value::list(commands);
}

Value error_commands(const Installation& install) {
  return Value::list(
      {"journalctl -b --no-pager > /tmp/installer-journal.log; tar -czf /tmp/failed.tgz "
       "/var/log/installer /tmp/installer-journal.log /var/crash 2>/dev/null || true",
       fmt::format("curl -fsS -m 60 -T /tmp/failed.tgz {} || true",
                   shell_word(install.callback + "/failed-logs"))});
}

}  // namespace rackseed::plan
