#include "redfish/ipmi/rmcp.hpp"

#include "redfish/ipmi/little_endian.hpp"

#include <numeric>
#include <string>

namespace rackseed::redfish {
namespace {

// Section 13.1.3.
constexpr std::uint8_t kRmcpVersion = 0x06;
constexpr std::uint8_t kNoAcknowledgement = 0xff;
constexpr std::uint8_t kClassAsf = 0x06;
constexpr std::uint8_t kClassIpmi = 0x07;

// Sections 13.2.2 to 13.2.4.
constexpr std::uint32_t kAsfEnterprise = 4542;
constexpr std::uint8_t kAsfPing = 0x80;
constexpr std::uint8_t kAsfPong = 0x40;
constexpr std::uint8_t kPongBytes = 16;
constexpr std::uint8_t kSupportsIpmi = 0x80;
constexpr std::uint8_t kAsfVersion1 = 0x01;

// Section 13.6.
constexpr std::uint8_t kNoAuthentication = 0x00;
constexpr std::uint8_t kRmcpPlus = 0x06;
constexpr std::uint8_t kEncryptedFlag = 0x80;
constexpr std::uint8_t kSignedFlag = 0x40;
constexpr std::uint8_t kTypeMask = 0x3f;
constexpr std::uint8_t kNextHeader = 0x07;
constexpr std::uint8_t kPadOctet = 0xff;
constexpr std::size_t kTrailerBytes = 2;  // without pad and code

constexpr std::size_t kMostPlainBytes = 255;
constexpr std::size_t kMostPacketPayload = 65535;

Error truncated_packet() { return {Errc::kMalformed, "rmcp: truncated packet"}; }

Result<RmcpPacket> decode_asf(ByteReader& in) {
  const std::uint32_t enterprise = in.u32be();
  const std::uint8_t type = in.u8();
  const std::uint8_t tag = in.u8();
  in.u8();
  ByteReader content(in.bytes(in.u8()));
  if (in.failed()) return truncated_packet();
  if (enterprise != kAsfEnterprise || (type != kAsfPing && type != kAsfPong))
    return Error{Errc::kUnsupported, "rmcp: an ASF message that is neither ping nor pong"};
  if (type == kAsfPing) return RmcpPacket(AsfPing{.tag = tag});
  content.bytes(8);  // its maker
  const std::uint8_t entities = content.u8();
  if (content.failed()) return truncated_packet();
  return RmcpPacket(AsfPong{.tag = tag, .has_ipmi = (entities & kSupportsIpmi) != 0});
}

Result<RmcpPacket> decode_plain(ByteReader& in) {
  const std::uint32_t sequence = u32le(in);
  const std::uint32_t session = u32le(in);
  const Bytes message = in.bytes(in.u8());
  if (in.failed()) return truncated_packet();
  if (sequence != 0 || session != 0)
    return Error{Errc::kUnsupported, "rmcp: a session of IPMI 1.5"};
  return RmcpPacket(PlainPacket{.message = message});
}

Result<RmcpPayload> payload_of(std::uint8_t type) {
  switch (static_cast<RmcpPayload>(type & kTypeMask)) {
    case RmcpPayload::kIpmi:
    case RmcpPayload::kOpenRequest:
    case RmcpPayload::kOpenResponse:
    case RmcpPayload::kRakp1:
    case RmcpPayload::kRakp2:
    case RmcpPayload::kRakp3:
    case RmcpPayload::kRakp4:
      return static_cast<RmcpPayload>(type & kTypeMask);
  }
  return Error{Errc::kUnsupported, "rmcp: payload type " + std::to_string(type & kTypeMask)};
}

/// The pad is not looked at: the code covers it.
Result<RmcpPacket> decode_session(ByteReader& in, Bytes datagram, std::size_t code_bytes) {
  const std::uint8_t type = in.u8();
  SessionPacket packet{.is_encrypted = (type & kEncryptedFlag) != 0,
                       .is_signed = (type & kSignedFlag) != 0};
  packet.session = u32le(in);
  packet.sequence = u32le(in);
  packet.payload = in.bytes(u16le(in));
  if (in.failed()) return truncated_packet();
  const auto payload = payload_of(type);
  if (!payload) return payload.error();
  packet.payload_type = *payload;
  if (!packet.is_signed) return RmcpPacket(packet);
  if (in.left() < kTrailerBytes + code_bytes) return truncated_packet();
  packet.code = datagram.last(code_bytes);
  packet.signed_part =
      datagram.subspan(kRmcpHeaderBytes, datagram.size() - kRmcpHeaderBytes - code_bytes);
  return RmcpPacket(packet);
}

class PacketEncoder {
 public:
  explicit PacketEncoder(ByteWriter& out) : out_(out) {}

