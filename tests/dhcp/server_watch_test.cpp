#include "dhcp/server_watch.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Mac kSeed = mac("00:00:5e:00:53:fe");
const Mac kForeign = mac("00:00:5e:00:53:fa");

Message offer(std::string_view server, std::string_view address) {
  Message message{.type = MessageType::kOffer,
                  .header = {.is_reply = true, .yours = ip(address), .mac = mac(kCmp1)}};
  message.options.server_id = ip(server);
  return message;
}

/// A watch that heard some replies.
class Watch {
 public:
  Watch& hear(const Message& message, Mac from = kForeign, std::uint16_t port = kClientPort) {
    const auto datagram = encode(message).value();
    watch_.hear({.sender_mac = from,
                 .sender = ip("10.1.8.250"),
                 .sender_port = kServerPort,
                 .target_port = port,
                 .payload = datagram});
    return *this;
  }
  [[nodiscard]] std::vector<ForeignServer> servers() const { return watch_.servers(); }

 private:
  ServerWatch watch_{{kSeed}};
};

TEST(Decoy, IsAStationThatNobodyMade) {
  constexpr Mac kMac = decoy_mac({0xff, 1, 2, 3, 4, 5});
  EXPECT_EQ(kMac.text(), "fe:01:02:03:04:05");
  EXPECT_EQ(decoy_mac({}).text(), "02:00:00:00:00:00");
}

TEST(Decoy, AsksForWhatTellsAServerApart) {
  const Decoy decoy{.mac = mac("02:00:00:00:00:01"), .transaction = 5};
  const Message plain = discover_of(decoy, DecoyKind::kSystem, std::chrono::seconds(3));
  EXPECT_EQ(plain.type, MessageType::kDiscover);
  EXPECT_TRUE(plain.header.broadcast);
  EXPECT_EQ(plain.header.mac, decoy.mac);
  EXPECT_EQ(plain.header.seconds, 3);
  EXPECT_THAT(plain.options.parameters, ElementsAre(1, 3, 6, 51, 54, 66, 67));
  EXPECT_EQ(plain.options.vendor_class, "");
}

TEST(Decoy, IsAPxeClientTheSecondTime) {
  const Decoy decoy{.transaction = 5, .machine = {1}};
  const Message pxe = discover_of(decoy, DecoyKind::kPxe, {});
  EXPECT_EQ(pxe.options.vendor_class, "PXEClient:Arch:00007:UNDI:003016");
  EXPECT_THAT(pxe.options.architectures, ElementsAre(7));
  EXPECT_EQ(pxe.options.machine, decoy.machine);
  EXPECT_NE(pxe.header.transaction, decoy.transaction);
}

TEST(ServerWatch, HearsAnOffer) {
  Watch watch;
  watch.hear(offer("10.1.8.251", "10.1.8.77"));
  EXPECT_THAT(watch.servers(),
              ElementsAre(ForeignServer{
                  .address = ip("10.1.8.251"), .mac = kForeign, .offered = ip("10.1.8.77")}));
}

TEST(ServerWatch, HearsAnAckToAnotherClient) {
  Watch watch;
  Message ack = offer("10.1.8.251", "10.1.8.77");
  ack.type = MessageType::kAck;
  EXPECT_THAT(watch.hear(ack).servers(), SizeIs(1));
}

TEST(ServerWatch, TakesTheSenderWhereNoServerIsNamed) {
  Watch watch;
  Message reply = offer("10.1.8.251", "10.1.8.77");
  reply.options.server_id.reset();
  watch.hear(reply);
  ASSERT_THAT(watch.servers(), SizeIs(1));
  EXPECT_EQ(watch.servers()[0].address, ip("10.1.8.250"));
}

TEST(ServerWatch, CountsAServerOnce) {
  Watch watch;
  Message proxy = offer("10.1.8.251", "0.0.0.0");
  proxy.options.vendor_class = "PXEClient";
  proxy.options.boot_file = "grubx64.efi";
  watch.hear(proxy).hear(offer("10.1.8.251", "10.1.8.77")).hear(offer("10.1.8.251", "10.1.8.78"));
  EXPECT_THAT(watch.servers(), ElementsAre(ForeignServer{.address = ip("10.1.8.251"),
                                                         .mac = kForeign,
                                                         .offered = ip("10.1.8.77"),
                                                         .boot_file = "grubx64.efi"}));
}

TEST(ServerWatch, KnowsAProxy) {
  Watch watch;
  Message proxy = offer("10.1.8.251", "0.0.0.0");
  proxy.options.vendor_class = "PXEClient";
  watch.hear(proxy);
  ASSERT_THAT(watch.servers(), SizeIs(1));
  EXPECT_TRUE(watch.servers()[0].is_proxy);
  EXPECT_FALSE(watch.servers()[0].offered);
}

TEST(ServerWatch, TakesAnAnswerToInformForNoProxy) {
  Watch watch;
  Message ack = offer("10.1.8.251", "0.0.0.0");
  ack.type = MessageType::kAck;
  watch.hear(ack);
  ASSERT_THAT(watch.servers(), SizeIs(1));
  EXPECT_FALSE(watch.servers()[0].is_proxy);
}

TEST(ServerWatch, ReadsTheBootFileOfEitherPlaceAsTextForAPerson) {
  Watch watch;
  Message reply = offer("10.1.8.251", "10.1.8.77");
  reply.header.boot_file = "a\x1b[2Jb";
  watch.hear(reply);
  EXPECT_EQ(watch.servers().at(0).boot_file, "a?[2Jb");
}

TEST(ServerWatch, IsDeafToWhatIsNoForeignAnswer) {
  Watch watch;
  watch.hear(offer("10.1.8.2", "10.1.8.77"), kSeed);
  watch.hear(offer("10.1.8.251", "10.1.8.77"), kForeign, kServerPort);
  watch.hear(discover(kCmp1));
  Message nak = offer("10.1.8.251", "0.0.0.0");
  nak.type = MessageType::kNak;
  watch.hear(nak);
  EXPECT_THAT(watch.servers(), IsEmpty());
  ServerWatch direct({});
  direct.hear({.target_port = kClientPort, .payload = bytes_of("no DHCP")});
  EXPECT_THAT(direct.servers(), IsEmpty());
}

TEST(ServerWatch, RemembersABoundedNumber) {
  Watch watch;
  for (std::uint32_t i = 0; i < 100; ++i)
    watch.hear(offer(Ipv4(ip("10.1.8.0").bits() + i).text(), "10.1.8.77"));
  EXPECT_THAT(watch.servers(), SizeIs(64));
}

}  // namespace
}  // namespace rackseed::dhcp::tests
