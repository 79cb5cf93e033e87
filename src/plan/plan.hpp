#pragma once

#include <rackseed/net.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "src/plan/enums.hpp"
#include "src/plan/source_map.hpp"

/// What a person decided about a rack: the typed form of the plan file (keys: README, "The plan").
/// Everything derived from it is in derived.hpp, everything discovered in facts.hpp.
namespace rackseed::plan {

/// `{secret: NAME}`: the name of a value that is kept in the secret store, never in a plan.
struct Secret {
  std::string name{};
};

struct Metadata {
  std::string name{};
  Mode mode = Mode::kMinipod;
  int revision = 1;
};

/// Values that are frozen at deployment: changing one later means a full reinstallation.
struct Identity {
  std::string env{}, region{}, stage{}, org{}, site{}, location{};
  std::string domain{};  ///< the delegated DNS domain
  std::string timezone = "Etc/UTC";
};

struct SeedAttachment {
  std::string network{};
  std::string device{};  ///< "auto": the only cabled port
  bool tagged = false;
};

struct SeedCable {
  std::string device{};
  std::string switch_name{};  ///< a switch or an upstream
  std::string port{};         ///< may be empty at an upstream
};

struct DhcpSettings {
  DhcpMode mode = DhcpMode::kAuthoritative;
  UnknownClients unknown_clients = UnknownClients::kIgnore;
  int lease_seconds = 1800;
  std::vector<Ipv4> accept_relays{};
};

struct Seed {
  std::string name = "seed";
  int host = 2;  ///< host number in every attached network
  std::string rack{};
  std::vector<SeedAttachment> attach{};
  std::vector<SeedCable> cables{};
  DhcpSettings dhcp{};
  int http_port = 80;
  int ui_port = 8443;
};

struct RackSubnet {
  std::string rack{};
  Prefix subnet{};
};

struct Network {
  std::string name{};
  Zone zone = Zone::kManagement;
  bool also_bmc = false;              ///< BMCs share this subnet (`also: bmc`)
  bool per_rack = false;              ///< `scope: rack`: one subnet a rack
  std::optional<int> vlan{};          ///< nothing: untagged
  std::optional<int> access_vlan{};   ///< the number that switches use for an untagged network
  std::optional<Prefix> subnet{};     ///< of the plan; nothing when per_rack
  std::vector<RackSubnet> subnets{};  ///< when per_rack, in the order written
  std::optional<Ipv4> gateway{};
  std::optional<int> gateway_host{};          ///< host number of the gateway in each subnet
  int host_offset = 0;                        ///< added to the suffix
  int mtu = 1500;                             ///< bytes of an IP packet
  std::optional<std::pair<int, int>> pool{};  ///< host numbers of the dynamic range, both included
  bool addressed = true;  ///< false: `addressing: none`, no host gets an address
  std::optional<std::pair<Ipv4, Ipv4>> neutron_pool{};
  std::string upstream{};  ///< "" or the upstream through which it leaves the racks
  std::string relay_on{};  ///< "" or the switch that relays its DHCP
  std::optional<int> vni{};

