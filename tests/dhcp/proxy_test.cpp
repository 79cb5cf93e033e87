#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kCustomers = "10.1.8.77";  ///< an address that their server gave

struct DhcpProxy : testing::Test {
  static DirectoryContent content() {
    DirectoryContent content = plan();
    content.subnets[0].mode = ServerMode::kProxy;
    return content;
  }
  static Message boot_service_request(const Firmware& firmware) {
    Message message = ask(MessageType::kRequest, kCmp1, firmware);
    message.header.client = ip(kCustomers);
    message.options.machine = Uuid{7};
    return message;
  }
  Bench bench{content()};
};

TEST_F(DhcpProxy, OffersAFileAndNoAddress) {
  const Outcome outcome = bench.decide(discover(kCmp1, kEfi));
  const auto& reply = std::get<Reply>(outcome.decision);
  const Message& offer = reply.message;
  EXPECT_EQ(offer.type, MessageType::kOffer);
  EXPECT_EQ(offer.header.yours, Ipv4());
  EXPECT_EQ(offer.options.vendor_class, "PXEClient");
  EXPECT_EQ(offer.options.vendor_options, (Octets{6, 1, 8, 255}));
  EXPECT_EQ(offer.options.boot_file, "snponly.efi");
  EXPECT_EQ(offer.options.server_id, ip("10.1.8.2"));
  EXPECT_EQ(offer.header.next_server, ip("10.1.8.2"));
  EXPECT_FALSE(offer.options.lease_time);
  EXPECT_FALSE(offer.options.subnet_mask);
  EXPECT_EQ(reply.destination.delivery, Delivery::kBroadcast);  // the client has no address
  EXPECT_THAT(outcome.rows, IsEmpty());
}

TEST_F(DhcpProxy, OffersToIpxeWhatItTakesForAProxys) {
  const Message offer = bench.reply(as_ipxe(discover(kCmp1, kEfi))).message;
  EXPECT_EQ(offer.options.vendor_class, "PXEClient");
  EXPECT_FALSE(offer.options.ipxe);
  EXPECT_EQ(offer.options.boot_file, "http://10.1.8.2/ipxe/00-00-5e-00-53-01");
}

TEST_F(DhcpProxy, OffersUefiHttpBoot) {
  const Message offer = bench.reply(discover(kCmp1, kHttp)).message;
  EXPECT_EQ(offer.options.vendor_class, "HTTPClient");
  EXPECT_THAT(offer.options.boot_file, HasSubstr("http://"));
}

TEST_F(DhcpProxy, LeavesAddressesToTheOtherServer) {
  EXPECT_EQ(bench.silence(selecting(kCmp1, "10.1.8.21")),
            "addresses are given by another server, and this client does not boot");
  Message firmware = selecting(kCmp1, "10.1.8.77", "10.1.8.250");
  firmware.options.user_class = octets("iPXE");
  EXPECT_EQ(bench.silence(firmware), "addresses are given by another server");
  EXPECT_THAT(bench.silence(discover(kCmp1)), HasSubstr("does not boot"));
  EXPECT_THAT(bench.silence(discover(kStranger)), HasSubstr("does not boot"));
  EXPECT_EQ(bench.leases.size(), 0U);
}

TEST_F(DhcpProxy, AnswersTheBootServiceRequest) {  // UEFI firmware does ask port 4011
  const Reply reply = bench.reply(boot_service_request(kEfi), to_boot_service(kCustomers));
  EXPECT_EQ(reply.message.type, MessageType::kAck);
  EXPECT_EQ(reply.message.header.yours, Ipv4());
  EXPECT_EQ(reply.message.header.client, ip(kCustomers));
  EXPECT_EQ(reply.message.options.vendor_class, "PXEClient");
  EXPECT_EQ(reply.message.options.machine, Uuid{7});
  EXPECT_EQ(reply.message.options.boot_file, "snponly.efi");
  EXPECT_EQ(reply.destination,
            (Destination{
                .delivery = Delivery::kUnicast, .address = ip(kCustomers), .port = kClientPort}));
}

TEST_F(DhcpProxy, AnswersToThePortThatAsked) {
  Ingress ingress = to_boot_service(kCustomers);
  ingress.source_port = kPxePort;
  EXPECT_EQ(bench.reply(boot_service_request(kBios), ingress).destination.port, kPxePort);
}

TEST_F(DhcpProxy, SaysWhyItOffersNothing) {
  DirectoryContent closed = content();
  closed.reservations[0].boot_allowed = false;
  bench = Bench(closed);
  EXPECT_EQ(bench.silence(discover(kCmp1, kEfi)), "cmp1 may not boot from the network now");
  EXPECT_EQ(bench.silence(boot_service_request(kEfi), to_boot_service(kCustomers)),
            "cmp1 may not boot from the network now");
}

TEST_F(DhcpProxy, TakesNoNoticeOfDeclineAndRelease) {
  for (const MessageType type : {MessageType::kDecline, MessageType::kRelease})
    EXPECT_EQ(bench.silence(as_ipxe(ask(type, kCmp1))), "addresses are given by another server");
}

TEST(DhcpBootService, IsServedBesideOurOwnAddresses) {
  Bench bench;
  Message message = ask(MessageType::kRequest, kCmp1, kEfi);
  message.header.client = ip("10.1.8.21");
  const Outcome outcome = bench.decide(message, to_boot_service("10.1.8.21"));
  const Message& ack = std::get<Reply>(outcome.decision).message;
  EXPECT_EQ(ack.options.vendor_class, "PXEClient");
  EXPECT_EQ(ack.options.boot_file, "snponly.efi");
  EXPECT_FALSE(ack.options.lease_time);
  EXPECT_THAT(outcome.rows, IsEmpty());
}

TEST(DhcpBootService, GivesNoAddresses) {
  Bench bench;
  EXPECT_NE(bench.silence(selecting(kCmp1, "10.1.8.21"), to_boot_service("10.1.8.21")), "");
}

}  // namespace
}  // namespace rackseed::dhcp::tests
