#include "src/serve/machines.hpp"

#include <algorithm>

namespace rackseed::serve {
namespace {

/// What the plan says stands above what the store remembers.
inventory::Node merge(const plan::NodeView& view, inventory::Node row,
                      const plan::NodeFacts& facts) {
  row.bmc = view.node->bmc;
  row.name = view.name();
  row.role = view.node->role;
  row.rack = view.node->rack;
  row.unit = view.node->unit;
  if (!facts.serial.empty()) row.serial = facts.serial;
  return row;
}

}  // namespace

std::string_view Machine::nic_of(Mac mac) const {
  for (const auto& [name, address] : facts.macs)
    if (address == mac) return name;
  return "";
}

Machines::Machines(const plan::Derived& derived, const plan::Facts& facts, const Inventory& known) {
  for (const plan::NodeView& view : derived.nodes) {
    Machine machine{.view = &view};
    const Ipv4 bmc = view.node->bmc;
    if (const auto found = facts.find(bmc); found != facts.end()) machine.facts = found->second;
    const auto row = std::ranges::find(known.nodes, bmc, &inventory::Node::bmc);
    machine.row = merge(view, row == known.nodes.end() ? inventory::Node{} : *row, machine.facts);
    machine.facts.node = view.name();
    machine.facts.serial = machine.row.serial;
    for (const auto& [nic, mac] : machine.facts.macs) by_mac_[mac] = bmc;
    machines_.emplace(bmc, std::move(machine));
  }
  for (const inventory::Nic& nic : known.nics) {
    const auto owner = machines_.find(nic.bmc);
    if (owner == machines_.end() || !by_mac_.emplace(nic.mac, nic.bmc).second) continue;
    if (nic.name.empty() || !owner->second.facts.mac(nic.name))
      owner->second.facts.macs.emplace_back(nic.name, nic.mac);
  }
}

const Machine* Machines::find(Ipv4 bmc) const {
  const auto found = machines_.find(bmc);
  return found == machines_.end() ? nullptr : &found->second;
}

const Machine* Machines::find(Mac mac) const {
  const auto found = by_mac_.find(mac);
  return found == by_mac_.end() ? nullptr : find(found->second);
}

const Machine* Machines::find(std::string_view name) const {
  for (const auto& [bmc, machine] : machines_)
    if (machine.name() == name) return &machine;
  return nullptr;
}

inventory::Node Machines::with_state(Ipv4 bmc, inventory::NodeState state,
                                     inventory::Time now) const {
  inventory::Node row = machines_.at(bmc).row;
  if (state == inventory::NodeState::kInstall) ++row.attempt;
  row.state = state;
  row.since = now;
  return row;
}

inventory::Node Machines::set_state(Ipv4 bmc, inventory::NodeState state, inventory::Time now) {
  return machines_.at(bmc).row = with_state(bmc, state, now);
}

inventory::Node Machines::learn_uuid(Ipv4 bmc, std::string uuid) {
  inventory::Node& row = machines_.at(bmc).row;
  row.system_uuid = std::move(uuid);
  return row;
}

inventory::Nic Machines::learn_mac(Ipv4 bmc, Mac mac, std::string nic) {
  auto& macs = machines_.at(bmc).facts.macs;
  const auto same = std::ranges::find(macs, nic, &std::pair<std::string, Mac>::first);
  if (nic.empty() || same == macs.end())  // several may be its, and nobody knows which
    macs.emplace_back(nic, mac);
  else
    same->second = mac;
  by_mac_[mac] = bmc;
  return {.mac = mac, .bmc = bmc, .name = std::move(nic)};
}

Inventory Machines::rows() const {
  Inventory rows;
  for (const auto& [bmc, machine] : machines_) {
    rows.nodes.push_back(machine.row);
    for (const auto& [nic, mac] : machine.facts.macs)
      rows.nics.push_back({.mac = mac, .bmc = bmc, .name = nic});
  }
  return rows;
}

}  // namespace rackseed::serve
