#include <fmt/core.h>

#include <array>

#include "src/config/quote.hpp"
#include "src/config/readers.hpp"

namespace rackseed::config {
namespace {

constexpr Range kVni{1, 16'777'215};  // RFC 7348 section 5

/// `vlan: untagged` or a number.
void read_vlan(Section& in, plan::Network& network) {
  const auto cell = in.find("vlan");
  if (!cell || (cell->tree().kind == Kind::kScalar && cell->tree().text == "untagged")) return;
  const bool is_word = cell->tree().kind == Kind::kScalar && !parse_whole_number(cell->tree().text);
  if (is_word) {
    cell->refuse(parse_whole_number(cell->tree().text).error().detail +
                 "; write untagged or a number");
  } else {
    read_value(*cell, network.vlan, kAnyNumber);
  }
}

/// A list of two values: the first and the last.
template <class T, class... How>
void read_pair(Section& in, std::string_view key, std::optional<std::pair<T, T>>& target,
               const How&... how) {
  std::vector<T> ends;
  const auto cell = in.find(key);
  if (!cell || !cell->is(Kind::kList, "a list of two: [first, last]")) return;
  read_value(*cell, ends, how...);
  if (cell->tree().items.size() != 2) {
    cell->refuse(fmt::format("{} values; write two: [first, last]", cell->tree().items.size()));
  } else if (ends.size() == 2) {
    target = std::pair(ends.front(), ends.back());
  }
}

/// One prefix, or one a rack: whatever the scope calls for.
void read_subnets(Section& in, plan::Network& network) {
  const auto one = in.find("subnet");
  in.cells("subnets", kName, [&](const std::string& rack, const Cell& cell) {
    plan::RackSubnet subnet{.rack = rack};
    if (read_value(cell, subnet.subnet)) network.subnets.push_back(std::move(subnet));
  });
  const auto many = in.find("subnets");
  if (one) read_value(*one, network.subnet);
  if (network.per_rack) {
    if (one) one->refuse("a network with scope: rack has subnets: {RACK: PREFIX, ...}");
    static_cast<void>(in.need("subnets"));
  } else {
    if (many) many->refuse("only a network with scope: rack has a subnet for each rack");
    if (network.addressed) static_cast<void>(in.need("subnet"));
  }
}

void read_network(Section& in, plan::Network& network) {
  constexpr auto kBmc = std::to_array<std::string_view>({"bmc"});
  constexpr auto kScopes = std::to_array<std::string_view>({"plan", "rack"});
  constexpr auto kAddressing = std::to_array<std::string_view>({"static", "none"});
  std::string also;
  std::string scope = "plan";
  std::string addressing = "static";
  in.require("zone", network.zone);
  in.read("also", also, OneOf{kBmc});
  in.read("scope", scope, OneOf{kScopes});
  in.read("addressing", addressing, OneOf{kAddressing});
  network.also_bmc = !also.empty();
  network.per_rack = scope == "rack";
  network.addressed = addressing == "static";
  read_vlan(in, network);
  in.read("access_vlan", network.access_vlan, kAnyNumber);
  read_subnets(in, network);
  in.read("gateway", network.gateway);
  in.read("gateway_host", network.gateway_host, kAnyNumber);
  in.read("host_offset", network.host_offset, kAnyNumber);
  in.read("mtu", network.mtu, kAnyNumber);
  read_pair(in, "pool", network.pool, kAnyNumber);
  read_pair(in, "neutron_pool", network.neutron_pool);
  in.read("upstream", network.upstream, kName);
  in.section("relay", [&](Section& relay) { relay.require("on", network.relay_on, kName); });
  in.section("stretch", [&](Section& stretch) { stretch.require("vni", network.vni, kVni); });
}

}  // namespace

void read_networks(Section& root, plan::Plan& plan) {
  root.entries("networks", kName, [&](const std::string& name, Section& in) {
    plan::Network network{.name = name};
    read_network(in, network);
    plan.networks.push_back(std::move(network));
  });
}

}  // namespace rackseed::config
