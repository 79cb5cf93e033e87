#include "tests/plan/broken_plan.hpp"

namespace rackseed::plan {

// The customer's services.
const std::vector<BrokenPlan> kBroken6xx = {
    {.name = "E601NoTimeServer",
     .edits = {{"ntp: [172.30.1.200, 172.30.1.201]", "ntp: []"}},
     .findings = {{"ntp: []",
                   "E-601: services.ntp: no NTP server; UDP/123 is the one mandatory outbound "
                   "flow"}}},
    {.name = "E602IpsecIncomplete",
     .example = "nanopod",
     .edits = {{", psk: {secret: ipsec_psk}", ""}},
     .findings = {{"ipsec: {",
                   "E-602: services.ipsec: managed mode needs peer_public_ip, exposed_subnet and "
                   "psk (IKEv2, AES-256, SHA-256, DH group 14, PFS)"}}},
    {.name = "E602NoIpsec",
     .edits = {{"model: self-managed ", "model: managed-by-ovhcloud "}},
     .findings = {{"services:\n",
                   "E-602: services.ipsec: managed mode needs peer_public_ip, exposed_subnet and "
                   "psk (IKEv2, AES-256, SHA-256, DH group 14, PFS)"}}},
    {.name = "W603OpenToAll",
     .edits = {{"admin_networks: [192.0.2.0/24]", "admin_networks: [192.0.2.0/24, 0.0.0.0/0]"}},
     .findings = {{"0.0.0.0/0",
                   "W-603: services.admin_networks: ports 443 and 22 would be open to every "
                   "source"}}},
    {.name = "W603NoNetwork",
     .edits = {{"admin_networks: [192.0.2.0/24]", "admin_networks: []"}},
     .findings = {{"admin_networks: []",
                   "W-603: services.admin_networks: ports 443 and 22 would be open to every "
                   "source"}}},
    {.name = "W604NoSyslog",
     .edits = {{.find = "syslog: {server", .whole_line = true}},
     .findings = {{"services:\n",
                   "W-604: services.syslog: no syslog server: OPCP keeps logs locally for 7 days / "
                   "50 GB only"}}},
    {.name = "W605NoBackup",
     .edits = {{.find = "    backup:  {endpoint", .whole_line = true}},
     .findings = {{"  s3:\n",
                   "W-605: services.s3.backup: no backup endpoint: there is no recovery mechanism "
                   "after a major incident"}}},
    {.name = "E606OneBucket",
     .edits = {{"bucket: opcp01-metrics-dc1", "bucket: opcp01-backup-dc1"}},
     .findings = {{"    metrics: {endpoint",
                   "E-606: s3: backup and metrics must use different buckets"}}},
    {.name = "E607NoInternet",
     .edits = {{"{option: self-signed}", "{option: lets-encrypt}"}},
     .findings = {{"lets-encrypt",
                   "E-607: services.certificates: Let's Encrypt needs the delegated domain "
                   "resolvable and outbound HTTPS from the controllers; this plan has "
                   "services.internet false"}}},
    {.name = "W608NoDelegation",
     .edits = {{", delegation: forwarder-to-vip", ""}},
     .findings = {{"dns: {resolvers",
                   "W-608: services.dns.delegation: set it: the customer resolvers must be able to "
                   "reach the VIP on port 53 (TCP and UDP) for the delegated domain; the flow is "
                   "easy to forget because the architecture matrix does not list it"}}},
};

INSTANTIATE_TEST_SUITE_P(Rules6xx, BrokenPlanTest, testing::ValuesIn(kBroken6xx), name_of);

}  // namespace rackseed::plan
