#pragma once

#include <string>

#include "src/plan/derived.hpp"
#include "src/plan/facts.hpp"
#include "src/plan/plan.hpp"

namespace rackseed::tests {

inline Ipv4 ip(std::string_view text) { return Ipv4::parse(text).value(); }
inline Prefix prefix(std::string_view text) { return Prefix::parse(text).value(); }
inline Mac mac(std::string_view text) { return Mac::parse(text).value(); }

/// A plan of one controller in one rack, small enough to change any value of it in a test.
inline plan::Plan one_node_plan() {
  using namespace plan;
  Plan plan;
  plan.metadata = {.name = "small", .revision = 3};
  plan.identity.domain = "small.example.com";
  plan.seed.attach = {{.network = "prov"}, {.network = "management"}, {.network = "oob"}};
  plan.networks = {
      {.name = "prov", .zone = Zone::kProvisioning, .vlan = 8, .subnet = prefix("10.1.8.0/24")},
      {.name = "management",
       .zone = Zone::kManagement,
       .vlan = 10,
       .subnet = prefix("10.1.10.0/24"),
       .gateway = ip("10.1.10.1")},
      {.name = "storage",
       .zone = Zone::kStorage,
       .vlan = 40,
       .subnet = prefix("10.1.40.0/24"),
       .mtu = 9000},
      {.name = "oob", .zone = Zone::kOobAdmin, .subnet = prefix("172.30.1.0/24")},
      {.name = "external",
       .zone = Zone::kExternal,
       .vlan = 100,
       .subnet = prefix("203.0.113.0/24"),
       .addressed = false}};
  plan.hardware = {{.name = "server",
                    .nics = {{.name = "lom0"}, {.name = "a0"}, {.name = "b0"}, {.name = "o0"}}}};
  plan.storage_profiles = {{.name = "mirror",
                            .disk_count = 2,
                            .layout = "raid1-lvm",
                            .volumes = {{"root", "50G"}, {"swap", "8G"}},
                            .wipe = "superblock-recursive"}};
  plan.os_profiles = {{.name = "noble",
                       .family = "ubuntu",
                       .install_user = "osism",
                       .password_hash = Secret{"hash"},
                       .ssh_keys = {Secret{"key"}}}};
  plan.roles = {{.name = "control",
                 .hardware = "server",
                 .os = "noble",
                 .storage = "mirror",
                 .osism_groups = {"control"},
                 .default_route = "management",
                 .interfaces = {{.name = "oob0", .nic = "o0", .networks = {"oob"}},
                                {.name = "bond0",
                                 .members = {"a0", "b0"},
                                 .networks = {"management", "storage", "external"}}}}};
  plan.boot = {.nic = "lom0", .network = "prov"};
  plan.racks = {{.name = "R1"}};
  plan.nodes = {{.name = "ctrl1",
                 .role = "control",
                 .rack = "R1",
                 .bmc = ip("172.30.2.10"),
                 .boot = plan.boot}};
  plan.services.resolvers = {ip("172.30.1.100")};
  plan.handover.target = Target::kOsism;
  plan.handover.osism.manager = "ctrl1";
  return plan;
}

inline plan::Facts one_node_facts() {
  return {{ip("172.30.2.10"),
           {.node = "ctrl1",
            .macs = {{"lom0", mac("00:00:5e:00:53:02")},
                     {"a0", mac("00:00:5e:00:53:03")},
                     {"b0", mac("00:00:5e:00:53:05")},
                     {"o0", mac("10:20:30:40:50:55")}},
            .os_disks = {{.serial = "NVME0010A"}, {.serial = "NVME0010B"}}}}};
}

}  // namespace rackseed::tests
