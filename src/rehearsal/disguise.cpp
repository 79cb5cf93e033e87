#include "src/rehearsal/disguise.hpp"

#include <fmt/core.h>

#include <rackseed/ascii.hpp>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::int64_t kLogPage = 20;

/// Calls change(key, value) for every value of every object in it.
template <class Change>
void walk(json::value& value, const Change& change) {
  if (auto* array = value.if_array())
    for (json::value& item : *array) walk(item, change);
  auto* object = value.if_object();
  if (object == nullptr) return;
  for (auto& entry : *object) {
    change(entry.key(), entry.value());
    walk(entry.value(), change);
  }
}

std::string with_case(std::string_view text, char (*convert)(char)) {
  std::string converted(text);
  std::ranges::transform(converted, converted.begin(), convert);
  return converted;
}

std::size_t number_of(const Request& request, std::string_view parameter, std::size_t otherwise) {
  const auto text = request.parameter(parameter);
  std::size_t number = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

/// Leaves one page of the members, with a link to the next.
void page(json::object& document, const Request& request, const Faults& faults) {
  json::value* value = document.if_contains("Members");
  auto* members = value != nullptr ? value->if_array() : nullptr;
  const bool is_log = without_slash(request.path).ends_with("/Entries");
  if (members == nullptr || (!is_log && !faults.has(Fault::kPaging))) return;
  const auto most = static_cast<std::size_t>(std::max<std::int64_t>(
      1, faults.has(Fault::kPaging) ? faults.value(Fault::kPaging) : kLogPage));
  const std::size_t total = members->size();
  const std::size_t first = std::min(total, number_of(request, "$skip", 0));
  const std::size_t last =
      first + std::min({most, total - first, number_of(request, "$top", most)});
  json::array rest;
  for (std::size_t i = first; i < last; ++i) rest.push_back((*members)[i]);
  *members = std::move(rest);
  if (last < total)
    document["Members@odata.nextLink"] =
        fmt::format("{}?$skip={}", without_slash(request.path), last);
}

void disguise_ids(json::object& document, const Faults& faults) {
  if (faults.has(Fault::kIdsOtherCase))
    if (const auto id = text_in(document, "@odata.id"))
      document["@odata.id"] = with_case(*id, &to_lower);
  if (!faults.has(Fault::kIdsTrailingSlash)) return;
  json::value value(std::move(document));
  const auto add_slash = [](std::string_view key, json::value& id) {
    if (key != "@odata.id" || !id.is_string()) return;
    const std::string text(id.get_string().data(), id.get_string().size());
    if (!text.ends_with('/')) id = text + "/";
  };
  walk(value, add_slash);
  document = std::move(value.as_object());
}

json::value odd_mac(const json::value& mac, const Faults& faults) {
  if (mac.is_array()) {
    json::array array;
    for (const json::value& item : mac.get_array()) array.push_back(odd_mac(item, faults));
    return array;
  }
  if (faults.has(Fault::kMacZero)) return "00:00:00:00:00:00";
  if (faults.has(Fault::kMacEmpty)) return "";
  if (faults.has(Fault::kMacNull)) return nullptr;
  if (!faults.has(Fault::kMacUpper) || !mac.is_string()) return mac;
  const json::string& text = mac.get_string();
  json::value upper;
  upper = with_case({text.data(), text.size()}, &to_upper);
  return upper;
}

void disguise_macs(json::object& document, const Request& request, const Faults& faults) {
  const bool is_managers = request.path.find("/Managers/") != std::string::npos;
  if (is_managers && !faults.has(Fault::kMacUpper)) return;
  json::value value(std::move(document));
  walk(value, [&faults](std::string_view key, json::value& mac) {
    const bool is_permanent = key == "PermanentMACAddress";
    if (is_permanent && !faults.has(Fault::kMacUpper)) return;
    if (is_permanent || key == "MACAddress" || key == "AssociatedMACAddresses")
      mac = odd_mac(mac, faults);
  });
  document = std::move(value.as_object());
}

constexpr auto kNumbers = std::to_array<std::string_view>(
    {"TotalCores", "CapacityBytes", "CapacityMiB", "SpeedMbps", "TotalSystemMemoryGiB", "Count",
     "TotalThreads", "MaxSpeedMHz", "CurrentSpeedGbps"});

void disguise_numbers(json::object& document) {
  json::value value(std::move(document));
  const auto spoil = [](std::string_view key, json::value& number) {
    if (std::ranges::find(kNumbers, key) == kNumbers.end()) return;
    if (key == "CapacityBytes")
      number = nullptr;
    else if (key == "SpeedMbps" || key == "MaxSpeedMHz")
      number = "N/A";
    else
      number = json::serialize(number);
  };
  walk(value, spoil);
  document = std::move(value.as_object());
}

void disguise_members(json::object& document) {
  json::value* value = document.if_contains("Members");
  auto* members = value != nullptr ? value->if_array() : nullptr;
  if (members == nullptr || members->size() != 1) return;
  const json::value only = members->front();
  *value = only;
}

}  // namespace

void disguise(json::object& document, const Request& request, const State& state) {
  const Faults& faults = state.faults;
  page(document, request, faults);
  if (faults.has(Fault::kMembersObject)) disguise_members(document);
  if (faults.has(Fault::kMacZero) || faults.has(Fault::kMacEmpty) || faults.has(Fault::kMacNull) ||
      faults.has(Fault::kMacUpper))
    disguise_macs(document, request, faults);
  if (faults.has(Fault::kNumbersAsText)) disguise_numbers(document);
  disguise_ids(document, faults);
}

void disguise_error(Answer& answer, const Faults& faults) {
  if (answer.status < 400 || !answer.document) return;
  if (faults.has(Fault::kHtmlErrors)) {
    answer.document.reset();
    answer.type = "text/html";
    answer.text = fmt::format(
        "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}"
        "</h1></body></html>\n",
        answer.status);
    return;
  }
  auto* root = answer.document->if_object();
  auto* error =
      root != nullptr && root->contains("error") ? root->at("error").if_object() : nullptr;
  if (!faults.has(Fault::kExtendedInfoObject) || error == nullptr) return;
  json::value& info = (*error)["@Message.ExtendedInfo"];
  if (!info.is_array() || info.get_array().empty()) return;
  json::value only = info.get_array().front();
  info = std::move(only);
}

std::string to_text(const json::value& document, const Faults& faults) {
  std::string text = json::serialize(document);
  if (!faults.has(Fault::kEscapedSlashes)) return text;
  std::string escaped;
  for (const char c : text) {
    if (c == '/') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace rackseed::rehearsal
