#include <array>

#include "src/config/readers.hpp"

namespace rackseed::config {
namespace {

constexpr Range kAtOnce{1, 10'000};

void read_osism(Section& in, plan::OsismHandover& osism) {
  constexpr auto kTraffic = std::to_array<std::string_view>({"unicast", "multicast"});
  in.section("config_repo", [&](Section& repo) {
    repo.read("mode", osism.config_repo_mode, kWord);
    repo.read("path", osism.config_repo_path, kPath);
  });
  in.read("manager", osism.manager, kName);
  in.read("operator_key", osism.operator_key);
  in.read("vrid", osism.vrid, kAnyNumber);
  in.section("kolla", [&](Section& kolla) {
    kolla.read("tls_internal", osism.tls_internal);
    kolla.read("tls_external", osism.tls_external);
    kolla.read("keepalived_traffic_mode", osism.keepalived_traffic_mode, OneOf{kTraffic});
  });
  in.section("ceph", [&](Section& ceph) { ceph.read("enable", osism.ceph); });
}

}  // namespace

void read_policy(Section& root, plan::Plan& plan) {
  plan::Policy& policy = plan.policy;
  root.section("policy", [&](Section& in) {
    in.section("concurrency", [&](Section& limits) {
      limits.read("bmc", policy.concurrency_bmc, kAtOnce);
      limits.read("install", policy.concurrency_install, kAtOnce);
      limits.read("reboot", policy.concurrency_reboot, kAtOnce);
    });
    in.read("confirm", policy.confirm, kWord);
    in.section("wipe", [&](Section& wipe) {
      wipe.read("os_disks", policy.wipe_os_disks);
      wipe.read("data_disks", policy.wipe_data_disks);
      wipe.read("require_serial_match", policy.require_serial_match);
    });
    in.section("secure", [&](Section& secure) {
      secure.read("rotate_bmc_password", policy.rotate_bmc_password);
      secure.read("shred_seed_secrets_at_handover", policy.shred_seed_secrets_at_handover);
    });
  });
}

void read_handover(Section& root, plan::Plan& plan) {
  plan::Handover& handover = plan.handover;
  root.section("handover", [&](Section& in) {
    in.read("target", handover.target);
    in.section("osism", [&](Section& osism) { read_osism(osism, handover.osism); });
    in.section("opcp", [&](Section& opcp) {
      opcp.read("netbox", handover.opcp_netbox);
      opcp.read("document", handover.opcp_document);
    });
  });
}

}  // namespace rackseed::config
