#include "src/serve/ladder.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <map>

#include "src/plan/text_table.hpp"
#include "src/serve/fact.hpp"

namespace rackseed::serve {
namespace {

using inventory::Time;

struct Step {
  std::string_view rung{};
  std::vector<FactKind> needs{};  ///< all of them
};

/// From the lowest to the highest of those that a seed can see by itself.
const std::vector<Step>& steps() {
  static const std::vector<Step> kSteps = {
      {"dhcp", {FactKind::kDhcpDiscoverSeen}},
      {"bootfile", {FactKind::kBootScriptServed}},
      {"kernel", {FactKind::kKernelServed, FactKind::kInitrdServed}},
      {"agent", {FactKind::kInstallerReported}},
      {"agent", {FactKind::kAgentReported}},
      {"written", {FactKind::kInstalled}},
      {"os", {FactKind::kFirstBoot}},
  };
  return kSteps;
}

std::string text_of(const inventory::Event& event) {
  boost::system::error_code error;
  const boost::json::value data = boost::json::parse(event.data, error);
  if (error || !data.is_object()) return event.data;
  const auto* text = data.get_object().if_contains("text");
  return text != nullptr && text->is_string() ? std::string(text->get_string()) : event.data;
}

const SeenFact* find(const std::vector<SeenFact>& seen, FactKind kind, Time after) {
  const auto found = std::ranges::find(seen, to_string(kind), &SeenFact::kind);
  return found == seen.end() || found->time < after ? nullptr : &*found;
}

void climb(NodeStatus& node) {
  node.since = node.row.since;
  if (node.row.state == inventory::NodeState::kPlanned) return;
  for (const Step& step : steps()) {
    Time reached{};
    const bool is_reached = std::ranges::all_of(step.needs, [&](FactKind kind) {
      const SeenFact* fact = find(node.seen, kind, node.row.since);
      if (fact != nullptr) reached = std::max(reached, fact->time);
      return fact != nullptr;
    });
    if (!is_reached) continue;
    node.rung = step.rung;
    node.since = reached;
  }
}

bool is_trouble_kind(std::string_view name) {
  constexpr auto kTroubles =
      std::to_array({FactKind::kDhcpRefused, FactKind::kBootFileFailed, FactKind::kFileFailed,
                     FactKind::kNodeRefused, FactKind::kIdentityUnclear});
  return std::ranges::any_of(kTroubles, [&](FactKind kind) { return to_string(kind) == name; });
}

/// What went wrong since the rung was climbed.
std::string reason(const NodeStatus& node) {
  std::string why;
  for (const SeenFact& fact : node.seen)
    if (is_trouble_kind(fact.kind) && fact.time >= node.since) why = fact.text;
  return why;
}

std::string ago(Time time, Time now) {
  if (time == Time()) return "-";
  const std::int64_t seconds = std::max<std::int64_t>(0, (now - time).count());
  constexpr std::int64_t kMinute = 60;
  constexpr std::int64_t kHour = 3600;
  constexpr std::int64_t kDay = 86'400;
  if (seconds < 2 * kMinute) return fmt::format("{} s", seconds);
  if (seconds < 2 * kHour) return fmt::format("{} min", seconds / kMinute);
  return seconds < 2 * kDay ? fmt::format("{} h", seconds / kHour)
                            : fmt::format("{} d", seconds / kDay);
}

std::string last_words(const NodeStatus& node) {
  if (!node.why.empty()) return "! " + node.why;
  return node.seen.empty() ? "" : node.seen.back().text;
}

}  // namespace

std::vector<NodeStatus> ladder(const std::vector<inventory::Node>& nodes,
                               const std::vector<inventory::Event>& events) {
  std::vector<NodeStatus> result;
  std::map<Ipv4, std::size_t> places;
  for (const inventory::Node& node : nodes) {
    places.emplace(node.bmc, result.size());
    result.push_back({.row = node});
  }
  for (const inventory::Event& event : events) {
    const auto place = event.bmc ? places.find(*event.bmc) : places.end();
    if (place == places.end()) continue;
    result[place->second].seen.push_back(
        {.time = event.time, .kind = event.kind, .text = text_of(event)});
  }
  for (NodeStatus& node : result) {
    climb(node);
    node.why = reason(node);
  }
  return result;
}

std::string status_table(const std::vector<NodeStatus>& nodes, Time now) {
  std::vector<std::vector<std::string>> rows = {{"NODE", "BMC", "STATE", "RUNG", "SINCE", "LAST"}};
  for (const NodeStatus& node : nodes)
    rows.push_back({node.row.name, node.row.bmc.text(), std::string(to_string(node.row.state)),
                    node.rung, ago(node.since, now), last_words(node)});
  return plan::text_table(rows);
}

std::string status_text(const NodeStatus& node, Time now) {
  std::string out = fmt::format("{} (BMC {}) is {}, on rung {} for {}, attempt {}\n", node.row.name,
                                node.row.bmc.text(), to_string(node.row.state), node.rung,
                                ago(node.since, now), node.row.attempt);
  if (!node.why.empty()) out += fmt::format("why: {}\n", node.why);
  for (const SeenFact& fact : node.seen)
    out += fmt::format("  {:%Y-%m-%d %H:%M:%S}Z  {:20} {}\n", fact.time, fact.kind, fact.text);
  return out;
}

Value status_value(const std::vector<NodeStatus>& nodes, Time now) {
  Value::List list;
  Time first = now;
  for (const NodeStatus& node : nodes) {
    if (node.row.attempt > 0) first = std::min(first, node.row.since);
    list.emplace_back(Value::Map{{"name", node.row.name},
                                 {"bmc", node.row.bmc.text()},
                                 {"rung", node.rung},
                                 {"state", to_string(node.row.state)},
                                 {"since", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", node.since)},
                                 {"attempts", node.row.attempt},
                                 {"why", node.why}});
  }
  return Value::Map{{"nodes", std::move(list)},
                    {"groups", Value::List{}},
                    {"ready", 0},
                    {"failed", 0},
                    {"seconds", (now - first).count()}};
}

}  // namespace rackseed::serve
