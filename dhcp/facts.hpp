#pragma once

#include "dhcp/classify.hpp"
#include "dhcp/destination.hpp"

#include <rackseed/net.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace rackseed::dhcp {

/// One packet of a client: who asked, from where, as what.
struct ClientAsked {
  MessageType type = MessageType::kDiscover;
  Mac mac{};
  std::string node{};     ///< "" when the MAC address is unknown
  std::string nic{};      ///< of the node
  Ipv4 bmc_address{};     ///< the key of the node
  std::string network{};  ///< "" when no subnet is served there
  std::string interface {};
  Ipv4 relay{};  ///< 0: there is none
  Classification client{};
  std::optional<std::uint16_t> architecture{};
  std::optional<Uuid> machine{};  ///< nothing when all zero, which is no identity
  // As sent, and hostile:
  std::string vendor_class{};
  std::string host_name{};
  Octets client_id{};
  Octets user_class{};
  Octets circuit_id{};
  Octets remote_id{};
  Octets ipxe_features{};
};

[[nodiscard]] ClientAsked asked_by(const Message& request, const Ingress& ingress,
                                   const Directory& directory);

/// "DISCOVER from lom0 of cmp1, arch 7, via relay 10.2.34.1".
[[nodiscard]] std::string describe(const ClientAsked& asked);
/// The options by which it was classified, for the log: what is hostile is quoted.
[[nodiscard]] std::string describe_options(const ClientAsked& asked);

}  // namespace rackseed::dhcp