  [[nodiscard]] bool carries_bmcs() const { return zone == Zone::kBmc || also_bmc; }
  /// The VLAN number used on switches.
  [[nodiscard]] int switch_vlan() const { return vlan.value_or(access_vlan.value_or(1)); }
};

struct Nic {
  std::string name{};
  std::string where{};  ///< slot and port as the BMC reports them: "slot1/0"
  int speed_mbps = 0;
  std::string switch_kind{};  ///< "tor", "mgmt" or the name of an upstream
  Side side = Side::kNone;
  int lane = 0;  ///< added to the node's ToR lane
};

struct Hardware {
  std::string name{};
  std::vector<Nic> nics{};
  int min_ram_gib = 0;
  int min_os_disks = 0;
};

struct Volume {
  std::string name{};
  std::string size{};  ///< "50G"; K, M, G, T or P, powers of 1024
};

struct StorageProfile {
  std::string name{};
  int disk_count = 1;
  std::string transport{};  ///< "" (any), "nvme", "sata", "sas"
  std::optional<int> min_gib{}, max_gib{};
  std::string pick = "smallest";
  std::string layout{};  ///< "raid1-lvm", "vendor", ...
  std::string vg = "system";
  std::vector<Volume> volumes{};
  std::string wipe{};
  std::string data_disks = "keep";
};

struct OsProfile {
  std::string name{};
  std::string family{};  ///< "ubuntu", "debian"
  Method method = Method::kAutoinstall;
  std::string iso{};    ///< file name, for autoinstall, preseed and vendor-iso
  std::string image{};  ///< file name, for method image
  std::string sha256 = "auto";
  std::string install_user{};
  std::optional<Secret> password_hash{};
  std::vector<std::variant<Secret, std::string>> ssh_keys{};  ///< public keys or their secrets
  AptMode apt_mode = AptMode::kOffline;
  std::string apt_uri{};  ///< may hold "{seed.NETWORK}"
  bool apt_trusted = false;
  std::vector<std::string> packages{};
  std::vector<std::pair<std::string, std::string>> answers{};  ///< what a vendor's installer asks
  std::vector<std::string> verify{};
};

/// A bond (members) or a plain NIC (nic) of a role, and the networks on it.
struct InterfacePlan {
  std::string name{};
  std::vector<std::string> members{};
  std::string nic{};
  std::vector<std::string> networks{};

