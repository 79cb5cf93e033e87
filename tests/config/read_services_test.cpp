#include <gtest/gtest.h>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

TEST(Seed, ReadsEveryKey) {
  const std::string text =
      "seed:\n  name: seed1\n  host: 3\n  rack: R1\n"
      "  attach:\n    - {network: bmc, device: eno1, tagged: false}\n"
      "    - {network: prov, device: auto, tagged: true}\n"
      "  cables: {eno1: {switch: mgmt-r11, port: Ethernet48}, eno2: {switch: customer-oob}}\n"
      "  dhcp: {mode: proxy, unknown_clients: pool, lease_seconds: 600, accept_relays: "
      "[10.0.0.1]}\n"
      "  http_port: 8080\n  ui_port: 9443\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::Seed& seed = plan.seed;
  EXPECT_EQ(seed.name, "seed1");
  EXPECT_EQ(seed.host, 3);
  EXPECT_EQ(seed.rack, "R1");
  ASSERT_EQ(seed.attach.size(), 2U);
  EXPECT_EQ(seed.attach[1].network, "prov");
  EXPECT_EQ(seed.attach[1].device, "auto");
  EXPECT_TRUE(seed.attach[1].tagged);
  ASSERT_EQ(seed.cables.size(), 2U);
  EXPECT_EQ(seed.cables[0].device, "eno1");
  EXPECT_EQ(seed.cables[0].switch_name, "mgmt-r11");
  EXPECT_EQ(seed.cables[0].port, "Ethernet48");
  EXPECT_EQ(seed.cables[1].port, "");
  EXPECT_EQ(seed.dhcp.mode, plan::DhcpMode::kProxy);
  EXPECT_EQ(seed.dhcp.unknown_clients, plan::UnknownClients::kPool);
  EXPECT_EQ(seed.dhcp.lease_seconds, 600);
  EXPECT_EQ(seed.dhcp.accept_relays.size(), 1U);
  EXPECT_EQ(seed.http_port, 8080);
  EXPECT_EQ(seed.ui_port, 9443);
  EXPECT_EQ(plan.source.find("seed.attach[1]"), (plan::Position{11, 7}));
  EXPECT_EQ(plan.source.find("seed.cables.eno1"), (plan::Position{12, 12}));
}

TEST(Seed, NamesWhatIsWrong) {
  EXPECT_EQ(said("seed: {http_port: 70000}\n"),
            Lines{"5:19 E-111 seed.http_port: 70000 is outside 1..65535"});
  EXPECT_EQ(said("seed: {dhcp: {lease_seconds: 10}}\n"),
            Lines{"5:30 E-111 seed.dhcp.lease_seconds: 10 is outside 60..604800"});
  EXPECT_EQ(said("seed: {attach: [{network: a}]}\n"),
            Lines{"5:17 E-115 seed.attach[0].device: missing"});
  EXPECT_EQ(said("seed: {cables: {eno1: {prot: E1}}}\n"),
            (Lines{"5:17 E-115 seed.cables.eno1.switch: missing",
                   "5:24 E-101 seed.cables.eno1.prot: unknown key; did you mean \"port\"?"}));
  EXPECT_EQ(said("seed: {attach: [{network: a, device: eno1, tagged: no}]}\n").size(), 1U);
}

TEST(Vips, ReadEveryKey) {
  const std::string text =
      "vips:\n  - {name: external, address: 172.30.1.5, network: oob, members: {role: control},"
      " fqdn: api.a.example, manager: kolla, at_handover: keep, vrid: 300}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::Vip& vip = plan.vips.at(0);
  EXPECT_EQ(vip.name, "external");
  EXPECT_EQ(vip.address.text(), "172.30.1.5");
  EXPECT_EQ(vip.network, "oob");
  EXPECT_EQ(vip.members_role, "control");
  EXPECT_EQ(vip.fqdn, "api.a.example");
  EXPECT_EQ(vip.manager, plan::VipManager::kKolla);
  EXPECT_EQ(vip.at_handover, plan::AtHandover::kKeep);
  EXPECT_EQ(vip.vrid, 300) << "a rule says that it is too large";
}

