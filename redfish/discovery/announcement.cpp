#include "redfish/discovery/announcement.hpp"

#include "redfish/discovery/bmc_hint.hpp"
#include "redfish/discovery/mdns.hpp"
#include "redfish/discovery/ssdp.hpp"
#include "redfish/json.hpp"
#include "redfish/transport/redirect.hpp"

#include <fmt/core.h>

namespace rackseed::redfish {
namespace {

constexpr std::size_t kMostAnnounced = 16;  // of one message

void note_port(Candidate& candidate, std::uint16_t port) {
  constexpr std::uint16_t kUsual = 443;
  if (port != kUsual && port != 0)
    candidate.notes.push_back(fmt::format("announces Redfish at port {}", port));
}

Candidate candidate_of(const SsdpService& service, Ipv4 source) {
  Candidate candidate{.address = source,
                      .found_by = {FoundBy::kSsdp},
                      .uuid = service.uuid,
                      .redfish_version = service.redfish_version,
                      .has_redfish = true};
  const auto target = parse_target(service.location, {});
  if (!target || !target->origin) return candidate;
  candidate.address = Ipv4::parse(target->origin->host).value_or(source);
  note_port(candidate, target->origin->port);
  if (!target->origin->has_tls) candidate.notes.emplace_back("announces Redfish without TLS");
  return candidate;
}

Candidate candidate_of(const MdnsService& service, Ipv4 source) {
  const auto& addresses = service.addresses;
  const bool is_own = std::ranges::find(addresses, source) != addresses.end();
  Candidate candidate{.address = is_own || addresses.empty() ? source : addresses.front(),
                      .found_by = {FoundBy::kMdns},
                      .uuid = service.uuid,
                      .has_redfish = true};
  if (const auto hint = hint_of_host_name(service.host)) {
    candidate.vendor = hint->vendor;
    candidate.serial = hint->serial;
  }
  note_port(candidate, service.port);
  return candidate;
}

}  // namespace

std::vector<Candidate> read_announcement(Bytes datagram, Ipv4 source) {
  if (const auto service = decode_ssdp(datagram)) {
    if (service->kind == SsdpKind::kGone) return {};
    return {candidate_of(*service, source)};
  }
  std::vector<Candidate> candidates;
  const auto services = decode_mdns(datagram);
  if (!services) return candidates;
  for (const MdnsService& service : *services)
    if (candidates.size() < kMostAnnounced) candidates.push_back(candidate_of(service, source));
  return candidates;
}

}  // namespace rackseed::redfish
