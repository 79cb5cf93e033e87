#include "redfish/discovery/candidate.hpp"

#include "redfish/text.hpp"

namespace rackseed::redfish {
namespace {

constexpr std::size_t kMostCandidateNotes = 16;

void fill(std::string& known, const std::string& other) {
  if (known.empty()) known = other;
}

}  // namespace

std::string_view to_string(FoundBy way) {
  switch (way) {
    case FoundBy::kDhcp:
      return "dhcp";
    case FoundBy::kMdns:
      return "mdns";
    case FoundBy::kScan:
      return "scan";
    case FoundBy::kSsdp:
      return "ssdp";
  }
  return "unknown";
}

std::string to_string(const std::set<FoundBy>& ways) {
  std::string text;
  for (const FoundBy way : ways) {
    if (!text.empty()) text += ", ";
    text += to_string(way);
  }
  return text;
}

void absorb(Candidate& known, const Candidate& other) {
  known.found_by.insert(other.found_by.begin(), other.found_by.end());
  fill(known.vendor, other.vendor);
  fill(known.product, other.product);
  fill(known.uuid, other.uuid);
  fill(known.redfish_version, other.redfish_version);
  fill(known.serial, other.serial);
  fill(known.spki_sha256, other.spki_sha256);
  known.has_redfish |= other.has_redfish;
  known.has_ipmi |= other.has_ipmi;
  known.has_ipmi_2_0 |= other.has_ipmi_2_0;
  if (known.cipher_suites.empty()) known.cipher_suites = other.cipher_suites;
  for (const std::string& note : other.notes)
    if (!lists(known.notes, note) && known.notes.size() < kMostCandidateNotes)
      known.notes.push_back(note);
}

}  // namespace rackseed::redfish
