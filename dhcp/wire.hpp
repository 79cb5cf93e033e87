#pragma once

#include "dhcp/options.hpp"

#include <rackseed/error.hpp>

namespace rackseed::dhcp {

inline constexpr std::size_t kLeastPacketBytes = 240;   ///< BOOTP header and magic cookie
inline constexpr std::size_t kMostPacketBytes = 65507;  ///< of a UDP datagram
inline constexpr std::size_t kPaddedPacketBytes = 300;  ///< what BOOTP expects (RFC 1542 2.1)
inline constexpr std::size_t kFileFieldBytes = 128;
inline constexpr std::size_t kServerNameFieldBytes = 64;

/// The fixed part of a packet (RFC 2131 section 2), with the names of that section in brackets.
struct Header {
  bool is_reply = false;  ///< [op]
  std::uint8_t hops = 0;
  std::uint32_t transaction = 0;  ///< [xid]
  std::uint16_t seconds = 0;      ///< [secs] since the client began; firmware lies
  bool broadcast = false;         ///< [flags] the client cannot receive unicast yet
  Ipv4 client{};                  ///< [ciaddr] an address that the client uses already
  Ipv4 yours{};                   ///< [yiaddr]
  Ipv4 next_server{};             ///< [siaddr] of the boot program
  Ipv4 relay{};                   ///< [giaddr] 0: there is none
  Mac mac{};                      ///< [chaddr]
  std::string server_name{};      ///< [sname] up to its NUL; "" when it holds options
  std::string boot_file{};        ///< [file] likewise
  bool operator==(const Header&) const = default;
};

/// A packet whose options are not understood yet.
struct WirePacket {
  Header header{};
  /// Each code once, joined from its parts (RFC 3396), in the order of their first parts; without
  /// pad, end and overload.
  std::vector<RawOption> options{};
  bool operator==(const WirePacket&) const = default;
};

/// Reads a datagram, and the options in its file and server name fields (option 52).
/// Errors: kMalformed (truncated, oversized, no magic cookie, an area of options without its end,
/// a wrong overload), kUnsupported (hardware other than Ethernet).
[[nodiscard]] Result<WirePacket> read_packet(Bytes datagram);

/// Writes a packet of kPaddedPacketBytes to most_bytes. Options longer than 255 bytes are split
/// (RFC 3396); 82 comes last (RFC 3046). What does not fit goes into the server name and then the
/// file field (RFC 2132 section 9.3), if that field is empty or an option (66, 67) says the same.
/// Errors: kUnsupported (does not fit), kMalformed (a text longer than its field).
[[nodiscard]] Result<Octets> write_packet(const WirePacket& packet, std::size_t most_bytes);

}  // namespace rackseed::dhcp
