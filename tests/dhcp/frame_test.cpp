#include "dhcp/frame.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

constexpr std::size_t kEthernet = 14;
constexpr std::size_t kIp = 20;
constexpr std::size_t kUdp = 8;

const FrameSource kFrom{.mac = mac("00:00:5e:00:53:fe"), .address = ip("10.1.8.2")};
const Destination kTo{
    .delivery = Delivery::kLinkUnicast, .address = ip("10.1.8.21"), .mac = mac(kCmp1)};

/// The sum of RFC 1071: 0xffff over a header that holds its right checksum.
std::uint32_t sum_of(Bytes bytes, std::uint32_t sum = 0) {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    sum += i % 2 == 0 ? std::uint32_t{bytes[i]} << 8U : bytes[i];
  while (sum > 0xffff) sum = (sum & 0xffffU) + (sum >> 16U);
  return sum;
}

std::uint32_t udp_sum(Bytes frame) {
  const Bytes datagram = frame.subspan(kEthernet + kIp);
  const auto size = static_cast<std::uint32_t>(datagram.size());
  const std::uint32_t pseudo = sum_of(frame.subspan(kEthernet + 12, 8), 17 + size);
  return sum_of(datagram, pseudo);
}

TEST(DhcpFrame, StandsAsTheSpecificationsSay) {
  const Octets frame = encode_frame(bytes_of("abc"), kFrom, kTo);
  ASSERT_GE(frame.size(), kEthernet + kIp + kUdp + 3);
  ByteReader in(frame);
  EXPECT_TRUE(std::ranges::equal(in.bytes(6), mac(kCmp1).octets()));
  EXPECT_TRUE(std::ranges::equal(in.bytes(6), kFrom.mac.octets()));
  EXPECT_EQ(in.u16be(), 0x0800);
  EXPECT_EQ(in.u16be(), 0x4500);
  EXPECT_EQ(in.u16be(), kIp + kUdp + 3);
  EXPECT_EQ(in.u32be(), 0U);  // no identification, no fragment
  EXPECT_EQ(in.u16be(), 0x4011);
  in.u16be();
  EXPECT_EQ(Ipv4(in.u32be()), kFrom.address);
  EXPECT_EQ(Ipv4(in.u32be()), kTo.address);
  EXPECT_EQ(in.u16be(), kServerPort);
  EXPECT_EQ(in.u16be(), kClientPort);
  EXPECT_EQ(in.u16be(), kUdp + 3);
  in.u16be();
  EXPECT_EQ(text_of(in.bytes(3)), "abc");
}

TEST(DhcpFrame, HasRightChecksums) {
  for (const std::size_t size : std::vector<std::size_t>{300, 301, 548, 1472}) {
    Octets payload(size);
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>(i * 7);
    const Octets frame = encode_frame(payload, kFrom, kTo);
    EXPECT_EQ(frame.size(), kEthernet + kIp + kUdp + size);
    EXPECT_EQ(sum_of(Bytes(frame).subspan(kEthernet, kIp)), 0xffffU);
    EXPECT_EQ(udp_sum(frame), 0xffffU);
  }
}

TEST(DhcpFrame, NeverSaysThatThereIsNoChecksum) {  // RFC 768: a sum of 0 is sent as 0xffff
  for (std::uint32_t value = 0; value <= 0xffff; ++value) {
    const auto high = static_cast<std::uint8_t>(value >> 8U);
    const auto low = static_cast<std::uint8_t>(value);
    const Octets frame = encode_frame(Octets{high, low}, kFrom, kTo);
    ByteReader in(Bytes(frame).subspan(kEthernet + kIp + 6));
    ASSERT_NE(in.u16be(), 0) << value;
  }
}

TEST(DhcpFrame, GoesToEverybodyWhenItIsBroadcast) {
  const Octets frame = encode_frame(bytes_of("abc"), kFrom, Destination{});
  EXPECT_TRUE(std::all_of(frame.begin(), frame.begin() + 6, [](auto o) { return o == 0xff; }));
  EXPECT_TRUE(
      std::all_of(frame.begin() + 30, frame.begin() + 34, [](auto o) { return o == 0xff; }));
}

TEST(DhcpFrame, CarriesAReplyThatAClientCanRead) {
  Bench bench;
  const Reply reply = bench.reply(discover(kCmp1, kEfi));
  const auto payload = encode(reply.message, reply.most_bytes);
  ASSERT_TRUE(payload);
  const Octets frame = encode_frame(*payload, kFrom, reply.destination);
  const auto read = decode(Bytes(frame).subspan(kEthernet + kIp + kUdp));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, reply.message);
}

TEST(DhcpFrame, ReadsWhatItWrites) {
  const Octets frame = encode_frame(bytes_of("abc"), kFrom, kTo);
  const auto read = decode_udp_frame(frame);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->sender_mac, kFrom.mac);
  EXPECT_EQ(read->target_mac, kTo.mac);
  EXPECT_EQ(read->sender, kFrom.address);
  EXPECT_EQ(read->target, kTo.address);
  EXPECT_EQ(read->sender_port, kServerPort);
  EXPECT_EQ(read->target_port, kClientPort);
  EXPECT_EQ(text_of(read->payload), "abc");
}

TEST(DhcpFrame, ReadsWhatIsPadded) {
  Octets frame = encode_frame(bytes_of("abc"), kFrom, kTo);
  frame.resize(60);
  const auto read = decode_udp_frame(frame);
  ASSERT_TRUE(read);
  EXPECT_EQ(text_of(read->payload), "abc");
}

TEST(DhcpFrame, ReadsWhatHasIpOptions) {
  Octets frame = encode_frame(bytes_of("abc"), kFrom, kTo);
  frame.resize(kEthernet + kIp + kUdp + 3);
  frame[kEthernet] = 0x46;
  frame[kEthernet + 3] = static_cast<std::uint8_t>(frame[kEthernet + 3] + 4);
  frame.insert(frame.begin() + kEthernet + kIp, 4, 1);
  const auto read = decode_udp_frame(frame);
  ASSERT_TRUE(read);
  EXPECT_EQ(text_of(read->payload), "abc");
}

TEST(DhcpFrame, RejectsEveryTruncation) {
  const Octets frame = encode_frame(Octets(300), kFrom, kTo);
  for (std::size_t n = 0; n < frame.size(); ++n)
    EXPECT_FALSE(decode_udp_frame(Bytes(frame).first(n))) << n << " bytes";
}

TEST(DhcpFrame, RejectsWhatIsNoWholeDatagram) {
  struct Spoilt {
    std::string_view what{};
    std::size_t at = 0;
    std::uint8_t value = 0;
  };
  for (const Spoilt& bad :
       {Spoilt{"no IPv4", 12, 0x86}, Spoilt{"version 6", kEthernet, 0x65},
        Spoilt{"short header", kEthernet, 0x44}, Spoilt{"header beyond the end", kEthernet, 0x4f},
        Spoilt{"more fragments", kEthernet + 6, 0x20}, Spoilt{"a later fragment", kEthernet + 7, 1},
        Spoilt{"TCP", kEthernet + 9, 6}, Spoilt{"less than its header", kEthernet + 3, 19},
        Spoilt{"no UDP header", kEthernet + kIp + 5, 7},
        Spoilt{"UDP beyond the end", kEthernet + kIp + 5, kUdp + 4}}) {
    Octets frame = encode_frame(bytes_of("abc"), kFrom, kTo);
    frame[bad.at] = bad.value;
    EXPECT_FALSE(decode_udp_frame(frame)) << bad.what;
  }
}

}  // namespace
}  // namespace rackseed::dhcp::tests
