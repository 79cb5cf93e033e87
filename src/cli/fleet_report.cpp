#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "src/cli/fleet.hpp"
#include "src/plan/text_table.hpp"

namespace rackseed::cli {
namespace {

using redfish::BmcErrc;

int exit_code_of(BmcErrc code) {
  switch (code) {
    case BmcErrc::kUnreachable:
    case BmcErrc::kTls:
      return kUnreachable;
    case BmcErrc::kTimedOut:
      return kTimedOut;
    case BmcErrc::kCertificateChanged:
    case BmcErrc::kUnsafe:
      return kRefused;
    case BmcErrc::kRestarting:
    case BmcErrc::kDenied:
    case BmcErrc::kPasswordExpired:
    case BmcErrc::kSessionLimit:
    case BmcErrc::kBusy:
    case BmcErrc::kDuringPost:
    case BmcErrc::kRefused:
    case BmcErrc::kUnsupported:
    case BmcErrc::kNotApplied:
    case BmcErrc::kMalformed:
    case BmcErrc::kNotFound:
      return kNodeFailed;
  }
  return kInternal;
}

const Value* entry_of(const Value& value, std::string_view name) {
  const Value::Map* entries = value.entries();
  if (entries == nullptr) return nullptr;
  const auto found = std::ranges::find(*entries, name, &Value::Map::value_type::first);
  return found == entries->end() ? nullptr : &found->second;
}

std::string cell(const Value& value, std::string_view column) {
  const Value* entry = entry_of(value, column);
  if (entry == nullptr) return "";
  if (const std::string* text = entry->text()) return *text;
  if (const bool* flag = entry->flag()) return *flag ? "yes" : "no";
  return to_json(*entry);
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string table_of(const std::vector<BmcOutcome>& outcomes, const FleetTask& task) {
  std::vector<std::vector<std::string>> rows(1, {"NODE", "BMC"});
  for (const std::string& column : task.columns) rows.front().push_back(upper(column));
  for (const BmcOutcome& outcome : outcomes) {
    if (!outcome.visit.outcome) continue;
    rows.push_back({outcome.target.name, outcome.target.address.text()});
    for (const std::string& column : task.columns)
      rows.back().push_back(cell(*outcome.visit.outcome, column));
  }
  return rows.size() == 1 ? "" : plan::text_table(rows);
}

std::string text_of(const std::vector<BmcOutcome>& outcomes, const FleetTask& task) {
  if (!task.columns.empty()) return table_of(outcomes, task);
  std::string text;
  for (const BmcOutcome& outcome : outcomes)
    if (outcome.visit.outcome)
      text += fmt::format("{} ({})\n{}", outcome.target.name, outcome.target.address.text(),
                          task.text(*outcome.visit.outcome));
  return text;
}

}  // namespace

int exit_code_of(const std::vector<BmcOutcome>& outcomes) {
  constexpr std::array kWorstFirst{kNodeFailed, kRefused, kTimedOut, kUnreachable};
  for (const int code : kWorstFirst)
    for (const BmcOutcome& outcome : outcomes)
      if (!outcome.visit.outcome && exit_code_of(outcome.visit.outcome.error().code) == code)
        return code;
  return kDone;
}

Value to_value(const BmcOutcome& outcome) {
  Value value;
  value.set("node", outcome.target.name).set("bmc", outcome.target.address.text());
  const auto& came = outcome.visit.outcome;
  if (!came)
    value.set("error", std::string(to_string(came.error().code)))
        .set("detail", came.error().detail);
  else if (came->entries() != nullptr)
    for (const auto& [name, entry] : *came->entries()) value.set(name, entry);
  if (!outcome.visit.remarks.empty()) value.set("remarks", Value::list(outcome.visit.remarks));
  return value;
}

void tell(const std::vector<BmcOutcome>& outcomes, const FleetTask& task, bool json) {
  if (json) {
    Value::List list;
    for (const BmcOutcome& outcome : outcomes) list.push_back(to_value(outcome));
    fmt::print("{}\n", to_json(list, 2));
  } else {
    fmt::print("{}", text_of(outcomes, task));
  }
  for (const BmcOutcome& outcome : outcomes) {
    for (const std::string& remark : outcome.visit.remarks)
      fmt::print(stderr, "rackseed: {}: {}\n", outcome.target.name, remark);
    if (!outcome.visit.outcome)
      fmt::print(stderr, "rackseed: {} ({}): {}: {}\n", outcome.target.name,
                 outcome.target.address.text(), to_string(outcome.visit.outcome.error().code),
                 outcome.visit.outcome.error().detail);
  }
}

}  // namespace rackseed::cli
