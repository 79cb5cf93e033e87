#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "src/plan/derived.hpp"

namespace rackseed::plan {

/// Who an address of the plan belongs to.
enum class OwnerKind { kSeed, kGateway, kSwitch, kBmc, kHost, kVip, kService };

struct AddressOwner {
  OwnerKind kind = OwnerKind::kHost;
  Ipv4 address{};
  std::string label{};               ///< "ctrl1 in oob", "the BMC of cmp1", "VIP external"
  std::string where{};               ///< its path in the plan
  const Network* network = nullptr;  ///< nullptr: not known, or of no network
  std::string machine{};             ///< the node, or "seed"; "" for all others
};

/// Two owners of one address; `later` is the one that gives way in the wording.
struct AddressConflict {
  AddressOwner later{};
  AddressOwner earlier{};
};

/// Every address that the plan gives away, in the order seed, gateways, switches, BMCs, hosts,
/// VIPs, services.
class AddressBook {
 public:
  explicit AddressBook(const Derived& derived);

  [[nodiscard]] const std::vector<AddressOwner>& owners() const { return owners_; }
  [[nodiscard]] const std::vector<AddressConflict>& conflicts() const { return conflicts_; }

 private:
  void add(AddressOwner owner);
  void add_seed(const Plan& plan);
  void add_gateways(const Plan& plan);
  void add_machines(const Derived& derived);
  void add_hosts(const NodeView& view);
  void add_services(const Plan& plan);

  std::vector<AddressOwner> owners_;
  std::vector<AddressConflict> conflicts_;
  std::unordered_map<Ipv4, std::size_t> by_address_;
};

}  // namespace rackseed::plan
