#pragma once

#include <rackseed/net.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace rackseed::dhcp {

/// Who gives addresses in a subnet: this server, or one of the customer's (then it adds only boot
/// options to PXE and HTTP boot clients, as ProxyDHCP does).
enum class ServerMode : std::uint8_t { kAuthoritative, kProxy };
enum class UnknownClients : std::uint8_t { kIgnore, kPool };
enum class OsMethod : std::uint8_t { kNone, kAutoinstall, kPreseed, kImage, kVendorIso };
enum class Port : std::uint8_t { kHost, kBmc };

/// Both ends included.
struct AddressRange {
  Ipv4 first{};
  Ipv4 last{};
  [[nodiscard]] constexpr bool contains(Ipv4 address) const {
    return first <= address && address <= last;
  }
  auto operator<=>(const AddressRange&) const = default;
};

struct Subnet {
  std::string network{};  ///< its name in the plan; several racks may share one
  Prefix prefix{};
  std::string interface {};  ///< of the seed; "": its clients come through a relay only
  Ipv4 seed{};               ///< the address at which its clients reach the seed
  std::optional<Ipv4> gateway{};
  std::vector<AddressRange> pool{};
  bool for_bmcs = false;    ///< where others share its wire, they get addresses of other subnets
  bool probes_pool = true;  ///< ask the wire before an address of the pool is offered
  ServerMode mode = ServerMode::kAuthoritative;
  UnknownClients unknown_clients = UnknownClients::kIgnore;
  std::vector<Ipv4> name_servers{};
  std::vector<Ipv4> time_servers{};
  std::string domain{};

  [[nodiscard]] bool is_relayed() const { return interface.empty(); }
  [[nodiscard]] bool has_in_pool(Ipv4 address) const;
};

/// What is known about the owner of a MAC address.
struct Reservation {
  Mac mac{};
  std::string node{};
  Ipv4 bmc_address{};  ///< the key of the node
  std::string nic{};   ///< "lom0"; "bmc"
  Port port = Port::kHost;
  std::vector<Ipv4> addresses{};  ///< at most one in each subnet
  bool secure_boot = false;
  bool boot_allowed = true;  ///< false: an address, but nothing to boot
  bool uses_mirror = false;  ///< `apt.mode: mirror`: its installer needs a default route
  OsMethod os_method = OsMethod::kNone;
};

/// Boot programs: names below the TFTP root, and paths below the HTTP root that begin with '/'.
/// An empty one is not served.
struct BootFiles {
  std::string bios = "undionly.kpxe";
  std::string efi_x64 = "snponly.efi";
  std::string efi_x64_secure = "shimx64.efi";
  std::string efi_arm64 = "snponly-arm64.efi";
  std::string efi_arm64_secure{};
  std::string http_folder = "/os/boot/";  ///< the same names, for UEFI HTTP boot
  std::string ipxe_folder = "/ipxe/";     ///< and the MAC address, as "00-00-5e-00-53-02"
  std::string eos_folder = "/ztp/eos/";   ///< and the serial number
  std::string sonic_folder = "/ztp/sonic/";
  std::string onie_installer{};
  std::string cumulus_script{};
  std::string poap_script{};
};

struct DirectoryContent {
  std::vector<Subnet> subnets{};      ///< that do not overlap
  std::vector<Ipv4> accept_relays{};  ///< their giaddr
  std::vector<Reservation> reservations{};
  std::vector<Ipv4> never_given{};  ///< switches, VIPs...; seed and gateways are known anyway
  std::vector<std::array<std::uint8_t, 3>> bmc_ouis{};
  std::vector<std::string> bmc_vendor_classes{"iDRAC", "CPQRIB", "HPE iLO", "Lenovo XCC",
                                              "OpenBMC"};
  BootFiles boot_files{};
  std::uint16_t http_port = 80;
  std::chrono::seconds lease{1800};
};

/// What plan and inventory say, as this server needs it. Never changes; a new one takes its place.
class Directory {
 public:
  explicit Directory(DirectoryContent content);

  [[nodiscard]] const BootFiles& boot_files() const { return content_.boot_files; }
  [[nodiscard]] std::chrono::seconds lease() const { return content_.lease; }
  [[nodiscard]] const std::vector<Reservation>& reservations() const {
    return content_.reservations;
  }

  /// nullptr: an unknown MAC address.
  [[nodiscard]] const Reservation* find_reservation(Mac mac) const;
  /// nullptr: in none.
  [[nodiscard]] const Subnet* find_subnet(Ipv4 address) const;
  /// All that share the wire of an interface, in the order given.
  [[nodiscard]] std::vector<const Subnet*> subnets_on(std::string_view interface) const;
  /// The address that a MAC address shall have in a subnet.
  [[nodiscard]] std::optional<Ipv4> find_address(Mac mac, const Subnet& subnet) const;
  [[nodiscard]] bool accepts_relay(Ipv4 relay) const;
  /// True for an address that must not come out of a pool.
  [[nodiscard]] bool is_reserved(Ipv4 address) const { return reserved_.contains(address); }
  [[nodiscard]] bool is_seed(Ipv4 address) const;
  /// True when the first half of the MAC address or option 60 is that of a BMC vendor.
  [[nodiscard]] bool looks_like_bmc(Mac mac, std::string_view vendor_class) const;
  /// "http://10.1.8.2/os/x" for "/os/x".
  [[nodiscard]] std::string url(const Subnet& subnet, std::string_view path) const;

 private:
  DirectoryContent content_;
  std::map<Mac, std::size_t> by_mac_;
  std::map<Ipv4, std::size_t> by_network_;
  std::unordered_set<Ipv4> reserved_;
};

}  // namespace rackseed::dhcp
