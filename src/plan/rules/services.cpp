#include <fmt/format.h>

#include <algorithm>

#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

void check_ntp(const Plan& plan, Report& report) {
  const auto& ntp = plan.services.ntp;
  if (ntp.empty())
    report.add("E-601", "services.ntp",
               "no NTP server; UDP/123 is the one mandatory outbound flow");
  if (ntp.size() == 1 && plan.handover.target == Target::kOsism)
    report.add("E-229", "services.ntp",
               "one NTP server; the OSISM chrony role needs at least two and its bootstrap fails "
               "otherwise");
}

void check_ipsec(const Services& services, Report& report) {
  const Ipsec& ipsec = services.ipsec;
  if (services.model != ServiceModel::kManagedByOvhcloud) return;
  if (ipsec.peer_public_ip && ipsec.exposed_subnet && ipsec.psk) return;
  report.add("E-602", "services.ipsec",
             "managed mode needs peer_public_ip, exposed_subnet and psk (IKEv2, AES-256, SHA-256, "
             "DH group 14, PFS)");
}

void check_storage(const Services& services, Report& report) {
  const auto& [backup, metrics] = std::tie(services.s3_backup, services.s3_metrics);
  if (!backup)
    report.add("W-605", "services.s3.backup",
               "no backup endpoint: there is no recovery mechanism after a major incident");
  if (backup && metrics && backup->endpoint == metrics->endpoint &&
      backup->bucket == metrics->bucket)
    report.add("E-606", {"s3", "services.s3.metrics.bucket"},
               "backup and metrics must use different buckets");
}

bool admits_everybody(const Services& services) {
  return services.admin_networks.empty() ||
         std::ranges::any_of(services.admin_networks,
                             [](const Prefix& prefix) { return prefix.length() == 0; });
}

}  // namespace

void check_services(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  const Services& services = plan.services;
  check_ntp(plan, report);
  check_ipsec(services, report);
  check_storage(services, report);
  if (admits_everybody(services))
    report.add("W-603", "services.admin_networks",
               "ports 443 and 22 would be open to every source");
  if (!services.syslog)
    report.add("W-604", "services.syslog",
               "no syslog server: OPCP keeps logs locally for 7 days / 50 GB only");
  if (services.certificates == Certificates::kLetsEncrypt && !services.internet)
    report.add("E-607", "services.certificates",
               "Let's Encrypt needs the delegated domain resolvable and outbound HTTPS from the "
               "controllers; this plan has services.internet false");
  if (!plan.vips.empty() && services.dns_delegation.empty())
    report.add("W-608", "services.dns.delegation",
               "set it: the customer resolvers must be able to reach the VIP on port 53 (TCP and "
               "UDP) for the delegated domain; the flow is easy to forget because the architecture "
               "matrix does not list it");
}

void check_handover(const Derived& derived, Report& report) {
  const Handover& handover = derived.plan->handover;
  if (handover.target != Target::kOsism) return;
  const NodeView* manager = derived.node(handover.osism.manager);
  if (manager == nullptr) return;
  const bool dedicated = std::ranges::all_of(
      manager->role->osism_groups,
      [](const std::string& group) { return group == "manager" || group == "monitoring"; });
  if (!dedicated)
    report.add(
        "W-231", "handover.osism.manager",
        fmt::format("{} is not a dedicated manager; OSISM \"production minimum\" expects one",
                    manager->name()));
}

}  // namespace rackseed::plan