  void operator()(const AsfPing& ping) { asf_header(kAsfPing, ping.tag, 0); }
  void operator()(const AsfPong& pong) {
    asf_header(kAsfPong, pong.tag, kPongBytes);
    out_.u32be(kAsfEnterprise).u32be(0);
    out_.u8(static_cast<std::uint8_t>(kAsfVersion1 | (pong.has_ipmi ? kSupportsIpmi : 0)));
    out_.u8(0).u32be(0).u16be(0);
  }
  void operator()(const PlainPacket& packet) {
    header(kClassIpmi);
    out_.u8(kNoAuthentication).u32be(0).u32be(0);
    const Bytes message = packet.message.first(std::min(packet.message.size(), kMostPlainBytes));
    out_.u8(static_cast<std::uint8_t>(message.size())).bytes(message);
  }
  void operator()(const SessionPacket& packet) {
    header(kClassIpmi);
    out_.u8(kRmcpPlus);
    out_.u8(static_cast<std::uint8_t>(static_cast<unsigned>(packet.payload_type) |
                                      (packet.is_encrypted ? kEncryptedFlag : 0U) |
                                      (packet.is_signed ? kSignedFlag : 0U)));
    put_u32le(out_, packet.session);
    put_u32le(out_, packet.sequence);
    const Bytes payload = packet.payload.first(std::min(packet.payload.size(), kMostPacketPayload));
    put_u16le(out_, static_cast<std::uint16_t>(payload.size()));
    out_.bytes(payload);
    if (packet.is_signed) trailer(packet.code);
  }

 private:
  void header(std::uint8_t message_class) {
    out_.u8(kRmcpVersion).u8(0).u8(kNoAcknowledgement).u8(message_class);
  }
  void asf_header(std::uint8_t type, std::uint8_t tag, std::uint8_t content_bytes) {
    header(kClassAsf);
    out_.u32be(kAsfEnterprise).u8(type).u8(tag).u8(0).u8(content_bytes);
  }
  /// What is signed has a multiple of four octets; so has the RMCP header before it.
  void trailer(Bytes code) {
    std::uint8_t pad = 0;
    for (; (out_.size() + kTrailerBytes) % 4 != 0; ++pad) out_.u8(kPadOctet);
    out_.u8(pad).u8(kNextHeader).bytes(code);
  }

  ByteWriter& out_;
};

/// Two's complement: what is summed over, and the checksum, add up to zero (section 13.8).
std::uint8_t message_checksum(Bytes bytes) {
  return static_cast<std::uint8_t>(0U - std::accumulate(bytes.begin(), bytes.end(), 0U));
}

}  // namespace

Result<RmcpPacket> decode_rmcp(Bytes datagram, std::size_t code_bytes) {
  ByteReader in(datagram);
  const std::uint8_t version = in.u8();
  in.u16be();
  const std::uint8_t message_class = in.u8();
  if (in.failed()) return truncated_packet();
  if (version != kRmcpVersion || (message_class != kClassAsf && message_class != kClassIpmi))
    return Error{Errc::kUnsupported, "rmcp: neither ASF nor IPMI"};
  if (message_class == kClassAsf) return decode_asf(in);
  const std::uint8_t authentication = in.u8();
  if (in.failed()) return truncated_packet();
  if (authentication == kNoAuthentication) return decode_plain(in);
  if (authentication == kRmcpPlus) return decode_session(in, datagram, code_bytes);
  return Error{Errc::kUnsupported, "rmcp: authentication type " + std::to_string(authentication)};
}

std::vector<std::uint8_t> encode(const RmcpPacket& packet) {
  ByteWriter out;
  std::visit(PacketEncoder(out), packet);
  return out.take();
}

Result<IpmiMessage> decode_message(Bytes payload) {
  constexpr std::size_t kHeadBytes = 3;
  constexpr std::size_t kLeastBytes = 7;
  if (payload.size() < kLeastBytes)
    return Error{Errc::kMalformed, "ipmi: truncated_packet message"};
  if (message_checksum(payload.first(kHeadBytes)) != 0 ||
      message_checksum(payload.subspan(kHeadBytes)) != 0)
    return Error{Errc::kMalformed, "ipmi: wrong checksum"};
  return IpmiMessage{.to = payload[0],
                     .from = payload[3],
                     .net_fn = static_cast<std::uint8_t>(payload[1] >> 2U),
                     .sequence = static_cast<std::uint8_t>(payload[4] >> 2U),
                     .command = payload[5],
                     .data = payload.subspan(6, payload.size() - kLeastBytes)};
}

std::vector<std::uint8_t> encode(const IpmiMessage& message) {
  ByteWriter out;
  const auto shifted = [](std::uint8_t six_bits) {
    return static_cast<std::uint8_t>(six_bits << 2U);
  };
  const std::uint8_t net_fn = shifted(message.net_fn);
  out.u8(message.to).u8(net_fn);
  out.u8(static_cast<std::uint8_t>(0U - message.to - net_fn));
  ByteWriter rest;
  rest.u8(message.from).u8(shifted(message.sequence)).u8(message.command).bytes(message.data);
  const auto body = rest.take();
  return out.bytes(body).u8(message_checksum(body)).take();
}

}  // namespace rackseed::redfish
