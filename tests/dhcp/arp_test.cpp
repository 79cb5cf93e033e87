#include "dhcp/arp.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

const Mac kOwn = mac("00:00:5e:00:53:fe");

/// A frame as another host sends it.
Octets frame_of(const ArpPacket& packet, std::uint16_t operation) {
  ByteWriter out;
  out.bytes(kOwn.octets()).bytes(packet.sender_mac.octets()).u16be(0x0806);
  out.u16be(1).u16be(0x0800).u8(6).u8(4).u16be(operation);
  out.bytes(packet.sender_mac.octets()).u32be(packet.sender.bits());
  out.bytes(kOwn.octets()).u32be(packet.target.bits());
  out.bytes(Octets(18));  // padding
  return out.take();
}

TEST(Arp, AProbeClaimsNothing) {  // RFC 5227 section 2.1.1
  const Octets frame = encode_arp_probe(kOwn, ip("10.1.8.21"));
  ASSERT_EQ(frame.size(), 42U);
  ByteReader in(frame);
  EXPECT_EQ(in.u32be(), 0xffffffffU);
  EXPECT_EQ(in.u16be(), 0xffffU);
  EXPECT_TRUE(std::ranges::equal(in.bytes(6), kOwn.octets()));
  EXPECT_EQ(in.u16be(), 0x0806);
  EXPECT_EQ(in.u16be(), 1);
  EXPECT_EQ(in.u16be(), 0x0800);
  EXPECT_EQ(in.u16be(), 0x0604);
  EXPECT_EQ(in.u16be(), 1);
  EXPECT_TRUE(std::ranges::equal(in.bytes(6), kOwn.octets()));
  EXPECT_EQ(in.u32be(), 0U);
  EXPECT_TRUE(std::ranges::equal(in.bytes(6), Mac().octets()));
  EXPECT_EQ(Ipv4(in.u32be()), ip("10.1.8.21"));
}

TEST(Arp, ReadsWhatItWrites) {
  const auto packet = decode_arp(encode_arp_probe(kOwn, ip("10.1.8.21")));
  EXPECT_EQ(packet, (ArpPacket{.sender_mac = kOwn, .target = ip("10.1.8.21")}));
}

TEST(Arp, ReadsAReplyWithPadding) {
  const ArpPacket reply{.is_reply = true,
                        .sender_mac = mac(kIntruder),
                        .sender = ip("10.1.8.21"),
                        .target = ip("10.1.8.2")};
  EXPECT_EQ(decode_arp(frame_of(reply, 2)), reply);
}

TEST(Arp, RejectsEveryTruncation) {
  const Octets frame = encode_arp_probe(kOwn, ip("10.1.8.21"));
  for (std::size_t n = 0; n < frame.size(); ++n)
    EXPECT_FALSE(decode_arp(Bytes(frame).first(n))) << n << " bytes";
}

TEST(Arp, RejectsWhatIsNoArpForIpv4) {
  const Octets good = encode_arp_probe(kOwn, ip("10.1.8.21"));
  // EtherType, hardware, protocol, both lengths, operation
  for (const std::size_t at : {12U, 13U, 14U, 15U, 16U, 17U, 18U, 19U, 20U, 21U}) {
    Octets bad = good;
    bad[at] ^= 0x40U;
    EXPECT_FALSE(decode_arp(bad)) << at;
  }
  EXPECT_FALSE(decode_arp(frame_of({}, 0)));
  EXPECT_FALSE(decode_arp(frame_of({}, 3)));  // RARP
}

TEST(Arp, AnAnswerClaims) {
  const ArpPacket reply{.is_reply = true, .sender_mac = mac(kIntruder), .sender = ip("10.1.8.21")};
  EXPECT_TRUE(claims(reply, ip("10.1.8.21"), kOwn));
  EXPECT_FALSE(claims(reply, ip("10.1.8.22"), kOwn));
  EXPECT_FALSE(claims(reply, ip("10.1.8.21"), mac(kIntruder)));  // our own answer
}

TEST(Arp, ARequestClaimsItsSender) {
  const ArpPacket request{
      .sender_mac = mac(kIntruder), .sender = ip("10.1.8.21"), .target = ip("10.1.8.22")};
  EXPECT_TRUE(claims(request, ip("10.1.8.21"), kOwn));
  EXPECT_FALSE(claims(request, ip("10.1.8.22"), kOwn));
}

TEST(Arp, AProbeOfAnotherClaimsWhatItIsAboutToTake) {  // RFC 5227 section 2.1.1
  const ArpPacket probe{.sender_mac = mac(kIntruder), .target = ip("10.1.8.21")};
  EXPECT_TRUE(claims(probe, ip("10.1.8.21"), kOwn));
  EXPECT_FALSE(claims(probe, ip("10.1.8.21"), mac(kIntruder)));
  const ArpPacket reply{.is_reply = true, .sender_mac = mac(kIntruder), .target = ip("10.1.8.21")};
  EXPECT_FALSE(claims(reply, ip("10.1.8.21"), kOwn));
}

}  // namespace
}  // namespace rackseed::dhcp::tests
