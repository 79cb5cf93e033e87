#pragma once

#include <rackseed/net.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rackseed::inventory {

using Time = std::chrono::sys_seconds;

enum class LeaseSource : std::uint8_t { kReserved, kPool };

/// An address that was promised to a client. An expired one is kept: who returns gets it again.
struct Lease {
  Ipv4 address{};
  Mac mac{};  ///< the client's hardware address (chaddr), whatever identifier it sends
  std::string network{};
  Time expires{};
  LeaseSource source = LeaseSource::kPool;
  bool operator==(const Lease&) const = default;
};

/// What may happen to a node now. Only `install` lets it have its secrets.
enum class NodeState : std::uint8_t { kPlanned, kInstall, kInstalled, kHeld };
[[nodiscard]] std::string_view to_string(NodeState state);
[[nodiscard]] std::optional<NodeState> parse_node_state(std::string_view text);

/// A server; its key is the address of its BMC.
struct Node {
  Ipv4 bmc{};
  std::string name{};
  std::string role{};
  std::string rack{};
  int unit = 0;
  std::string serial{};
  std::string system_uuid{};  ///< 32 hexadecimal digits in the order of the wire; "": not known
  NodeState state = NodeState::kPlanned;
  std::string rung = "planned";
  Time since{};     ///< on that rung
  int attempt = 0;  ///< counts installations
  std::int64_t version = 0;
  bool operator==(const Node&) const = default;
};

/// A network interface of a node, the BMC's own among them.
struct Nic {
  Mac mac{};
  Ipv4 bmc{};
  std::string name{};  ///< as in the plan; "bmc"; "": which one is not known
  std::string pci{};
  int speed_mbps = 0;
  std::string link{};
  std::string switch_name{};
  std::string switch_port{};
  bool operator==(const Nic&) const = default;
};

/// What happened; never changed once it is saved.
struct Event {
  std::int64_t id = 0;  ///< given by the store, ascending
  Time time{};
  std::optional<Ipv4> bmc{};  ///< nothing: of no node
  std::string kind{};
  std::string data{};  ///< a JSON object
  bool operator==(const Event&) const = default;
};

/// A file of the image store, known by its content.
struct Image {
  std::string sha256{};  ///< 64 hexadecimal digits
  std::string name{};
  std::string kind{};
  std::int64_t bytes = 0;
  std::int64_t compressed_bytes = 0;  ///< 0: stored as it is
  Time imported{};
  bool operator==(const Image&) const = default;
};

/// A secret as it is kept: only `secrets.key` opens it.
struct SealedSecret {
  std::string name{};
  std::string sealed{};  ///< hexadecimal digits
  Time saved{};
  bool operator==(const SealedSecret&) const = default;
};

/// The key that a BMC proved to have when it was first met; another one is an error.
struct PinnedCertificate {
  Ipv4 bmc{};
  std::string sha256{};  ///< of its SPKI (RFC 7469 section 2.4), 64 hexadecimal digits
  Time since{};
  bool operator==(const PinnedCertificate&) const = default;
};

/// What a BMC does otherwise than the standard says, learnt from its answers.
struct LearntQuirks {
  Ipv4 bmc{};
  std::string data{};  ///< a JSON object
  bool operator==(const LearntQuirks&) const = default;
};

/// What may be a BMC: it was seen on the network, whether a plan knows it or not. Its key is the
/// address.
struct BmcCandidate {
  Ipv4 address{};
  std::string mac{};  ///< as Mac::text() writes it; "": not known, as all that is empty here
  std::string vendor{};
  std::string product{};
  std::string uuid{};
  std::string spki{};      ///< SHA-256 of the key that its TLS showed, 64 hexadecimal digits
  std::string found_by{};  ///< "ssdp, scan, dhcp": every way it was seen, in alphabetical order
  bool has_redfish = false;
  bool has_ipmi = false;
  std::string notes{};
  Time first_seen{};
  Time last_seen{};
  bool operator==(const BmcCandidate&) const = default;
};

/// What is known of a candidate once it was seen again: what was empty now stays as it was, the
/// ways it was found add up. Another MAC address is another machine: nothing of the first stays.
[[nodiscard]] BmcCandidate merged(BmcCandidate known, const BmcCandidate& seen);

}  // namespace rackseed::inventory
