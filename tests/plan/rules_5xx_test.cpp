#include "tests/plan/broken_plan.hpp"

namespace rackseed::plan {

// Operating system, disks, boot.
const std::vector<BrokenPlan> kBroken5xx = {
    {.name = "E501UnknownRole",
     .edits = {{"{name: cmp1,  role: compute,", "{name: cmp1,  role: gpu,"}},
     .findings = {{"role: gpu",
                   "E-501: cmp1: unknown role \"gpu\"; the plan defines control, compute, "
                   "storage"}}},
    {.name = "E501UnknownRoleOfAVip",
     .edits = {{"members: {role: control}", "members: {role: contorl}", 1}},
     .findings = {{"contorl",
                   "E-501: vips.external: unknown role \"contorl\"; the plan defines control, "
                   "compute, storage"}}},
    {.name = "E506InstallUser",
     .edits = {{"install_user: osism ", "install_user: dragon "}},
     .findings = {{"install_user: dragon",
                   "E-506: os_profiles.noble.install_user: OSISM creates 'dragon' itself (uid/gid "
                   "45000) during bootstrap; use another user, for example osism"}}},
    {.name = "E509PackagesOffline",
     .edits = {{"packages: []", "packages: [lldpd]"}},
     .findings = {{"packages: [lldpd]",
                   "E-509: os_profiles.noble.packages: lldpd: not installable with apt.mode "
                   "offline; set apt.mode mirror or empty the list"}}},
    {.name = "E510SecureBoot",
     .edits = {{"secure_boot: false", "secure_boot: true"}},
     .findings = {{"secure_boot: true",
                   "E-510: defaults.boot: secure_boot needs the signed shim and GRUB; iPXE built "
                   "here is not signed"}}},
    {.name = "E510SecureBootOfANode",
     .edits = {{"mgmt: {bmc: Ethernet1, lom0: Ethernet25}}\n  - {name: ctrl2",
                "mgmt: {bmc: Ethernet1, lom0: Ethernet25}, boot: {secure_boot: true}}\n"
                "  - {name: ctrl2"}},
     .findings = {{"secure_boot: true",
                   "E-510: nodes.ctrl1.boot: secure_boot needs the signed shim and GRUB; iPXE "
                   "built here is not signed"}}},
    {.name = "W511WipeByPosition",
     .edits = {{"require_serial_match: true", "require_serial_match: false"}},
     .findings = {{"  wipe: {os_disks",
                   "W-511: policy.wipe: disks would be wiped by size and position only; set "
                   "require_serial_match: true so that a re-ordered or swapped disk stops the "
                   "install"}}},
    {.name = "W514RelayedInstaller",
     .edits = {{"pool: [150, 189]}\n  management",
                "pool: [150, 189], relay: {on: mgmt-r12}}\n"
                "  management"}},
     .findings = {{"apt: {mode: offline}",
                   "W-514: os_profiles.noble.apt.mode: network prov is relayed, so installers need "
                   "a default route to reach the seed, and with a route the installer probes its "
                   "mirror; use apt.mode mirror"}}},
    {.name = "E515UserName",
     .edits = {{"install_user: osism ", "install_user: Osism "}},
     .findings = {{"install_user: Osism",
                   "E-515: os_profiles.noble.install_user: a user name is [a-z_][a-z0-9_-]{0,31}, "
                   "for example osism"}}},
    {.name = "E516NoRootVolume",
     .edits = {{"root: 50G, ", ""}},
     .findings = {{"volumes: {",
                   "E-516: storage_profiles.os-raid1.volumes: no volume root; the system is "
                   "installed on it"}}},
    {.name = "E517BootVolume",
     .edits = {{"root: 50G, ", "root: 50G, boot: 2G, "}},
     .findings = {{"boot: 2G",
                   "E-517: storage_profiles.os-raid1.volumes.boot: layout raid1-lvm makes this "
                   "partition itself; leave it out"}}},
};

INSTANTIATE_TEST_SUITE_P(Rules5xx, BrokenPlanTest, testing::ValuesIn(kBroken5xx), name_of);

}  // namespace rackseed::plan
