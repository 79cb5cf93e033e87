#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/plan/plan.hpp"

/// Values that follow from a plan and stand nowhere in it.
namespace rackseed::plan {

/// A network on an interface of an installed node.
struct Attachment {
  const Network* network = nullptr;
  std::string interface {};       ///< "vlan20", or the bond or NIC itself when untagged
  std::string link{};             ///< the bond or NIC that carries it
  std::optional<Ipv4> address{};  ///< nothing: the network is not addressed, or has no such host
  Prefix subnet{};                ///< of the node's rack, without host bits
  bool default_route = false;     ///< via gateway
  std::optional<Ipv4> gateway{};

  [[nodiscard]] bool tagged() const { return network->vlan.has_value(); }
};

/// A bond or a plain NIC of an installed node.
struct LinkView {
  const InterfacePlan* plan = nullptr;
  int mtu = 1500;   ///< max(1500, MTUs of its networks); its members have the same
  int channel = 0;  ///< port-channel and MLAG id, 100 + 2 x suffix + bond index; 0: no bond
  int bond_index = 0;
  std::vector<Attachment> attachments{};  ///< in the plan's order
};

/// A planned cable of a node.
struct Cable {
  std::string nic{};  ///< "bmc" for the BMC's own
  std::string switch_name{};
  std::string port{};             ///< "" at an upstream or where the plan names none
  int channel = 0;                ///< 0: in no port-channel
  const Nic* hardware = nullptr;  ///< nullptr for "bmc"
  int cage_lane = 0;  ///< 1..4 (may be larger in a plan that E-404 refuses); 0: not on a ToR
};

/// The address by which a node boots over the network.
struct BootAddress {
  const Network* network = nullptr;
  Prefix subnet{};
  std::optional<Ipv4> address{};
};

struct NodeView {
  const Node* node = nullptr;
  const Role* role = nullptr;
  const Hardware* hardware = nullptr;
  const OsProfile* os = nullptr;            ///< nullptr: `os: none`
  const StorageProfile* storage = nullptr;  ///< nullptr: none
  const Rack* rack = nullptr;
  int suffix = 0;
  std::string fqdn{};
  std::string instance_id{};  ///< "rackseed-<plan>-<node>-r<revision>"
  std::vector<LinkView> links{};
  std::vector<Cable> cables{};        ///< hardware order, "bmc" last
  std::optional<BootAddress> boot{};  ///< nothing: boots by virtual media

  /// The address in a network, whether for the installed system or for booting.
  [[nodiscard]] std::optional<Ipv4> address_in(std::string_view network) const;
  [[nodiscard]] const Attachment* attachment(std::string_view network) const;
  [[nodiscard]] const Attachment* attachment(Zone zone) const;  ///< the first of that zone
  [[nodiscard]] const Cable* cable(std::string_view nic) const;
  [[nodiscard]] const std::string& name() const { return node->name; }
};

struct VipMember {
  const NodeView* node = nullptr;
  const Attachment* attachment = nullptr;  ///< nullptr: not in the VIP's network
  int priority = 0;                        ///< keepalived: 150 - 10 x position
};

struct VipView {
  const Vip* vip = nullptr;
  const Network* network = nullptr;
  int vrid = 0;  ///< given; else 51 (kolla's), else 128 + crc32("plan/vip") % 120
  std::vector<VipMember> members{};
};

/// Refers to the plan, which must outlive it and stay where it is. May be moved, never copied: the
/// VIPs refer to the nodes.
struct Derived {
  const Plan* plan = nullptr;
  std::vector<NodeView> nodes{};
  std::vector<VipView> vips{};

  [[nodiscard]] const NodeView* node(std::string_view name) const;
  [[nodiscard]] const VipView* vip(std::string_view name) const;
};

/// Derives everything from a plan whose references resolve (check_references found no error).
/// Total: a value that some rule refuses comes out empty, never wrong.
[[nodiscard]] Derived derive(const Plan& plan);

/// The subnet of a network in a rack, without host bits; nothing when it has none there.
[[nodiscard]] std::optional<Prefix> subnet_in(const Network& network, std::string_view rack);
/// The gateway of a network in a rack.
[[nodiscard]] std::optional<Ipv4> gateway_in(const Network& network, std::string_view rack);
/// The rack that the seed stands in: as planned, else that of a switch it is cabled to, else the
/// first.
[[nodiscard]] std::string seed_rack(const Plan& plan);
/// The seed's address in a network (in its own rack where the network is per rack); nothing when
/// it is not attached or has no such host.
[[nodiscard]] std::optional<Ipv4> seed_address(const Plan& plan, std::string_view network);
/// VLANs that a link or an uplink without `networks` carries: those on ToR ports of servers,
/// sorted by number.
[[nodiscard]] std::vector<const Network*> server_networks(const Plan& plan);
/// The management switch of a rack, or nullptr.
[[nodiscard]] const Switch* mgmt_switch(const Plan& plan, std::string_view rack);
/// The ToR of a side in a rack, or nullptr.
[[nodiscard]] const Switch* tor_switch(const Plan& plan, std::string_view rack, Side side);
/// True when an uplink ends on that switch: the named one, or each of the role it is attached to.
[[nodiscard]] bool is_attached(const Upstream& upstream, const Switch& device);
/// The pair that a switch is a member of, or nullptr.
[[nodiscard]] const SwitchPair* pair_of(const Plan& plan, std::string_view switch_name);
/// The other member of a pair; nullptr when the pair does not have exactly two switches.
[[nodiscard]] const Switch* peer_of(const Plan& plan, const SwitchPair& pair,
                                    std::string_view switch_name);

}  // namespace rackseed::plan
