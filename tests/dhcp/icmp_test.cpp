#include "dhcp/icmp.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

constexpr Echo kEcho{.identifier = 0x1234, .sequence = 7};

/// What a host makes of our request.
Octets reply_to(const Octets& request) {
  Octets reply = request;
  reply[0] = 0;
  reply[2] = static_cast<std::uint8_t>(reply[2] + 8);  // the sum is of what was 8 less
  return reply;
}

TEST(Icmp, StandsAsTheSpecificationSays) {  // RFC 792
  EXPECT_EQ(encode_echo_request(kEcho), (Octets{8, 0, 0xe5, 0xc4, 0x12, 0x34, 0, 7}));
}

TEST(Icmp, ReadsAReply) {
  EXPECT_EQ(decode_echo_reply(reply_to(encode_echo_request(kEcho))), kEcho);
}

TEST(Icmp, RejectsEveryTruncation) {
  const Octets reply = reply_to(encode_echo_request(kEcho));
  for (std::size_t n = 0; n < reply.size(); ++n)
    EXPECT_FALSE(decode_echo_reply(Bytes(reply).first(n))) << n << " bytes";
}

TEST(Icmp, RejectsWhatIsNoReply) {
  EXPECT_FALSE(decode_echo_reply(encode_echo_request(kEcho)));
  const Octets unreachable{3, 1, 0xfc, 0xfe, 0, 0, 0, 0};
  EXPECT_FALSE(decode_echo_reply(unreachable));
}

TEST(Icmp, RejectsAWrongChecksum) {
  const Octets good = reply_to(encode_echo_request(kEcho));
  for (std::size_t i = 2; i < good.size(); ++i) {
    Octets bad = good;
    bad[i] ^= 1U;
    EXPECT_FALSE(decode_echo_reply(bad)) << i;
  }
}

TEST(Icmp, FindsWhatFollowsAHeader) {
  Octets datagram(20);
  datagram[0] = 0x45;
  datagram.push_back(9);
  EXPECT_EQ(without_ipv4_header(datagram).size(), 1U);
  datagram[0] = 0x46;
  EXPECT_TRUE(without_ipv4_header(datagram).empty());  // the header is longer than the datagram
  datagram.resize(30);
  EXPECT_EQ(without_ipv4_header(datagram).size(), 6U);
}

TEST(Icmp, FindsNothingWhereNoHeaderIs) {
  EXPECT_TRUE(without_ipv4_header({}).empty());
  for (const std::uint8_t first : Octets{0x00, 0x44, 0x4f, 0x65, 0xff}) {
    Octets datagram(40, 0);
    datagram[0] = first;
    EXPECT_TRUE(without_ipv4_header(datagram).empty()) << unsigned{first};
  }
}

}  // namespace
}  // namespace rackseed::dhcp::tests
