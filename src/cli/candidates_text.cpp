#include "src/cli/candidates_text.hpp"

#include <fmt/core.h>

#include "images/names.hpp"
#include "src/plan/text_table.hpp"

namespace rackseed::cli {
namespace {

using redfish::Candidate;

std::string node_of(const Candidate& candidate, const KnownNodes& known) {
  const auto found = known.find(candidate.address);
  return found == known.end() ? "" : found->second;
}

Value text_or_null(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value value_of(const Candidate& candidate, const KnownNodes& known) {
  Value::List ways;
  for (const redfish::FoundBy way : candidate.found_by) ways.emplace_back(to_string(way));
  Value::List suites;
  for (const std::uint8_t suite : candidate.cipher_suites) suites.emplace_back(suite);
  Value value;
  value.set("address", candidate.address.text())
      .set("found_by", std::move(ways))
      .set("vendor", text_or_null(candidate.vendor))
      .set("product", text_or_null(candidate.product))
      .set("uuid", text_or_null(candidate.uuid))
      .set("serial", text_or_null(candidate.serial))
      .set("redfish", candidate.has_redfish)
      .set("redfish_version", text_or_null(candidate.redfish_version))
      .set("spki_sha256", text_or_null(candidate.spki_sha256))
      .set("ipmi", candidate.has_ipmi)
      .set("ipmi_2_0", candidate.has_ipmi_2_0)
      .set("cipher_suites", std::move(suites))
      .set("notes", candidate.notes.empty() ? Value(Value::List{}) : Value::list(candidate.notes))
      .set("node", text_or_null(node_of(candidate, known)));
  return value;
}

std::vector<std::string> cells_of(const Candidate& candidate, const KnownNodes& known) {
  const std::string version =
      candidate.redfish_version.empty() ? "yes" : images::printable(candidate.redfish_version);
  const char* const ipmi = candidate.has_ipmi_2_0 ? "2.0" : "yes";
  return {candidate.address.text(),
          images::printable(candidate.vendor),
          images::printable(candidate.product),
          candidate.has_redfish ? version : "",
          candidate.has_ipmi ? ipmi : "",
          candidate.uuid,
          to_string(candidate.found_by),
          node_of(candidate, known)};
}

}  // namespace

Value candidates_value(const std::vector<Candidate>& candidates, const KnownNodes& known) {
  Value::List list;
  for (const Candidate& candidate : candidates) list.push_back(value_of(candidate, known));
  return list;
}

std::string candidates_table(const std::vector<Candidate>& candidates, const KnownNodes& known) {
  std::vector<std::vector<std::string>> rows = {
      {"ADDRESS", "VENDOR", "PRODUCT", "REDFISH", "IPMI", "UUID", "BY", "NODE"}};
  for (const Candidate& candidate : candidates) rows.push_back(cells_of(candidate, known));
  std::string text = plan::text_table(rows);
  for (const Candidate& candidate : candidates)
    for (const std::string& note : candidate.notes)
      text += fmt::format("{}: {}\n", candidate.address.text(), images::printable(note));
  return text;
}

}  // namespace rackseed::cli
