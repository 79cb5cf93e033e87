#include "redfish/ipmi/rmcp.hpp"

#include "redfish/ipmi/rmcp_crypto.hpp"

#include <gtest/gtest.h>

namespace rackseed::redfish {
namespace {

using namespace std::string_view_literals;

template <class T>
T decoded(std::string_view datagram, std::size_t code_bytes = 12) {
  const auto packet = decode_rmcp(bytes_of(datagram), code_bytes);
  if (!packet || !std::holds_alternative<T>(*packet)) {
    ADD_FAILURE() << "not the packet it should be: " << testing::PrintToString(datagram);
    return T{};
  }
  return std::get<T>(*packet);
}

Errc refused(std::string_view datagram, std::size_t code_bytes = 12) {
  const auto packet = decode_rmcp(bytes_of(datagram), code_bytes);
  EXPECT_FALSE(packet) << testing::PrintToString(datagram);
  return packet ? Errc::kTimedOut : packet.error().code;
}

constexpr auto kPing = "\x06\x00\xff\x06\x00\x00\x11\xbe\x80\x2a\x00\x00"sv;
constexpr auto kPong =
    "\x06\x00\xff\x06\x00\x00\x11\xbe\x40\x2a\x00\x10"
    "\x00\x00\x11\xbe\x00\x00\x00\x00\x81\x00\x00\x00\x00\x00\x00\x00"sv;
// As ipmitool sends it: Get Channel Authentication Capabilities.
constexpr auto kPlain =
    "\x06\x00\xff\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x09"
    "\x20\x18\xc8\x81\x00\x38\x8e\x04\xb5"sv;
constexpr auto kOpen = "\x06\x00\xff\x07\x06\x10\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01\x02"sv;
// Session 0x04030201, packet 5, a payload of 3 octets, pad of 3: 12 octets of header, 3, 3 and 2.
constexpr auto kSigned =
    "\x06\x00\xff\x07\x06\xc0\x01\x02\x03\x04\x05\x00\x00\x00\x03\x00\x0a\x0b\x0c"
    "\xff\xff\xff\x03\x07"
    "CODECODECODE"sv;

TEST(Rmcp, ReadsPingAndPong) {  // sections 13.2.3 and 13.2.4
  EXPECT_EQ(decoded<AsfPing>(kPing).tag, 0x2a);
  EXPECT_EQ(decoded<AsfPong>(kPong), (AsfPong{.tag = 0x2a, .has_ipmi = true}));
}

TEST(Rmcp, ReadsAMessageOutsideASession) {
  const auto packet = decoded<PlainPacket>(kPlain);
  const auto message = decode_message(packet.message);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->to, 0x20);
  EXPECT_EQ(message->from, 0x81);
  EXPECT_EQ(message->net_fn, 0x06);
  EXPECT_EQ(message->command, 0x38);
  EXPECT_EQ(text_of(message->data), "\x8e\x04"sv);
}

TEST(Rmcp, ReadsAPacketThatOpensASession) {
  const auto packet = decoded<SessionPacket>(kOpen);
  EXPECT_EQ(packet.payload_type, RmcpPayload::kOpenRequest);
  EXPECT_FALSE(packet.is_signed);
  EXPECT_EQ(text_of(packet.payload), "\1\2");
}

TEST(Rmcp, ReadsASignedPacket) {
  const auto packet = decoded<SessionPacket>(kSigned);
  EXPECT_TRUE(packet.is_signed);
  EXPECT_TRUE(packet.is_encrypted);
  EXPECT_EQ(packet.session, 0x04030201U);
  EXPECT_EQ(packet.sequence, 5U);
  EXPECT_EQ(text_of(packet.payload), "\x0a\x0b\x0c");
  EXPECT_EQ(text_of(packet.code), "CODECODECODE");
  EXPECT_EQ(text_of(packet.signed_part), kSigned.substr(4, kSigned.size() - 4 - 12));
}

TEST(Rmcp, WritesWhatItReads) {
  for (const auto datagram : {kPing, kPong, kPlain, kOpen, kSigned}) {
    const auto packet = decode_rmcp(bytes_of(datagram), 12);
    ASSERT_TRUE(packet);
    EXPECT_EQ(text_of(encode(*packet)), datagram);
  }
}

TEST(Rmcp, RejectsEveryTruncation) {
  for (const auto whole : {kPing, kPong, kPlain, kOpen})
    for (std::size_t n = 0; n < whole.size(); ++n)
      EXPECT_EQ(refused(whole.substr(0, n)), Errc::kMalformed) << n << " of " << whole.size();
}

TEST(Rmcp, RejectsASignedPacketWithoutRoomForItsCode) {  // which covers the pad
  constexpr std::size_t kPadBytes = 3;
  for (std::size_t n = 0; n < kSigned.size() - kPadBytes; ++n)
    EXPECT_EQ(refused(kSigned.substr(0, n)), Errc::kMalformed) << n;
}

TEST(Rmcp, RefusesWhatItDoesNotSpeak) {
  EXPECT_EQ(refused("\x05\x00\xff\x07\x00"sv), Errc::kUnsupported);  // version
  EXPECT_EQ(refused("\x06\x00\xff\x08\x00"sv), Errc::kUnsupported);  // OEM
  EXPECT_EQ(refused("\x06\x00\x00\x86"sv), Errc::kUnsupported);      // an acknowledgement
  EXPECT_EQ(refused("\x06\x00\xff\x07\x02\0\0\0\0\0\0\0\0"sv), Errc::kUnsupported);  // MD5
  EXPECT_EQ(refused("\x06\x00\xff\x07\x00\1\0\0\0\0\0\0\0\0"sv), Errc::kUnsupported);
  EXPECT_EQ(refused("\x06\x00\xff\x07\x06\x01\0\0\0\0\0\0\0\0\0\0"sv),
            Errc::kUnsupported);  // serial over LAN
}

TEST(Rmcp, IgnoresWhatFollowsAPlainMessage) {  // section 13.6: a pad of old times
  EXPECT_EQ(decoded<PlainPacket>(std::string(kPlain) + '\0').message.size(), 9U);
}

TEST(Rmcp, SignsWholeWords) {
  for (std::size_t size = 0; size < 40; ++size) {
    const Octets payload(size, 0x11);
    const auto datagram =
        encode(RmcpPacket(SessionPacket{.is_signed = true, .session = 1, .payload = payload}));
    EXPECT_EQ(datagram.size() % 4, 0U);
    EXPECT_EQ(datagram.back(), 0x07);
  }
}

TEST(IpmiMessage, RejectsEveryTruncationAndEveryFlippedBit) {
  const Octets data{1, 2, 3};
  const auto whole = encode(IpmiMessage{.net_fn = 6, .sequence = 63, .command = 1, .data = data});
  const auto again = decode_message(whole);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->sequence, 63);
  EXPECT_EQ(encode(*again), whole);
  for (std::size_t n = 0; n < whole.size(); ++n)
    EXPECT_FALSE(decode_message(Bytes(whole).first(n))) << n << " octets";
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    auto damaged = whole;
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(decode_message(damaged)) << "bit " << bit;
  }
}

}  // namespace
}  // namespace rackseed::redfish
