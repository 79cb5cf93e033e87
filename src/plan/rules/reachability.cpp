#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "src/plan/rules/rules.hpp"

namespace rackseed::plan {
namespace {

/// A place where a network must arrive.
struct Endpoint {
  std::string switch_name{};  ///< or an upstream
  std::string label{};        ///< "the seed", "ctrl1.a0"
};

/// Which switches (and upstreams) one network joins.
class Segment {
 public:
  Segment(const Plan& plan, const Network& network, bool on_servers)
      : network_(network), on_servers_(on_servers) {
    for (const SwitchLink& link : plan.links)
      if (carries(link)) join(link.from, link.to);
    for (const SwitchPair& pair : plan.pairs)
      if (pair.type == PairType::kMlag && pair.members.size() == 2)
        join(pair.members[0], pair.members[1]);
    for (const Upstream& upstream : plan.upstreams)
      if (carries(upstream)) join_upstream(plan, upstream);
  }

  [[nodiscard]] std::set<std::string> reached_from(const std::string& start) const {
    std::set<std::string> reached{start};
    std::vector<std::string> open{start};
    while (!open.empty()) {
      const std::string here = std::move(open.back());
      open.pop_back();
      const auto [first, last] = neighbours_.equal_range(here);
      for (auto it = first; it != last; ++it)
        if (reached.insert(it->second).second) open.push_back(it->second);
    }
    return reached;
  }

 private:
  [[nodiscard]] bool carries(const SwitchLink& link) const {
    if (!link.networks) return on_servers_;
    return std::ranges::count(*link.networks, network_.name) > 0;
  }

  [[nodiscard]] bool carries(const Upstream& upstream) const {
    return upstream.untagged == network_.name ||
           std::ranges::count(upstream.vlans, network_.name) > 0;
  }

  void join_upstream(const Plan& plan, const Upstream& upstream) {
    for (const Switch& device : plan.switches)
      if (is_attached(upstream, device)) join(upstream.name, device.name);
  }

  void join(const std::string& a, const std::string& b) {
    neighbours_.emplace(a, b);
    neighbours_.emplace(b, a);
  }

  const Network& network_;
  bool on_servers_;
  std::multimap<std::string, std::string> neighbours_;
};

using Endpoints = std::map<std::string, std::vector<Endpoint>>;  // by network

void add_seed(const Plan& plan, Endpoints& endpoints) {
  for (const SeedAttachment& attachment : plan.seed.attach) {
    const auto& cables = plan.seed.cables;
    const bool only = attachment.device == "auto" && cables.size() == 1;
    const auto cable =
        only ? cables.begin() : std::ranges::find(cables, attachment.device, &SeedCable::device);
    if (cable != cables.end())
      endpoints[attachment.network].push_back({cable->switch_name, "the seed"});
  }
}

void add_node(const Network* bmcs, const NodeView& view, Endpoints& endpoints) {
  const auto add = [&](const std::string& network, const std::string& nic) {
    const Cable* cable = view.cable(nic);
    if (cable != nullptr && !cable->switch_name.empty())
      endpoints[network].push_back({cable->switch_name, fmt::format("{}.{}", view.name(), nic)});
  };
  if (bmcs != nullptr) add(bmcs->name, "bmc");
  if (view.boot) add(view.boot->network->name, view.node->boot.nic);
  for (const LinkView& link : view.links)
    for (const Attachment& attachment : link.attachments)
      for (const std::string& nic : link.plan->nics()) add(attachment.network->name, nic);
}

Endpoints all_endpoints(const Derived& derived) {
  const Plan& plan = *derived.plan;
  const auto bmcs = std::ranges::find_if(plan.networks, &Network::carries_bmcs);
  Endpoints endpoints;
  add_seed(plan, endpoints);
  for (const NodeView& view : derived.nodes)
    add_node(bmcs == plan.networks.end() ? nullptr : &*bmcs, view, endpoints);
  return endpoints;
}

}  // namespace

void check_reachability(const Derived& derived, Report& report) {
  const Plan& plan = *derived.plan;
  const auto on_servers = server_networks(plan);
  const auto endpoints = all_endpoints(derived);
  for (const Network& network : plan.networks) {
    const auto it = endpoints.find(network.name);
    if (it == endpoints.end()) continue;
    const Endpoint& start = it->second.front();
    const Segment segment(plan, network, std::ranges::count(on_servers, &network) > 0);
    const auto reached = segment.reached_from(start.switch_name);
    const auto lost = std::ranges::find_if(
        it->second, [&](const Endpoint& end) { return !reached.contains(end.switch_name); });
    if (lost == it->second.end()) continue;
    report.add("E-416", "networks." + network.name,
               fmt::format("no link carries this network between {} ({}) and {} ({}); add a link "
                           "or list the network in one",
                           start.switch_name, start.label, lost->switch_name, lost->label));
  }
}

}  // namespace rackseed::plan
