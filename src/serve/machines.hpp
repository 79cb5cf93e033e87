#pragma once

#include <rackseed/net.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/rows.hpp"
#include "src/plan/derived.hpp"
#include "src/plan/facts.hpp"

namespace rackseed::serve {

/// A planned node, what was discovered about it, and what may happen to it now.
struct Machine {
  const plan::NodeView* view = nullptr;
  plan::NodeFacts facts{};
  inventory::Node row{};

  [[nodiscard]] const std::string& name() const { return view->name(); }
  [[nodiscard]] Ipv4 bmc() const { return view->node->bmc; }
  [[nodiscard]] bool may_install() const { return row.state == inventory::NodeState::kInstall; }
  /// "lom0"; "" when the MAC address is none of its own.
  [[nodiscard]] std::string_view nic_of(Mac mac) const;
};

/// What the seed has in its store.
struct Inventory {
  std::vector<inventory::Node> nodes{};
  std::vector<inventory::Nic> nics{};
};

/// The nodes of the plan, together with what is known from a facts file and from the store. Where
/// both name the owner of a MAC address, the facts file counts. Nodes of the store that the plan
/// does not name stay in the store, unseen.
class Machines {
 public:
  /// derived outlives it.
  Machines(const plan::Derived& derived, const plan::Facts& facts, const Inventory& known);

  [[nodiscard]] const std::map<Ipv4, Machine>& all() const { return machines_; }
  /// By BMC address, MAC address or name; nullptr: not in the plan.
  [[nodiscard]] const Machine* find(Ipv4 bmc) const;
  [[nodiscard]] const Machine* find(Mac mac) const;
  [[nodiscard]] const Machine* find(std::string_view name) const;

  /// The row of a node whose new state begins now; entering kInstall is a new attempt.
  [[nodiscard]] inventory::Node with_state(Ipv4 bmc, inventory::NodeState state,
                                           inventory::Time now) const;
  /// with_state(), from now on. Returns the row to save.
  inventory::Node set_state(Ipv4 bmc, inventory::NodeState state, inventory::Time now);
  /// The system UUID, as 32 hexadecimal digits. Returns the row to save.
  inventory::Node learn_uuid(Ipv4 bmc, std::string uuid);
  /// The MAC address is that of a node's NIC from now on. Returns the row to save.
  inventory::Nic learn_mac(Ipv4 bmc, Mac mac, std::string nic);
  /// All that a store needs in order to know the plan's nodes.
  [[nodiscard]] Inventory rows() const;

 private:
  std::map<Ipv4, Machine> machines_{};
  std::map<Mac, Ipv4> by_mac_{};
};

}  // namespace rackseed::serve
