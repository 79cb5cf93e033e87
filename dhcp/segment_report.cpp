#include "dhcp/segment_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace rackseed::dhcp {
namespace {

constexpr std::size_t kMostLines = 8;  // a network, about addresses of its pool

/// What findings are written with.
struct Scene {
  const SegmentReport& report;
  std::vector<const Subnet*> subnets{};
  std::vector<SegmentFinding> findings{};

  void add(std::string_view code, Severity severity, std::string text) {
    findings.push_back({.code = code, .severity = severity, .text = std::move(text)});
  }
};

const Subnet* find_subnet(const std::vector<const Subnet*>& subnets, Ipv4 address) {
  const auto found = std::ranges::find_if(
      subnets, [&](const Subnet* subnet) { return subnet->prefix.contains(address); });
  return found == subnets.end() ? nullptr : *found;
}

/// Whose business a server is: the subnet that it gives addresses of, or else is in. One that has
/// nothing to do with any of them still answers the clients of those that are ours to serve.
/// nullptr: no subnet is served here.
const Subnet* subnet_of(const ForeignServer& server, const std::vector<const Subnet*>& subnets) {
  if (server.offered)
    if (const Subnet* const subnet = find_subnet(subnets, *server.offered)) return subnet;
  if (const Subnet* const subnet = find_subnet(subnets, server.address)) return subnet;
  const auto ours = std::ranges::find(subnets, ServerMode::kAuthoritative, &Subnet::mode);
  if (ours != subnets.end()) return *ours;
  return subnets.empty() ? nullptr : subnets.front();
}

/// " (offered 10.1.8.77, boot file grubx64.efi)", or "".
std::string what_it_says(const ForeignServer& server) {
  std::string said;
  if (server.offered) said = "offered " + server.offered->text();
  if (!server.boot_file.empty())
    said += fmt::format("{}boot file {}", said.empty() ? "" : ", ", server.boot_file);
  return said.empty() ? "" : fmt::format(" ({})", said);
}

void add_server(const ForeignServer& server, Scene& scene) {
  const Subnet* const subnet = subnet_of(server, scene.subnets);
  const bool is_ours = subnet != nullptr && subnet->mode == ServerMode::kAuthoritative;
  if (!is_ours && subnet != nullptr && !server.is_proxy) return;  // it is the customer's
  const std::string network = subnet == nullptr ? scene.report.interface : subnet->network;
  const auto* const advice =
      server.is_proxy ? "find it, or clients boot from it" : "find it or use dhcp.mode proxy";
  scene.add("L-801", is_ours ? Severity::kError : Severity::kWarning,
            fmt::format("{}: a foreign {} server {} answers{}; {}", network,
                        server.is_proxy ? "ProxyDHCP" : "DHCP", server.address.text(),
                        what_it_says(server), advice));
}

/// A proxy adds to what another server gives: without one, no client gets anything.
void add_absence(const Subnet& subnet, Scene& scene) {
  if (subnet.mode != ServerMode::kProxy) return;
  const bool is_served = std::ranges::any_of(scene.report.servers, [&](const ForeignServer& s) {
    return !s.is_proxy && subnet_of(s, scene.subnets) == &subnet;
  });
  if (is_served) return;
  scene.add("L-801", Severity::kWarning,
            fmt::format("{}: no DHCP server answers; with dhcp.mode proxy another one has to give "
                        "the addresses",
                        subnet.network));
}

std::string list_of(const std::vector<Mac>& macs) {
  std::string list;
  for (const Mac mac : macs) list += (list.empty() ? "" : ", ") + mac.text();
  return list;
}

void add_conflict(const AddressConflict& conflict, Scene& scene) {
  const std::string address = conflict.address.text();
  const std::string macs = list_of(conflict.macs);
  if (conflict.is_seed)
    return scene.add("L-805", Severity::kError,
                     fmt::format("{}: address {} of this seed is answered by {}: duplicate address",
                                 conflict.network, address, macs));
  const auto count = conflict.macs.size();
  scene.add(
      "L-805", Severity::kWarning,
      fmt::format("{}: address {} is answered by {} MACs ({}): duplicate address", conflict.network,
                  address, count == 2 ? "two" : std::to_string(count), macs));
}

void add_in_use(Scene& scene) {
  std::map<std::string, std::size_t> of_pools;
  for (const AddressInUse& found : scene.report.in_use) {
    const std::string start = fmt::format("{}: address {}", found.network, found.address.text());
    if (!found.is_pool) {
      scene.add("L-805", Severity::kWarning,
                fmt::format("{} of {} is answered by {}, which is not its MAC: duplicate address",
                            start, found.owner, found.mac.text()));
    } else if (++of_pools[found.network] <= kMostLines) {
      scene.add("L-805", Severity::kWarning,
                fmt::format("{} of the pool is in use by {}; nobody is given it", start,
                            found.mac.text()));
    }
  }
  for (const auto& [network, count] : of_pools)
    if (count > kMostLines)
      scene.add("L-805", Severity::kWarning,
                fmt::format("{}: {} more addresses of the pool are in use; nobody is given them",
                            network, count - kMostLines));
}

}  // namespace

std::vector<SegmentFinding> findings_of(const SegmentReport& report, const Directory& directory) {
  Scene scene{.report = report, .subnets = directory.subnets_on(report.interface)};
  for (const ForeignServer& server : report.servers) add_server(server, scene);
  for (const Subnet* const subnet : scene.subnets) add_absence(*subnet, scene);
  for (const AddressConflict& conflict : report.conflicts) add_conflict(conflict, scene);
  add_in_use(scene);
  if (report.not_asked > 0)
    scene.add("L-805", Severity::kWarning,
              fmt::format("{}: {} addresses were not asked whether somebody has them, only {}",
                          report.interface, report.not_asked, report.asked));
  std::ranges::stable_sort(scene.findings, std::ranges::greater(), &SegmentFinding::severity);
  return std::move(scene.findings);
}

std::vector<PoolAddress> addresses_to_quarantine(const SegmentReport& report) {
  std::vector<PoolAddress> addresses;
  for (const AddressInUse& found : report.in_use)
    if (found.is_pool) addresses.push_back({.address = found.address, .network = found.network});
  for (const AddressConflict& found : report.conflicts)
    if (found.is_pool) addresses.push_back({.address = found.address, .network = found.network});
  return addresses;
}

bool must_refuse(const std::vector<SegmentFinding>& findings, bool is_forced) {
  return !is_forced &&
         std::ranges::count(findings, Severity::kError, &SegmentFinding::severity) > 0;
}

}  // namespace rackseed::dhcp
