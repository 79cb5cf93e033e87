#include <array>

#include "src/config/readers.hpp"

namespace rackseed::config {
namespace {

void read_vip(Section& in, plan::Vip& vip) {
  in.require("name", vip.name, kName);
  in.require("address", vip.address);
  in.require("network", vip.network, kName);
  in.required_section("members",
                      [&](Section& members) { members.require("role", vip.members_role, kName); });
  in.read("fqdn", vip.fqdn, kDomain);
  in.read("manager", vip.manager);
  in.read("at_handover", vip.at_handover);
  in.read("vrid", vip.vrid, kAnyNumber);
}

/// A password in a URL is a plain secret, so the URL must not show up in a message.
void read_endpoint(Section& in, std::string& endpoint) {
  const auto cell = in.need("endpoint");
  if (!cell) return;
  if (cell->tree().text.find('@') != std::string::npos) {
    refuse_plain_secret(*cell);
  } else {
    read_value(*cell, endpoint, kUrl);
  }
}

void read_bucket(Section& in, plan::Bucket& bucket) {
  read_endpoint(in, bucket.endpoint);
  in.require("bucket", bucket.bucket, kName);
  in.read("region", bucket.region, kName);
  in.read("credentials", bucket.credentials);
}

void read_syslog(Section& in, plan::Syslog& syslog) {
  constexpr auto kProtocols = std::to_array<std::string_view>({"udp", "tcp", "tls"});
  in.require("server", syslog.server, kHost);
  in.read("port", syslog.port, kTcpPort);
  in.read("protocol", syslog.protocol, OneOf{kProtocols});
}

void read_ipsec(Section& in, plan::Ipsec& ipsec) {
  in.read("peer_public_ip", ipsec.peer_public_ip);
  in.read("exposed_subnet", ipsec.exposed_subnet);
  in.read("psk", ipsec.psk);
}

void read_shared_services(Section& in, plan::Services& services) {
  in.section("dns", [&](Section& dns) {
    dns.read("resolvers", services.resolvers);
    dns.read("delegation", services.dns_delegation, kWord);
  });
  in.section("syslog", [&](Section& keys) { read_syslog(keys, services.syslog.emplace()); });
  in.section("s3", [&](Section& s3) {
    s3.section("backup", [&](Section& keys) { read_bucket(keys, services.s3_backup.emplace()); });
    s3.section("metrics", [&](Section& keys) { read_bucket(keys, services.s3_metrics.emplace()); });
  });
  in.section("ldap", [&](Section& keys) {
    plan::Ldap& ldap = services.ldap.emplace();
    keys.read("servers", ldap.servers, kHost);
    keys.read("port", ldap.port, kTcpPort);
  });
}

}  // namespace

void read_vips(Section& root, plan::Plan& plan) {
  root.items("vips", [&](Section& in) {
    plan::Vip vip;
    read_vip(in, vip);
    claim_name(in, "vips", vip.name);
    plan.vips.push_back(std::move(vip));
  });
}

void read_services(Section& root, plan::Plan& plan) {
  plan::Services& services = plan.services;
  root.section("services", [&](Section& in) {
    in.read("model", services.model);
    in.read("admin_networks", services.admin_networks);
    in.read("internet", services.internet);
    in.read("ntp", services.ntp);
    read_shared_services(in, services);
    in.section("certificates", [&](Section& keys) { keys.read("option", services.certificates); });
    in.section("ipsec", [&](Section& keys) { read_ipsec(keys, services.ipsec); });
  });
}

}  // namespace rackseed::config
