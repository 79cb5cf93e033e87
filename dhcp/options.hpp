#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/net.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::dhcp {

using Octets = std::vector<std::uint8_t>;
using Uuid = std::array<std::uint8_t, 16>;  ///< as sent: PXE swaps its first three fields

/// Option 53 (RFC 2132 section 9.6).
enum class MessageType : std::uint8_t {
  kDiscover = 1,
  kOffer = 2,
  kRequest = 3,
  kDecline = 4,
  kAck = 5,
  kNak = 6,
  kRelease = 7,
  kInform = 8
};
/// "DISCOVER" and so on.
[[nodiscard]] std::string_view to_string(MessageType type);

/// An option of which only the number is known.
struct RawOption {
  std::uint8_t code = 0;
  Octets value{};
  bool operator==(const RawOption&) const = default;
};

/// Option 82: what a relay agent tells, and wants back byte for byte (RFC 3046).
struct RelayInfo {
  Octets verbatim{};                      ///< the whole option; the rest is read from it
  Octets circuit_id{};                    ///< sub-option 1: mostly the switch port
  Octets remote_id{};                     ///< sub-option 2
  std::optional<Ipv4> link_selection{};   ///< sub-option 5 (RFC 3527): the client's subnet
  Octets vendor{};                        ///< sub-option 9 (RFC 4243)
  std::optional<Ipv4> server_override{};  ///< sub-option 11 (RFC 5107): be this server
  bool operator==(const RelayInfo&) const = default;
};

/// Option 175: iPXE's own options, both ways (no RFC: ipxe/src/include/ipxe/dhcp.h).
struct IpxeInfo {
  Octets verbatim{};           ///< the whole option; the rest is read from it as far as it goes
  Octets features{};           ///< tags below 0x80 that are set: 0x13 HTTP, 0x24 EFI...
  Octets version{};            ///< tag 0xeb: major, minor, patch
  bool no_proxy_dhcp = false;  ///< tag 0xb0: do not wait for a ProxyDHCP offer
  bool operator==(const IpxeInfo&) const = default;
};

/// Option 94 (RFC 4578 section 2.2).
struct UndiVersion {
  std::uint8_t major = 0;
  std::uint8_t minor = 0;
  bool operator==(const UndiVersion&) const = default;
};

/// The options that this server reads or writes. An empty text or list is an option that is not
/// there. To add one: a member here, and a row in codec.cpp.
struct Options {
  std::optional<Ipv4> subnet_mask{};                   ///< 1
  std::vector<Ipv4> routers{};                         ///< 3
  std::vector<Ipv4> name_servers{};                    ///< 6
  std::string host_name{};                             ///< 12
  std::string domain_name{};                           ///< 15
  std::vector<Ipv4> time_servers{};                    ///< 42, NTP
  Octets vendor_options{};                             ///< 43: PXE's, where 60 says PXEClient
  std::optional<Ipv4> requested_address{};             ///< 50
  std::optional<std::chrono::seconds> lease_time{};    ///< 51; 0xffffffff s: for ever
  std::optional<Ipv4> server_id{};                     ///< 54
  Octets parameters{};                                 ///< 55: codes that the client asks for
  std::string message{};                               ///< 56: why a NAK or a DECLINE
  std::optional<std::uint16_t> most_message_bytes{};   ///< 57, with IP and UDP headers; 576 or more
  std::optional<std::chrono::seconds> renewal_time{};  ///< 58, T1
  std::optional<std::chrono::seconds> rebinding_time{};  ///< 59, T2
  std::string vendor_class{};                            ///< 60
  Octets client_id{};                                    ///< 61
  std::string tftp_server{};                             ///< 66, as text
  std::string boot_file{};                               ///< 67, without a NUL
  Octets user_class{};                                   ///< 77: see user_classes()
  std::optional<RelayInfo> relay{};                      ///< 82
  std::vector<std::uint16_t> architectures{};            ///< 93 (RFC 4578; IANA registry)
  std::optional<UndiVersion> undi{};                     ///< 94
  std::optional<Uuid> machine{};                         ///< 97 (RFC 4578); all zero is no identity
  std::string onie_installer{};                          ///< 114, in the sense that ONIE gives it
  std::optional<Ipv4> subnet_selection{};                ///< 118 (RFC 3011): read, never obeyed
  std::vector<Ipv4> tftp_addresses{};                    ///< 150 (RFC 5859)
  std::optional<IpxeInfo> ipxe{};                        ///< 175
  std::string cumulus_script{};                          ///< 239
  std::vector<RawOption> others{};                       ///< all that stand above in no line
  bool operator==(const Options&) const = default;
};

/// Whether the client asked for an option (55). One that sends no list asks for all.
[[nodiscard]] bool asks_for(const Options& options, std::uint8_t code);
/// The user classes of option 77: a list of counted texts (RFC 3004), or the bare text that iPXE
/// and others send.
[[nodiscard]] std::vector<std::string> user_classes(const Options& options);

/// Reads option 82; nothing when a sub-option is truncated or of a wrong length.
[[nodiscard]] std::optional<RelayInfo> decode_relay_info(Bytes value);
/// Reads option 175. The number is registered to nobody, so what is not iPXE's is no error.
[[nodiscard]] IpxeInfo decode_ipxe_info(Bytes value);

}  // namespace rackseed::dhcp
