#pragma once

#include "dhcp/options.hpp"
#include "dhcp/wire.hpp"

#include <rackseed/bytes.hpp>
#include <rackseed/error.hpp>

namespace rackseed::dhcp {

/// One DHCP packet, either way (RFC 2131 section 2).
struct Message {
  MessageType type = MessageType::kDiscover;
  Header header{};
  Options options{};
  bool operator==(const Message&) const = default;
};

/// Decodes one datagram. Unknown options are kept byte for byte.
/// Errors: kMalformed (as read_packet, or an option that has not the shape of its RFC: what lies
/// about its length is not guessed at), kUnsupported (not Ethernet; BOOTP, that is no option 53).
[[nodiscard]] Result<Message> decode(Bytes datagram);

/// Encodes a message in at most most_bytes, the UDP payload (see most_reply_bytes).
/// Errors: as write_packet.
[[nodiscard]] Result<Octets> encode(const Message& message,
                                    std::size_t most_bytes = kMostPacketBytes);

/// How long a reply to this client may be, in bytes of UDP payload: option 57 less the headers,
/// 548..1472. Firmware that claims more than an Ethernet frame is known (OVMF says 65280).
[[nodiscard]] std::size_t most_reply_bytes(const Options& request);

}  // namespace rackseed::dhcp
