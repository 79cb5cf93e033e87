#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::HasSubstr;

constexpr std::string_view kOverride = "10.1.9.254";

Message with_relay_info(Message message, const Octets& info) {
  message.options.relay = decode_relay_info(info);
  EXPECT_TRUE(message.options.relay);
  return message;
}

const Octets kCircuit{1, 9, 'E', 't', 'h', 'e', 'r', 'n', 'e', 't', '4'};
const Octets kServerOverride{11, 4, 10, 1, 9, 254};
const Octets kLinkSelection{5, 4, 10, 1, 8, 0};

TEST(DhcpRelay, GetsTheAnswerForItsSubnet) {
  Bench bench;
  const Reply reply = bench.reply(relayed(discover(kSto1, kEfi)));
  EXPECT_EQ(reply.message.header.yours, ip("10.1.9.31"));
  EXPECT_EQ(reply.message.header.relay, ip(kRelay));
  EXPECT_EQ(reply.destination,
            (Destination{.delivery = Delivery::kRelay, .address = ip(kRelay), .port = 67}));
}

TEST(DhcpRelay, GetsItsOptionBackByteForByte) {  // RFC 3046 section 2.2
  Bench bench;
  const Message offer = bench.reply(with_relay_info(relayed(discover(kSto1)), kCircuit)).message;
  EXPECT_EQ(offer.options.relay->verbatim, kCircuit);
  const auto bytes = encode(offer);
  ASSERT_TRUE(bytes);
  const auto end = std::find(bytes->rbegin(), bytes->rend(), 255).base() - 1;
  EXPECT_TRUE(std::equal(kCircuit.begin(), kCircuit.end(), end - 11));
}

TEST(DhcpRelay, IsIgnoredWhenItIsNotInThePlan) {
  Bench bench;
  EXPECT_EQ(bench.silence(relayed(discover(kSto1, kEfi), "10.2.34.1")),
            "relay 10.2.34.1 is not in the plan");
  EXPECT_EQ(bench.decide(relayed(discover(kSto1, kEfi), "10.2.34.1")).asked.client.row, 1);
}

TEST(DhcpRelay, SelectsALink) {  // RFC 3527: the address of the relay is on another
  Bench bench;
  const Reply reply = bench.reply(with_relay_info(relayed(discover(kCmp1, kEfi)), kLinkSelection));
  EXPECT_EQ(reply.message.header.yours, ip("10.1.8.21"));
  EXPECT_EQ(reply.destination.address, ip(kRelay));
}

TEST(DhcpRelay, SelectsNoLinkWithoutBeingOne) {  // a switch in between, or the client itself
  Bench bench;
  const Message message = with_relay_info(discover(kStranger, kEfi), {5, 4, 10, 1, 9, 0});
  EXPECT_EQ(bench.reply(message).message.header.yours, ip("10.1.8.100"));
}

TEST(DhcpRelay, StandsInForTheServer) {  // RFC 5107
  Bench bench;
  const Message asked = with_relay_info(relayed(discover(kSto1, kEfi)), kServerOverride);
  const Message offer = bench.reply(asked).message;
  EXPECT_EQ(offer.options.server_id, ip(kOverride));
  EXPECT_EQ(offer.header.next_server, ip("10.1.8.2"));  // who has the file is another matter
  const Message ack = bench.exchange(asked);
  EXPECT_EQ(ack.type, MessageType::kAck);
  EXPECT_EQ(ack.options.server_id, ip(kOverride));
}

TEST(DhcpRelay, StandsInOnlyWhereItSaysSo) {
  Bench bench;
  EXPECT_THAT(bench.silence(relayed(selecting(kSto1, "10.1.9.31", kOverride))),
              HasSubstr("another server"));
  const Message direct = with_relay_info(selecting(kCmp1, "10.1.8.21", kOverride), kServerOverride);
  EXPECT_THAT(bench.silence(direct), HasSubstr("another server"));
}

TEST(DhcpRelay, HearsEveryAddressOfTheServer) {  // 54 says the one that its clients reach
  Bench bench;
  EXPECT_EQ(bench.reply(relayed(selecting(kSto1, "10.1.9.31", "172.30.2.2"))).message.type,
            MessageType::kAck);
}

TEST(DhcpRelay, HasToBroadcastANak) {  // RFC 2131 section 4.3.2
  Bench bench;
  const Reply reply = bench.reply(relayed(selecting(kSto1, "10.1.9.99")));
  EXPECT_EQ(reply.message.type, MessageType::kNak);
  EXPECT_TRUE(reply.message.header.broadcast);
  EXPECT_EQ(reply.destination.delivery, Delivery::kRelay);
}

TEST(DhcpRelay, ServesRebinding) {
  Bench bench;
  bench.exchange(relayed(discover(kSto1)));
  const Reply reply = bench.reply(relayed(extending(kSto1, "10.1.9.31")));
  EXPECT_EQ(reply.message.type, MessageType::kAck);
  EXPECT_EQ(reply.destination.address, ip(kRelay));
}

TEST(DhcpRelay, SeparatesThePoolsOfItsSubnets) {
  Bench bench;
  EXPECT_EQ(bench.reply(relayed(discover(kStranger, kEfi))).message.header.yours, ip("10.1.9.100"));
  EXPECT_EQ(bench.reply(discover(kStranger, kEfi)).message.header.yours, ip("10.1.8.100"));
}

TEST(DhcpSubnetSelection, IsNotObeyed) {  // RFC 3011: any client could choose the BMC network
  Bench bench;
  Message message = discover(kStranger, kEfi);
  message.options.subnet_selection = ip("10.1.9.0");
  EXPECT_EQ(bench.reply(message).message.header.yours, ip("10.1.8.100"));
}

TEST(DhcpSharedWire, IsServedByReservationThenByWishThenByPool) {
  DirectoryContent content = plan();
  content.subnets[0].unknown_clients = UnknownClients::kPool;
  content.subnets[2].unknown_clients = UnknownClients::kPool;
  content.subnets[2].pool = {{.first = ip("172.30.2.200"), .last = ip("172.30.2.201")}};
  content.subnets[2].probes_pool = false;
  Bench bench(content);
  EXPECT_EQ(bench.reply(discover(kCmp1Bmc)).message.header.yours, ip("172.30.2.21"));
  Message wish = discover(kStranger);
  wish.options.requested_address = ip("172.30.2.201");
  EXPECT_EQ(bench.reply(wish).message.header.yours, ip("172.30.2.201"));
  EXPECT_EQ(bench.reply(discover("02:00:00:00:00:01")).message.header.yours, ip("10.1.8.100"));
}

}  // namespace
}  // namespace rackseed::dhcp::tests
