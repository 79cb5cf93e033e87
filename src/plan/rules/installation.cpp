#include <fmt/format.h>
#include <fmt/ranges.h>
#include <rackseed/ascii.hpp>

#include <algorithm>
#include <set>

#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

constexpr std::string_view kOsismOperator = "dragon";

/// What useradd accepts.
bool is_user_name(std::string_view name) {
  constexpr std::size_t kLongest = 32;
  const auto may_begin = [](char c) { return is_lower(c) || c == '_'; };
  return !name.empty() && name.size() <= kLongest && may_begin(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return may_begin(c) || is_digit(c) || c == '-'; });
}

void check_profile(const OsProfile& os, Report& report) {
  const std::string path = "os_profiles." + os.name;
  if (os.install_user == kOsismOperator)
    report.add("E-506", path + ".install_user",
               "OSISM creates 'dragon' itself (uid/gid 45000) during bootstrap; use another user, "
               "for example osism");
  if (!os.install_user.empty() && !is_user_name(os.install_user))
    report.add("E-515", path + ".install_user",
               "a user name is [a-z_][a-z0-9_-]{0,31}, for example osism");
  if (!os.packages.empty() && os.apt_mode == AptMode::kOffline && os.method != Method::kVendorIso)
    report.add(
        "E-509", path + ".packages",
        fmt::format("{}: not installable with apt.mode offline; set apt.mode mirror or empty "
                    "the list",
                    fmt::join(os.packages, ", ")));
}

/// Layouts that we partition ourselves have /boot and the EFI partition beside the volumes.
void check_volumes(const StorageProfile& storage, Report& report) {
  if (storage.layout != "raid1-lvm" && storage.layout != "single-lvm") return;
  const std::string path = fmt::format("storage_profiles.{}.volumes", storage.name);
  if (find_named(storage.volumes, "root") == nullptr)
    report.add("E-516", path, "no volume root; the system is installed on it");
  for (const Volume& volume : storage.volumes)
    if (volume.name == "boot" || volume.name == "efi")
      report.add(
          "E-517", fmt::format("{}.{}", path, volume.name),
          fmt::format("layout {} makes this partition itself; leave it out", storage.layout));
}

void check_secure_boot(const Boot& boot, const std::string& path, Report& report) {
  if (boot.secure_boot && boot.loader != Loader::kGrub)
    report.add("E-510", {path, path + ".secure_boot"},
               "secure_boot needs the signed shim and GRUB; iPXE built here is not signed");
}

/// Installers behind a relay get a default route, and with a route they look for their mirror.
void check_relayed(const Derived& derived, Report& report) {
  std::set<const OsProfile*> reported;
  for (const NodeView& view : derived.nodes) {
    if (view.os == nullptr || !view.boot || view.boot->network->relay_on.empty()) continue;
    if (view.os->method != Method::kAutoinstall || view.os->apt_mode != AptMode::kOffline) continue;
    if (reported.insert(view.os).second)
      report.add(
          "W-514", fmt::format("os_profiles.{}.apt.mode", view.os->name),
          fmt::format("network {} is relayed, so installers need a default route to reach the "
                      "seed, and with a route the installer probes its mirror; use apt.mode "
                      "mirror",
                      view.boot->network->name));
  }
}

}  // namespace

void check_installation(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  for (const OsProfile& os : plan.os_profiles) check_profile(os, report);
  for (const StorageProfile& storage : plan.storage_profiles) check_volumes(storage, report);
  check_secure_boot(plan.boot, "defaults.boot", report);
  for (const Node& node : plan.nodes) {
    const std::string path = fmt::format("nodes.{}.boot", node.name);
    if (plan.source.contains(path)) check_secure_boot(node.boot, path, report);
  }
  if (plan.policy.wipe_os_disks && !plan.policy.require_serial_match)
    report.add("W-511", "policy.wipe",
               "disks would be wiped by size and position only; set require_serial_match: true so "
               "that a re-ordered or swapped disk stops the install");
  check_relayed(derived, report);
}

}  // namespace rackseed::plan
