#include "redfish/discovery/root_finding.hpp"

#include "redfish/discovery/bmc_hint.hpp"
#include "redfish/identity.hpp"
#include "redfish/refusal.hpp"
#include "redfish/text.hpp"

#include <fmt/core.h>

#include <array>

namespace rackseed::redfish {
namespace {

constexpr std::string_view kRootResource = "the service root";
constexpr std::size_t kMostFindingNote = 200;

std::string vendor_of_root(const ServiceRoot& root) {
  const Vendor vendor = detect_vendor(root, "", root.product);
  return vendor == Vendor::kUnknown ? known_text(root.vendor) : std::string(to_string(vendor));
}

/// Dell tells its service tag, HPE the name that iLO has by its machine's serial number.
std::string serial_of_root(const Fields& fields) {
  const Fields oem = fields.at("Oem");
  if (std::string tag = known_text(oem.at("Dell").string_of("ServiceTag")); !tag.empty())
    return tag;
  for (const Fields& manager : oem.at("Hpe").members_of("Manager"))
    if (const auto hint = hint_of_host_name(manager.string_of("HostName"))) return hint->serial;
  return {};
}

/// DSP0266 wants RedfishVersion; without it the links will do.
bool is_service_root(const Fields& fields) {
  if (fields.has("RedfishVersion")) return true;
  return fields.string_of("@odata.type").find("ServiceRoot") != std::string::npos ||
         (fields.has("Systems") && fields.has("Managers"));
}

RootFinding finding_of_root(const Fields& fields) {
  const ServiceRoot root = read_root(fields);
  return {.verdict = RootVerdict::kRedfish,
          .vendor = vendor_of_root(root),
          .product = known_text(root.product),
          .uuid = known_uuid(root.uuid),
          .redfish_version = root.redfish_version,
          .serial = serial_of_root(fields)};
}

RootFinding finding(RootVerdict verdict, std::string_view note) {
  RootFinding found{.verdict = verdict};
  found.note = clean_text(note, kMostFindingNote);
  return found;
}

RootFinding read_good_answer(const HttpResponse& answer) {
  const auto json = parse_json(answer.body);
  if (!json)
    return finding(RootVerdict::kUnclear,
                   fmt::format("{}: {}", kRootResource, json.error().detail));
  Notes notes;
  const Fields fields(*json, std::string(kRootResource), notes);
  if (is_service_root(fields)) return finding_of_root(fields);
  return finding(RootVerdict::kOther, "HTTPS serves JSON, but no Redfish");
}

/// What only a Redfish service says: its fields (DSP0266, "Response headers"), or its messages.
bool has_signs_of_redfish(const HttpResponse& answer, const Refusal& refusal) {
  if (!refusal.complaints.empty() || !answer.field("odata-version").empty()) return true;
  for (const std::string_view name : {"www-authenticate", "link"})
    if (lower(answer.field(name)).find("redfish") != std::string::npos) return true;
  return false;
}

RootFinding read_refused(const HttpResponse& answer) {
  const Refusal refusal = read_refusal(answer.status, answer.body);
  const std::string note = fmt::format("{}: HTTP {}{}{}", kRootResource, answer.status,
                                       refusal.text.empty() ? "" : ": ", refusal.text);
  if (has_signs_of_redfish(answer, refusal)) return finding(RootVerdict::kRedfish, note);
  const bool may_be_later =
      answer.status >= 500 || answer.status == 401 || answer.status == 403 || answer.status == 429;
  return finding(may_be_later ? RootVerdict::kUnclear : RootVerdict::kOther, note);
}

std::string_view value_of(std::string_view subject, std::string_view key) {
  for (std::string_view rest = subject; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    if (part.starts_with(key)) return part.substr(key.size());
  }
  return {};
}

/// Self-signed certificates name their maker, and often the machine.
BmcHint hint_of_certificate(const Certificate& certificate) {
  const std::string_view name = value_of(certificate.subject, "CN=");
  if (auto hint = hint_of_host_name(name)) return *std::move(hint);
  const Vendor vendor = detect_vendor({}, value_of(certificate.subject, "O="), name);
  return {.vendor = vendor == Vendor::kUnknown ? "" : std::string(to_string(vendor))};
}

void add_root(Candidate& candidate, const RootFinding& root) {
  candidate.has_redfish = root.verdict == RootVerdict::kRedfish;
  candidate.vendor = root.vendor;
  candidate.product = root.product;
  candidate.uuid = root.uuid;
  candidate.redfish_version = root.redfish_version;
  candidate.serial = root.serial;
  if (!root.note.empty()) candidate.notes.push_back(root.note);
}

}  // namespace

RootFinding read_root_answer(const BmcResult<HttpResponse>& answer) {
  if (!answer) return finding(RootVerdict::kUnclear, answer.error().detail);
  return answer->status == 200 ? read_good_answer(*answer) : read_refused(*answer);
}

std::optional<Candidate> judge(const AddressFinding& finding) {
  const BmcHint hint = hint_of_certificate(finding.certificate);
  const RootVerdict verdict = finding.root ? finding.root->verdict : RootVerdict::kOther;
  const bool is_plausible = verdict == RootVerdict::kUnclear && !hint.vendor.empty();
  if (verdict != RootVerdict::kRedfish && !is_plausible && !finding.ipmi.has_ipmi) return {};
  Candidate candidate{.address = finding.address,
                      .found_by = {FoundBy::kScan},
                      .spki_sha256 = finding.certificate.spki_sha256,
                      .has_ipmi = finding.ipmi.has_ipmi,
                      .has_ipmi_2_0 = finding.ipmi.has_ipmi_2_0,
                      .cipher_suites = finding.ipmi.cipher_suites};
  if (finding.root) add_root(candidate, *finding.root);
  if (candidate.vendor.empty()) candidate.vendor = finding.ipmi.vendor;
  if (candidate.vendor.empty()) candidate.vendor = hint.vendor;
  if (candidate.serial.empty()) candidate.serial = hint.serial;
  return candidate;
}

}  // namespace rackseed::redfish
