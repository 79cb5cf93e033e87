#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "src/plan/emit/http_url.hpp"
#include "src/plan/emit/nft.hpp"
#include "src/plan/network_subnets.hpp"
#include "src/plan/render/render.hpp"

/// The filter of a controller's OOB interface, from the flow matrix: what the customer's firewall
/// team was told is exactly what the controller lets through.
namespace rackseed::plan {
namespace {

constexpr std::string_view kControllerRole = "control";
constexpr std::string_view kOsismContainers = "172.31.100.0/22";
constexpr std::string_view kPinNote = "(FQDN destinations: pin to addresses when known)";
constexpr int kHttpsPort = 443;
constexpr int kIpmiPort = 623;

/// What the rules are about, looked up once.
struct Oob {
  const Plan* plan = nullptr;
  std::string interface {};
  std::vector<Ipv4> controllers{};
  std::vector<Ipv4> vips{};
  std::vector<Prefix> admins{};
  std::optional<Ipv4> seed{};
};

/// Sorted, and without those that lie in another one: an interval set takes no overlaps.
std::vector<Prefix> disjoint(std::vector<Prefix> prefixes) {
  for (Prefix& prefix : prefixes) prefix = prefix.masked();
  std::ranges::sort(prefixes, {},
                    [](const Prefix& p) { return std::pair(p.network(), p.length()); });
  std::vector<Prefix> result;
  for (const Prefix& prefix : prefixes)
    if (result.empty() || !result.back().contains(prefix.network())) result.push_back(prefix);
  return result;
}

Oob look_up(const Derived& derived) {
  const Plan& plan = *derived.plan;
  Oob oob{.plan = &plan, .admins = disjoint(plan.services.admin_networks)};
  const Network* network = nullptr;
  for (const NodeView& node : derived.nodes) {
    const Attachment* attachment = node.attachment(Zone::kOobAdmin);
    if (node.role->name != kControllerRole || attachment == nullptr || !attachment->address)
      continue;
    network = attachment->network;
    oob.interface = attachment->interface;
    oob.controllers.push_back(*attachment->address);
  }
  if (network == nullptr) return oob;
  oob.seed = seed_address(plan, network->name);
  for (const VipView& vip : derived.vips)
    if (vip.network == network) oob.vips.push_back(vip.vip->address);
  return oob;
}

/// "ip daddr 172.30.1.5": the VIPs or, without one, the controller itself.
std::string service_address(const Oob& oob) {
  if (oob.vips.empty()) return "ip daddr @controllers";
  if (oob.vips.size() == 1) return "ip daddr " + oob.vips.front().text();
  return fmt::format("ip daddr {{ {} }}", nft_elements(oob.vips));
}

/// Sources of SSH: the admins and, until hand-over, the seed. No admin networks: everybody.
std::string ssh_sources(const Oob& oob) {
  if (oob.admins.empty()) return "";
  std::string sources = nft_elements(oob.admins);
  const bool covered = std::ranges::any_of(
      oob.admins, [&](const Prefix& p) { return oob.seed && p.contains(*oob.seed); });
  if (oob.seed && !covered) sources += ", " + oob.seed->text();
  return fmt::format(" ip saddr {{ {} }}", sources);
}

void write_sets(NftWriter& out, const Oob& oob) {
  const Services& services = oob.plan->services;
  const std::vector<Ipv4> seed = oob.seed ? std::vector{*oob.seed} : std::vector<Ipv4>{};
  out.set("controllers", "", nft_elements(oob.controllers));
  out.set("admins", "flags interval; ", nft_elements(oob.admins));
  out.set("resolvers", "", nft_elements(services.resolvers));
  out.set("ntp", "", nft_elements(services.ntp));
  out.set("seed", "", nft_elements(seed));
}

void write_inbound(NftWriter& out, const Oob& oob) {
  const std::string service = service_address(oob);
  const std::string_view target = oob.vips.empty() ? "the controller" : "VIP";
  out.open("chain in_oob");
  out.rule("ct state established,related accept");
  out.rule("ct state invalid drop");
  out.rule("icmp type { echo-request, destination-unreachable, time-exceeded } accept");
  out.rule("ip saddr @controllers ip protocol vrrp accept", "VRRP between controllers");
  out.rule("ip saddr @controllers accept", "control plane resiliency (state sync, quorum)");
  out.rule(fmt::format("{} tcp dport 443 {}accept", service,
                       oob.admins.empty() ? "" : "ip saddr @admins "),
           "OpenStack API, Horizon");
  out.rule(
      fmt::format("{} meta l4proto {{ tcp, udp }} th dport 53 ip saddr @resolvers accept", service),
      fmt::format("delegated domain, forwarder to {}", target));
  out.rule(fmt::format("tcp dport 22{} accept", ssh_sources(oob)),
           "opcp-cli, opcp-diag; seed until hand-over");
  // Two rules: in one, what exceeds the limit would pass.
  out.rule("limit rate 10/minute log prefix \"oob-in-drop \"");
  out.rule("counter drop");
  out.close();
}

int endpoint_port(std::string_view endpoint) {
  const bool is_plain = endpoint.starts_with("http://");
  const auto scheme = endpoint.find("://");
  if (scheme != std::string_view::npos) endpoint.remove_prefix(scheme + 3);
  endpoint = endpoint.substr(0, endpoint.find('/'));
  const auto colon = endpoint.rfind(':');
  int port = 0;
  if (colon != std::string_view::npos)
    std::from_chars(endpoint.data() + colon + 1, endpoint.data() + endpoint.size(), port);
  if (port > 0 && port < 65536) return port;
  return is_plain ? kHttpPort : kHttpsPort;
}

/// Destinations with names: their ports are open, whatever their addresses.
void write_named_services(NftWriter& out, const Services& services) {
  std::vector<int> ports;
  std::vector<std::string> names;
  const auto add = [&](int port, const std::string& name) {
    if (std::ranges::count(ports, port) == 0) ports.push_back(port);
    if (std::ranges::count(names, name) == 0) names.push_back(name);
  };
  if (services.s3_backup)
    add(endpoint_port(services.s3_backup->endpoint), "S3 " + services.s3_backup->endpoint);
  if (services.s3_metrics)
    add(endpoint_port(services.s3_metrics->endpoint), "S3 " + services.s3_metrics->endpoint);
  if (services.ldap) add(services.ldap->port, "LDAPS");
  if (ports.empty()) return;
  out.rule(fmt::format("tcp dport {{ {} }} accept", fmt::join(ports, ", ")),
           fmt::format("{} {}", fmt::join(names, ", "), kPinNote));
}

void write_syslog(NftWriter& out, const Services& services) {
  if (!services.syslog) return;
  const Syslog& syslog = *services.syslog;
  const std::string_view protocol = syslog.protocol == "tcp" ? "tcp" : "udp";
  const auto address = Ipv4::parse(syslog.server);
  out.rule(fmt::format("{}{} dport {} accept", address ? "ip daddr " + address->text() + " " : "",
                       protocol, syslog.port),
           address ? "recommended" : fmt::format("recommended: {} {}", syslog.server, kPinNote));
}

/// Who deploys the servers talks to their BMCs. OSISM's controllers do not.
void write_bmcs(NftWriter& out, const Plan& plan) {
  if (plan.handover.target != Target::kOpcp) return;
  std::vector<Prefix> subnets;
  for (const NetworkSubnet& subnet : all_subnets(plan))
    if (subnet.network->carries_bmcs()) subnets.push_back(subnet.prefix);
  if (subnets.empty()) return;
  const std::string bmcs =
      fmt::format("ip daddr {{ {} }}", nft_elements(disjoint(std::move(subnets))));
  out.rule(fmt::format("{} tcp dport {} accept", bmcs, kHttpsPort), "BMCs: Redfish");
  out.rule(fmt::format("{} udp dport {} accept", bmcs, kIpmiPort), "BMCs: IPMI");
}

void write_outbound(NftWriter& out, const Oob& oob) {
  out.open("chain out_oob");
  out.rule("ct state established,related accept");
  out.rule("ip daddr @controllers accept");
  out.rule("ip daddr @seed accept");
  out.rule("udp dport 123 ip daddr @ntp accept", "mandatory");
  out.rule("meta l4proto { tcp, udp } th dport 53 ip daddr @resolvers accept", "optional");
  write_bmcs(out, *oob.plan);
  write_syslog(out, oob.plan->services);
  write_named_services(out, oob.plan->services);
  out.rule("icmp type echo-request accept");
  out.rule("limit rate 10/minute log prefix \"oob-out-drop \"");
  out.rule("counter drop");
  out.close();
}

void write_hook(NftWriter& out, std::string_view name, const std::string& rule) {
  out.open(fmt::format("chain {}", name));
  out.rule(fmt::format("type filter hook {} priority filter; policy accept;", name));
  out.rule(rule);
  out.close();
}

void write_forward(NftWriter& out, const Oob& oob) {
  const std::string interface = nft_quote(oob.interface);
  out.open("chain forward");
  out.rule("type filter hook forward priority filter; policy accept;");
  out.rule("ct state established,related accept");
  if (oob.plan->handover.target == Target::kOsism)
    out.rule(fmt::format("ip saddr {} oifname {} accept", kOsismContainers, interface),
             "OSISM manager containers (only matters on the manager node)");
  out.rule(fmt::format("iifname {} counter drop", interface), "no path between OOB and data plane");
  out.rule(fmt::format("oifname {} counter drop", interface));
  out.close();
}

}  // namespace

std::string render_controller_nft(const Derived& derived) {
  const Oob oob = look_up(derived);
  if (oob.controllers.empty()) return "";
  NftWriter out;
  out.line("#!/usr/sbin/nft -f");
  out.line(
      "# OOB filter of a controller, generated from the OPCP flow matrix "
      "(inbound 443, 22, 53; outbound NTP, DNS, syslog, S3, LDAPS)");
  out.open("table inet rackseed_oob");
  write_sets(out, oob);
  out.line("");
  write_inbound(out, oob);
  write_hook(out, "input", fmt::format("iifname {} jump in_oob", nft_quote(oob.interface)));
  write_outbound(out, oob);
  write_hook(out, "output", fmt::format("oifname {} jump out_oob", nft_quote(oob.interface)));
  write_forward(out, oob);
  out.close();
  return out.take();
}

}  // namespace rackseed::plan
