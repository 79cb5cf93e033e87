#include "dhcp/destination.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

struct Case {
  Message request = discover(kCmp1);
  Message reply{.type = MessageType::kOffer};
  Ingress ingress = on("eth0");

  Case() { reply.header.yours = ip("10.1.8.21"); }
  [[nodiscard]] Destination destination() const { return destination_of(request, reply, ingress); }
};

const Destination kToAll{};

TEST(DhcpDestination, IsTheCardOfAClientThatAnswersNoArpYet) {  // iPXE, udhcpc, debian-installer
  EXPECT_EQ(Case().destination(), (Destination{.delivery = Delivery::kLinkUnicast,
                                               .address = ip("10.1.8.21"),
                                               .mac = mac(kCmp1)}));
}

TEST(DhcpDestination, IsEverybodyWhereTheClientAsksForIt) {  // OVMF
  Case c;
  c.request.header.broadcast = true;
  EXPECT_EQ(c.destination(), kToAll);
}

TEST(DhcpDestination, IsTheAddressThatAClientHas) {
  Case c;
  c.request.header.client = ip("10.1.8.21");
  c.request.header.broadcast = true;
  EXPECT_EQ(c.destination(),
            (Destination{.delivery = Delivery::kUnicast, .address = ip("10.1.8.21")}));
}

TEST(DhcpDestination, IsTheRelayBeforeAllElse) {
  Case c;
  c.request = relayed(c.request);
  c.request.header.client = ip("10.1.9.31");
  c.request.header.broadcast = true;
  for (const MessageType type : {MessageType::kOffer, MessageType::kAck, MessageType::kNak}) {
    c.reply.type = type;
    EXPECT_EQ(c.destination(),
              (Destination{.delivery = Delivery::kRelay, .address = ip(kRelay), .port = 67}));
  }
}

TEST(DhcpDestination, OfANakIsEverybody) {  // the client's address is the wrong one
  Case c;
  c.request.header.client = ip("192.168.1.7");
  c.reply = {.type = MessageType::kNak};
  EXPECT_EQ(c.destination(), kToAll);
}

TEST(DhcpDestination, OfAnOfferWithoutAddressIsEverybody) {  // a proxy's
  Case c;
  c.reply.header.yours = {};
  EXPECT_EQ(c.destination(), kToAll);
}

TEST(DhcpDestination, OfAnInformIsTheClientEvenBehindARelay) {  // RFC 2131 section 4.3.5
  Case c;
  c.request = relayed(ask(MessageType::kInform, kSto1));
  c.request.header.client = ip("10.1.9.31");
  c.reply = {.type = MessageType::kAck};
  EXPECT_EQ(c.destination(),
            (Destination{.delivery = Delivery::kUnicast, .address = ip("10.1.9.31")}));
}

TEST(DhcpDestination, OfTheBootServiceIsWhereTheRequestCameFrom) {
  Case c;
  c.request = relayed(c.request);
  c.ingress = to_boot_service("10.1.8.77");
  c.ingress.source_port = 2011;
  EXPECT_EQ(
      c.destination(),
      (Destination{.delivery = Delivery::kUnicast, .address = ip("10.1.8.77"), .port = 2011}));
}

TEST(DhcpDestination, OfTheBootServiceIsNotNobody) {
  Case c;
  c.ingress = to_boot_service("0.0.0.0");
  EXPECT_EQ(c.destination().delivery, Delivery::kLinkUnicast);
}

TEST(DhcpDelivery, HasAName) {
  EXPECT_EQ(to_string(Delivery::kRelay), "relay");
  EXPECT_EQ(to_string(Delivery::kUnicast), "unicast");
  EXPECT_EQ(to_string(Delivery::kBroadcast), "broadcast");
  EXPECT_EQ(to_string(Delivery::kLinkUnicast), "link unicast");
}

}  // namespace
}  // namespace rackseed::dhcp::tests
