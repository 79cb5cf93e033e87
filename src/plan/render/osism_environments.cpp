#include "src/plan/render/osism.hpp"

namespace rackseed::plan {
namespace {

/// Collects the entries that have a value: an absent one leaves OSISM's default in force.
class Entries {
 public:
  Entries& add(std::string key, std::string value) {
    if (!value.empty()) value_.set(std::move(key), std::move(value));
    return *this;
  }
  Entries& add(std::string key, const std::vector<Ipv4>& addresses) {
    Value::List items;
    for (const Ipv4 address : addresses) items.emplace_back(address.text());
    if (!items.empty()) value_.set(std::move(key), std::move(items));
    return *this;
  }
  Entries& set(std::string key, Value value) {
    value_.set(std::move(key), std::move(value));
    return *this;
  }
  [[nodiscard]] Value take() { return std::move(value_); }

 private:
  Value value_{Value::Map{}};
};

/// kolla compares with "yes": a YAML boolean would become "True".
std::string yes_or_no(bool flag) { return flag ? "yes" : "no"; }

std::string address_of(const Vip* vip) { return vip == nullptr ? "" : vip->address.text(); }
std::string fqdn_of(const Vip* vip) { return vip == nullptr ? "" : vip->fqdn; }

std::string first_of(const std::vector<Ipv4>& addresses) {
  return addresses.empty() ? "" : addresses.front().text();
}

std::string ceph_network(const Plan& plan) {
  return plan.handover.osism.ceph ? zone_subnets(plan, Zone::kStorage) : "";
}

/// Answers for a site that makes its configuration repository now.
std::string cookiecutter(const Plan& plan) {
  const Vip* internal = find_named(plan.vips, kInternalVip);
  const Vip* external = find_named(plan.vips, kExternalVip);
  Entries answers;
  answers.set("with_ceph", plan.handover.osism.ceph ? 1 : 0)
      .add("ceph_network", ceph_network(plan))
      .add("domain", plan.identity.domain)
      .add("fqdn_external", fqdn_of(external))
      .add("fqdn_internal", fqdn_of(internal))
      .add("ip_external", address_of(external))
      .add("ip_internal", address_of(internal))
      .add("name_server", first_of(plan.services.resolvers))
      .add("ntp_server", first_of(plan.services.ntp))
      .add("project_name", "configuration");
  return ansible_yaml(Value::Map{{"default_context", answers.take()}});
}

std::string environment(const Plan& plan) {
  const auto& key = plan.handover.osism.operator_key;
  Value::Map hosts;
  for (const Vip& vip : plan.vips)
    if (!vip.fqdn.empty()) hosts.emplace_back(vip.fqdn, vip.address.text());
  Entries entries;
  entries.add("operator_user", "dragon")
      .add("operator_public_key", key ? secret_placeholder(*key) : "")
      .add("resolvconf_nameserver", plan.services.resolvers)
      .add("resolvconf_search", plan.identity.domain)
      .add("chrony_servers", plan.services.ntp);
  if (!hosts.empty()) entries.set("hosts_additional_entries", std::move(hosts));
  return ansible_yaml(entries.take());
}

/// kolla runs one keepalived for both VIPs: its router id is that of the VIP it manages.
int kolla_vrid(const Derived& derived) {
  for (const VipView& vip : derived.vips)
    if (vip.vip->manager == VipManager::kKolla) return vip.vrid;
  return derived.plan->handover.osism.vrid;
}

std::string kolla(const Derived& derived) {
  const Plan& plan = *derived.plan;
  const OsismHandover& osism = plan.handover.osism;
  const Vip* internal = find_named(plan.vips, kInternalVip);
  const Vip* external = find_named(plan.vips, kExternalVip);
  Entries entries;
  entries.add("kolla_internal_vip_address", address_of(internal))
      .add("kolla_internal_fqdn", fqdn_of(internal))
      .add("kolla_external_vip_address", address_of(external))
      .add("kolla_external_fqdn", fqdn_of(external))
      .add("keepalived_virtual_router_id", std::to_string(kolla_vrid(derived)))
      .add("keepalived_traffic_mode", osism.keepalived_traffic_mode)
      .add("kolla_enable_tls_internal", yes_or_no(osism.tls_internal))
      .add("kolla_enable_tls_external", yes_or_no(osism.tls_external))
      .add("neutron_plugin_agent", "ovn")
      .add("ceph_public_network", ceph_network(plan));
  return ansible_yaml(entries.take());
}

std::string ceph(const Plan& plan) {
  Entries entries;
  entries.add("public_network", zone_subnets(plan, Zone::kStorage))
      .add("cluster_network", zone_subnets(plan, Zone::kStorageCluster));
  return ansible_yaml(entries.take());
}

}  // namespace

Artefacts osism_environments(const Derived& derived) {
  const Plan& plan = *derived.plan;
  Artefacts files{
      {.path = "osism/cookiecutter.yml", .content = cookiecutter(plan)},
      {.path = "osism/environments/configuration.rackseed.yml", .content = environment(plan)},
      {.path = "osism/environments/kolla/configuration.rackseed.yml", .content = kolla(derived)}};
  if (plan.handover.osism.ceph)
    files.push_back(
        {.path = "osism/environments/ceph/configuration.rackseed.yml", .content = ceph(plan)});
  return files;
}

}  // namespace rackseed::plan
