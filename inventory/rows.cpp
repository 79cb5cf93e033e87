#include "inventory/rows.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace rackseed::inventory {
namespace {

constexpr auto kNodeStates = std::to_array<std::pair<NodeState, std::string_view>>({
    {NodeState::kPlanned, "planned"},
    {NodeState::kInstall, "install"},
    {NodeState::kInstalled, "installed"},
    {NodeState::kHeld, "held"},
});

/// "dhcp, ssdp" and "scan, ssdp" are "dhcp, scan, ssdp".
std::string union_of(std::string_view first, std::string_view second) {
  constexpr std::string_view kBetween = ", ";
  std::set<std::string_view> ways;
  for (const std::string_view list : {first, second}) {
    auto begin = list.find_first_not_of(kBetween);
    while (begin != std::string_view::npos) {
      const auto end = std::min(list.find_first_of(kBetween, begin), list.size());
      ways.insert(list.substr(begin, end - begin));
      begin = list.find_first_not_of(kBetween, end);
    }
  }
  std::string text;
  for (const auto way : ways) text += (text.empty() ? "" : ", ") + std::string(way);
  return text;
}

}  // namespace

std::string_view to_string(NodeState state) {
  for (const auto& [value, name] : kNodeStates)
    if (value == state) return name;
  return "";
}

std::optional<NodeState> parse_node_state(std::string_view text) {
  for (const auto& [value, name] : kNodeStates)
    if (name == text) return value;
  return {};
}

BmcCandidate merged(BmcCandidate known, const BmcCandidate& seen) {
  const bool is_other = !known.mac.empty() && !seen.mac.empty() && known.mac != seen.mac;
  if (is_other || known == BmcCandidate{}) {
    BmcCandidate fresh = seen;
    fresh.found_by = union_of(seen.found_by, "");
    return fresh;
  }
  for (auto field : {&BmcCandidate::mac, &BmcCandidate::vendor, &BmcCandidate::product,
                     &BmcCandidate::uuid, &BmcCandidate::spki, &BmcCandidate::notes})
    if (!(seen.*field).empty()) known.*field = seen.*field;
  known.found_by = union_of(known.found_by, seen.found_by);
  known.has_redfish = known.has_redfish || seen.has_redfish;
  known.has_ipmi = known.has_ipmi || seen.has_ipmi;
  known.last_seen = std::max(known.last_seen, seen.last_seen);
  return known;
}

}  // namespace rackseed::inventory
