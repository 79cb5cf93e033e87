#include "src/serve/candidates.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "redfish/discovery/bmc_hint.hpp"
#include "src/plan/emit/plain_text.hpp"
#include "src/plan/text_table.hpp"

namespace rackseed::serve {
namespace {

using inventory::BmcCandidate;

constexpr std::chrono::hours kWhile{1};
constexpr std::size_t kMostCandidates = 4096;  // whoever answers may have made up its address

std::string owner_of(const BmcCandidate& candidate, const std::vector<inventory::Node>& nodes) {
  const auto owner = std::ranges::find(nodes, candidate.address, &inventory::Node::bmc);
  return owner == nodes.end() ? "" : owner->name;
}

std::string services_of(const BmcCandidate& candidate) {
  std::vector<std::string_view> services;
  if (candidate.has_redfish) services.emplace_back("redfish");
  if (candidate.has_ipmi) services.emplace_back("ipmi");
  return fmt::format("{}", fmt::join(services, ", "));
}

std::string serial_note(const std::string& serial) { return "serial number " + serial; }

/// What a DHCP client says of itself.
std::string note_of(const std::optional<redfish::BmcHint>& hint, const dhcp::ClientAsked& asked) {
  if (hint && !hint->serial.empty()) return serial_note(hint->serial);
  return plan::plain_text(asked.vendor_class);
}

std::string time_text(inventory::Time time) { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", time); }

}  // namespace

std::optional<BmcCandidate> candidate_of(const dhcp::Outcome& outcome, inventory::Time now) {
  const auto* reply = std::get_if<dhcp::Reply>(&outcome.decision);
  const dhcp::ClientAsked& asked = outcome.asked;
  const auto hint = redfish::bmc_hint(asked.vendor_class, asked.host_name, asked.mac);
  const bool is_bmc = asked.client.client_class == dhcp::ClientClass::kBmc;
  const bool says_so = asked.node.empty() && hint && hint->is_certain;
  if (!(is_bmc || says_so) || reply == nullptr || reply->message.type != dhcp::MessageType::kAck)
    return {};
  const Ipv4 address = reply->message.header.yours;
  if (address == Ipv4()) return {};  // INFORM: it has its address from elsewhere
  return BmcCandidate{.address = address,
                      .mac = asked.mac.text(),
                      .vendor = hint ? hint->vendor : "",
                      .found_by = "dhcp",
                      .notes = note_of(hint, asked),
                      .first_seen = now,
                      .last_seen = now};
}

BmcCandidate candidate_row(const redfish::Candidate& seen, inventory::Time now) {
  std::vector<std::string> notes;
  if (!seen.serial.empty()) notes.push_back(serial_note(seen.serial));
  if (!seen.redfish_version.empty()) notes.push_back("Redfish " + seen.redfish_version);
  notes.insert(notes.end(), seen.notes.begin(), seen.notes.end());
  constexpr std::size_t kMostNoteBytes = 300;
  return {.address = seen.address,
          .vendor = plan::plain_text(seen.vendor),
          .product = plan::plain_text(seen.product),
          .uuid = plan::plain_text(seen.uuid),
          .spki = plan::plain_text(seen.spki_sha256),
          .found_by = redfish::to_string(seen.found_by),
          .has_redfish = seen.has_redfish,
          .has_ipmi = seen.has_ipmi,
          .notes = plan::plain_text(fmt::format("{}", fmt::join(notes, ", ")), kMostNoteBytes),
          .first_seen = now,
          .last_seen = now};
}

Novelty Candidates::see(const BmcCandidate& seen) {
  const auto known = known_.find(seen.address);
  if (known == known_.end()) {
    if (known_.size() >= kMostCandidates) return Novelty::kSame;
    known_.emplace(seen.address, merged({}, seen));
    return Novelty::kNew;
  }
  BmcCandidate now = merged(known->second, seen);
  const bool is_late = now.last_seen - known->second.last_seen >= kWhile;
  BmcCandidate before = known->second;
  before.last_seen = now.last_seen;
  before.notes = now.notes;  // each way of being found has its own, so they change all the time
  const Novelty novelty = now != before ? Novelty::kNew
                          : is_late     ? Novelty::kAgain
                                        : Novelty::kSame;
  if (novelty != Novelty::kSame) known->second = std::move(now);
  return novelty;
}

std::string describe(const BmcCandidate& candidate) {
  std::vector<std::string> words;
  for (const auto& word : {candidate.mac, candidate.vendor, candidate.product, candidate.notes})
    if (!word.empty()) words.push_back(plan::plain_text(word));
  return fmt::format("{} may be a BMC ({}): {}", candidate.address.text(), candidate.found_by,
                     fmt::join(words, ", "));
}

std::string candidates_table(const std::vector<BmcCandidate>& candidates,
                             const std::vector<inventory::Node>& nodes) {
  std::vector<std::vector<std::string>> rows = {
      {"ADDRESS", "MAC", "VENDOR", "PRODUCT", "SERVICES", "FOUND BY", "NOTES"}};
  for (const BmcCandidate& candidate : candidates)
    if (owner_of(candidate, nodes).empty())
      rows.push_back({candidate.address.text(), candidate.mac, candidate.vendor, candidate.product,
                      services_of(candidate), candidate.found_by, candidate.notes});
  return rows.size() == 1 ? "" : "Candidates: BMCs of no node\n" + plan::text_table(rows);
}

Value candidates_value(const std::vector<BmcCandidate>& candidates,
                       const std::vector<inventory::Node>& nodes) {
  Value::List list;
  for (const BmcCandidate& candidate : candidates)
    list.emplace_back(Value::Map{{"address", candidate.address.text()},
                                 {"node", owner_of(candidate, nodes)},
                                 {"mac", candidate.mac},
                                 {"vendor", candidate.vendor},
                                 {"product", candidate.product},
                                 {"uuid", candidate.uuid},
                                 {"spki", candidate.spki},
                                 {"found_by", candidate.found_by},
                                 {"redfish", candidate.has_redfish},
                                 {"ipmi", candidate.has_ipmi},
                                 {"notes", candidate.notes},
                                 {"first_seen", time_text(candidate.first_seen)},
                                 {"last_seen", time_text(candidate.last_seen)}});
  return list;
}

}  // namespace rackseed::serve