  [[nodiscard]] bool is_bond() const { return !members.empty(); }
  [[nodiscard]] std::vector<std::string> nics() const {
    return is_bond() ? members : std::vector<std::string>{nic};
  }
};

struct Role {
  std::string name{};
  std::string short_name{};
  int first_index = 1;
  std::string hardware{};
  std::string os{};  ///< "" for `os: none`: somebody else installs it
  std::string storage{};
  std::vector<std::string> osism_groups{};
  std::string default_route{};  ///< a network; "" for none
  std::vector<InterfacePlan> interfaces{};
};

struct BondSettings {
  std::string mode = "802.3ad";
  std::string lacp_rate = "fast";
  std::string hash = "layer3+4";
  int miimon_ms = 100;
  int min_links = 1;
};

struct Boot {
  BootPath path = BootPath::kMgmtNic;
  std::string nic{};
  std::string network{};
  Firmware firmware = Firmware::kUefi;
  bool secure_boot = false;
  Loader loader = Loader::kIpxe;  ///< grub: the signed shim and GRUB
};

struct BmcSettings {
  BmcProtocol protocol = BmcProtocol::kRedfish;
  std::optional<Secret> credentials{};
  BmcTls tls = BmcTls::kModern;
  std::string verify_tls = "pin-on-first-use";
};

struct Rack {
  std::string name{};
  int height_units = 47;
  int index = 0;  ///< used in derived numbers
};

struct Switch {
  std::string name{};
  SwitchRole role = SwitchRole::kTor;
  Side side = Side::kNone;
  std::string rack{};
  int unit = 0;
  std::string os = "eos";
  std::string model{};
  std::string serial{};
  std::optional<Ipv4> mgmt{};
  std::string mgmt_port{};  ///< port of the rack's management switch that its Management1 is on
};

struct SwitchPair {
  std::string name{};
  PairType type = PairType::kMlag;
  std::vector<std::string> members{};
  std::vector<std::string> peer_link{};
  int peer_vlan = 4094;
  std::optional<Prefix> peer_net{};
};

/// A cable bundle between two switches; ports[i] is joined to to_ports[i].
struct SwitchLink {
  std::string from{};
  std::vector<std::string> ports{};
  std::string to{};
  std::vector<std::string> to_ports{};
  std::optional<int> channel{};
  std::optional<std::vector<std::string>> networks{};  ///< nothing: every server VLAN
};

struct Upstream {
  std::string name{};
  Attach attach = Attach::kCustomer;
  std::string switch_name{};  ///< when attached to one switch
  std::vector<std::string> ports{};
  std::string mode{};  ///< "trunk" or ""
  std::vector<std::string> vlans{};
  bool vlans_by_neutron = false;
  std::string untagged{};  ///< the network it carries untagged
  std::string speed{};
  std::vector<std::string> racks{};
};

/// A cable from a port of the node ("bmc" or a NIC) to the rack's management switch.
struct MgmtCable {
  std::string nic{};
  std::string port{};
};

struct Node {
  std::string name{};
  std::string role{};
  std::string rack{};
  int unit = 0;
  Ipv4 bmc{};                        ///< the key of the node everywhere
  BmcTls bmc_tls = BmcTls::kModern;  ///< the default, unless the node has its own
  std::optional<int> suffix{};
  std::string tor{};  ///< "" or the first ToR lane; a NIC's lane is added to it
  std::vector<MgmtCable> mgmt{};
  Boot boot{};  ///< the defaults with what the node overrides
};

struct Vip {
  std::string name{};
  Ipv4 address{};
  std::string network{};
  std::string members_role{};
  std::string fqdn{};
  VipManager manager = VipManager::kRackseed;
  AtHandover at_handover = AtHandover::kRelease;
  std::optional<int> vrid{};
};

struct Syslog {
  std::string server{};
  int port = 514;
  std::string protocol = "udp";
};

struct Bucket {
  std::string endpoint{};
  std::string bucket{};
  std::string region{};
  std::optional<Secret> credentials{};
};

struct Ldap {
  std::vector<std::string> servers{};
  int port = 636;
};

struct Ipsec {
  std::optional<Ipv4> peer_public_ip{};
  std::optional<Prefix> exposed_subnet{};
  std::optional<Secret> psk{};
};

struct Services {
  ServiceModel model = ServiceModel::kSelfManaged;
  std::vector<Prefix> admin_networks{};
  bool internet = false;
  std::vector<Ipv4> ntp{};
  std::vector<Ipv4> resolvers{};
  std::string dns_delegation{};
  std::optional<Syslog> syslog{};
  std::optional<Bucket> s3_backup{}, s3_metrics{};
  std::optional<Ldap> ldap{};
  Certificates certificates = Certificates::kSelfSigned;
  Ipsec ipsec{};
};

struct Policy {
  int concurrency_bmc = 16;
  int concurrency_install = 6;
  int concurrency_reboot = 3;
  std::vector<std::string> confirm{};
  bool wipe_os_disks = false;
  bool wipe_data_disks = false;
  bool require_serial_match = true;
  bool rotate_bmc_password = false;
  bool shred_seed_secrets_at_handover = false;
};

struct OsismHandover {
  std::string config_repo_mode = "overlay";
  std::string config_repo_path{};
  std::string manager{};
  std::optional<Secret> operator_key{};
  int vrid = 51;
  bool tls_internal = true;
  bool tls_external = true;
  std::string keepalived_traffic_mode = "unicast";
  bool ceph = false;
};

struct Handover {
  Target target = Target::kNone;
  OsismHandover osism{};
  bool opcp_netbox = false;
  bool opcp_document = false;
};

/// An undecorated look-up by name in one of the plan's lists.
template <class T>
[[nodiscard]] const T* find_named(const std::vector<T>& things, std::string_view name) {
  const auto it = std::ranges::find(things, name, &T::name);
  return it == things.end() ? nullptr : &*it;
}

struct Plan {
  Metadata metadata{};
  Identity identity{};
  SuffixRule suffix_rule = SuffixRule::kBmcLastOctet;
  Seed seed{};
  std::vector<Network> networks{};
  std::vector<Hardware> hardware{};
  std::vector<StorageProfile> storage_profiles{};
  std::vector<OsProfile> os_profiles{};
  std::vector<Role> roles{};
  BondSettings bond{};
  Boot boot{};
  BmcSettings bmc{};
  std::vector<Rack> racks{};
  std::vector<Switch> switches{};
  std::vector<SwitchPair> pairs{};
  std::vector<SwitchLink> links{};
  std::vector<Upstream> upstreams{};
  std::vector<Node> nodes{};
  std::vector<Vip> vips{};
  Services services{};
  Policy policy{};
  Handover handover{};

  SourceMap source{};

  [[nodiscard]] const Network* network(std::string_view name) const {
    return find_named(networks, name);
  }
  [[nodiscard]] const Role* role(std::string_view name) const { return find_named(roles, name); }
  [[nodiscard]] const Rack* rack(std::string_view name) const { return find_named(racks, name); }
  [[nodiscard]] const Switch* switch_named(std::string_view name) const {
    return find_named(switches, name);
  }
};

}  // namespace rackseed::plan