TEST(Vips, NameWhatIsMissing) {
  EXPECT_EQ(said("vips: [{name: v}]\n"),
            (Lines{"5:8 E-115 vips.v.address: missing", "5:8 E-115 vips.v.members.role: missing",
                   "5:8 E-115 vips.v.network: missing"}));
  EXPECT_EQ(said("vips: [{name: v, address: 10.0.0.1, network: n, members: {role: r}},"
                 " {name: v, address: 10.0.0.2, network: n, members: {role: r}}]\n"),
            Lines{"5:70 E-108 vips.v: name already used in vips"});
}

TEST(Services, ReadEveryKey) {
  const std::string text =
      "services:\n  model: managed-by-ovhcloud\n  admin_networks: [192.0.2.0/24]\n"
      "  internet: true\n  ntp: [10.0.0.1, 10.0.0.2]\n"
      "  dns: {resolvers: [10.0.0.3], delegation: forwarder-to-vip}\n"
      "  syslog: {server: logs.example.com, port: 6514, protocol: tls}\n"
      "  s3:\n    backup: {endpoint: \"https://s3.example.com:443\", bucket: b1, region: paris,"
      " credentials: {secret: s3}}\n    metrics: {endpoint: \"https://s3.example.com\", bucket: "
      "b2}\n"
      "  ldap: {servers: [ldap.example.com, 10.0.0.9], port: 389}\n"
      "  certificates: {option: lets-encrypt}\n"
      "  ipsec: {peer_public_ip: 198.51.100.10, exposed_subnet: 172.30.7.0/24, psk: {secret: p}}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::Services& services = plan.services;
  EXPECT_EQ(services.model, plan::ServiceModel::kManagedByOvhcloud);
  EXPECT_EQ(services.admin_networks.at(0).text(), "192.0.2.0/24");
  EXPECT_TRUE(services.internet);
  EXPECT_EQ(services.ntp.size(), 2U);
  EXPECT_EQ(services.resolvers.at(0).text(), "10.0.0.3");
  EXPECT_EQ(services.dns_delegation, "forwarder-to-vip");
  EXPECT_EQ(services.syslog->server, "logs.example.com");
  EXPECT_EQ(services.syslog->port, 6514);
  EXPECT_EQ(services.syslog->protocol, "tls");
  EXPECT_EQ(services.s3_backup->endpoint, "https://s3.example.com:443");
  EXPECT_EQ(services.s3_backup->credentials->name, "s3");
  EXPECT_EQ(services.s3_metrics->bucket, "b2");
  EXPECT_EQ(services.ldap->servers.size(), 2U);
  EXPECT_EQ(services.ldap->port, 389);
  EXPECT_EQ(services.certificates, plan::Certificates::kLetsEncrypt);
  EXPECT_EQ(services.ipsec.peer_public_ip->text(), "198.51.100.10");
  EXPECT_EQ(services.ipsec.exposed_subnet->text(), "172.30.7.0/24");
  EXPECT_EQ(services.ipsec.psk->name, "p");
}

TEST(Services, ThatAreNotWrittenAreNotThere) {
  const auto plan = plan_of("services: {}\n");
  EXPECT_FALSE(plan.services.syslog);
  EXPECT_FALSE(plan.services.s3_backup);
  EXPECT_FALSE(plan.services.ldap);
  EXPECT_FALSE(plan.services.ipsec.psk);
}

TEST(Services, NameWhatIsWrong) {
  EXPECT_EQ(said("services: {syslog: {}}\n"), Lines{"5:12 E-115 services.syslog.server: missing"});
  EXPECT_EQ(
      said("services: {syslog: {server: \"a b\"}}\n"),
      Lines{"5:29 E-111 services.syslog.server: \"a b\" is not a host name or an IPv4 address"});
  EXPECT_EQ(said("services: {s3: {backup: {endpoint: s3.example.com, bucket: b}}}\n"),
            Lines{"5:36 E-111 services.s3.backup.endpoint: \"s3.example.com\" is not a URL such as "
                  "https://s3.example.com:443"});
  EXPECT_EQ(said("services: {ntp: 10.0.0.1}\n"),
            Lines{"5:17 E-111 services.ntp: expected a list, found \"10.0.0.1\""});
  EXPECT_EQ(said("services: {ntp: [pool.ntp.org]}\n").size(), 1U);
  EXPECT_EQ(said("services: {certificates: self-signed}\n").size(), 1U);
}

TEST(Policy, ReadsEveryKey) {
  const std::string text =
      "policy:\n  concurrency: {bmc: 1, install: 2, reboot: 3}\n  confirm: [freeze, wipe]\n"
      "  wipe: {os_disks: true, data_disks: true, require_serial_match: false}\n"
      "  secure: {rotate_bmc_password: true, shred_seed_secrets_at_handover: true}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::Policy& policy = plan.policy;
  EXPECT_EQ(policy.concurrency_bmc, 1);
  EXPECT_EQ(policy.concurrency_install, 2);
  EXPECT_EQ(policy.concurrency_reboot, 3);
  EXPECT_EQ(policy.confirm, (Lines{"freeze", "wipe"}));
  EXPECT_TRUE(policy.wipe_os_disks);
  EXPECT_TRUE(policy.wipe_data_disks);
  EXPECT_FALSE(policy.require_serial_match);
  EXPECT_TRUE(policy.rotate_bmc_password);
  EXPECT_TRUE(policy.shred_seed_secrets_at_handover);
}

TEST(Policy, IsCarefulUnlessTold) {
  const auto plan = plan_of("policy: {}\n");
  EXPECT_FALSE(plan.policy.wipe_os_disks);
  EXPECT_FALSE(plan.policy.wipe_data_disks);
  EXPECT_TRUE(plan.policy.require_serial_match);
}

TEST(Policy, NamesWhatIsWrong) {
  EXPECT_EQ(said("policy: {concurrency: {install: 0}}\n"),
            Lines{"5:33 E-111 policy.concurrency.install: 0 is outside 1..10000"});
  EXPECT_EQ(said("policy: {secure: {rotate_bmc_pasword: true}}\n"),
            Lines{"5:19 E-101 policy.secure.rotate_bmc_pasword: unknown key; did you mean "
                  "\"rotate_bmc_password\"?"});
}

TEST(Handover, ReadsEveryKey) {
  const std::string text =
      "handover:\n  target: osism\n  osism:\n    config_repo: {mode: overlay, path: out/x}\n"
      "    manager: mgr1\n    operator_key: {secret: k}\n    vrid: 52\n"
      "    kolla: {tls_internal: false, tls_external: false, keepalived_traffic_mode: multicast}\n"
      "    ceph: {enable: true}\n  opcp: {netbox: true, document: true}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::Handover& handover = plan.handover;
  EXPECT_EQ(handover.target, plan::Target::kOsism);
  EXPECT_EQ(handover.osism.config_repo_path, "out/x");
  EXPECT_EQ(handover.osism.manager, "mgr1");
  EXPECT_EQ(handover.osism.operator_key->name, "k");
  EXPECT_EQ(handover.osism.vrid, 52);
  EXPECT_FALSE(handover.osism.tls_internal);
  EXPECT_FALSE(handover.osism.tls_external);
  EXPECT_EQ(handover.osism.keepalived_traffic_mode, "multicast");
  EXPECT_TRUE(handover.osism.ceph);
  EXPECT_TRUE(handover.opcp_netbox);
  EXPECT_TRUE(handover.opcp_document);
}

TEST(Handover, StaysBelowItsFolder) {
  EXPECT_EQ(said("handover: {osism: {config_repo: {path: ../../etc}}}\n"),
            Lines{"5:40 E-111 handover.osism.config_repo.path: \"../../etc\" is not a path such as "
                  "out/configuration, without .."});
}

}  // namespace
}  // namespace rackseed::config
