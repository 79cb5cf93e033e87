#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kOther = "02:00:00:00:00:01";

LeaseRow row(std::string_view address, std::string_view client, LeaseSource source) {
  return {.address = ip(address),
          .mac = mac(client),
          .network = "prov",
          .expires = kNow + 1800s,
          .source = source};
}

MessageType answer_to(Bench& bench, const Message& message, const Ingress& ingress = on("eth0")) {
  return bench.reply(message, ingress).message.type;
}

// Selecting.

TEST(DhcpSelecting, AcknowledgesTheReservedAddressAndItsRow) {
  Bench bench;
  const Outcome outcome = bench.decide(selecting(kCmp1, "10.1.8.21"));
  const auto& reply = std::get<Reply>(outcome.decision);
  EXPECT_EQ(reply.message.type, MessageType::kAck);
  EXPECT_EQ(reply.message.header.yours, ip("10.1.8.21"));
  EXPECT_EQ(reply.message.options.lease_time, 1800s);
  EXPECT_THAT(outcome.rows, ElementsAre(row("10.1.8.21", kCmp1, LeaseSource::kReserved)));
}

TEST(DhcpSelecting, AcknowledgesWhatWasOffered) {
  Bench bench;
  bench.reply(discover(kStranger, kEfi));
  Message request = selecting(kStranger, "10.1.8.100");
  request.options.vendor_class = kEfi.vendor_class;
  request.options.architectures = kEfi.architectures;
  const Outcome outcome = bench.decide(request);
  EXPECT_EQ(std::get<Reply>(outcome.decision).message.header.yours, ip("10.1.8.100"));
  EXPECT_THAT(outcome.rows, ElementsAre(row("10.1.8.100", kStranger, LeaseSource::kPool)));
}

TEST(DhcpSelecting, AcknowledgesWhatReplacesAnAddressThatThePlanTook) {
  DirectoryContent content = plan();
  content.never_given = {ip("10.1.8.100")};
  Bench bench(content);
  bench.leases.load({row("10.1.8.100", kStranger, LeaseSource::kPool)});
  bench.exchange(discover(kStranger, kEfi));
  bench.now += 900s;
  EXPECT_EQ(answer_to(bench, extending(kStranger, "10.1.8.101"), unicast_from("10.1.8.101")),
            MessageType::kAck);
}

TEST(DhcpSelecting, RepeatsItsAnswer) {  // and its row: the first may never have been saved
  Bench bench;
  const Outcome first = bench.decide(selecting(kCmp1, "10.1.8.21"));
  const Outcome second = bench.decide(selecting(kCmp1, "10.1.8.21"));
  EXPECT_EQ(std::get<Reply>(first.decision).message, std::get<Reply>(second.decision).message);
  EXPECT_EQ(first.rows, second.rows);
}

TEST(DhcpSelecting, IsSilentToWhoTookAnotherServersOffer) {
  Bench bench;
  bench.reply(discover(kStranger, kEfi));
  EXPECT_TRUE(bench.leases.find(ip("10.1.8.100"))->is_active(bench.now));
  EXPECT_EQ(bench.silence(selecting(kStranger, "10.1.8.250", "10.1.8.250")),
            "the client accepted another server, 10.1.8.250");
  EXPECT_FALSE(bench.leases.find(ip("10.1.8.100"))->is_active(bench.now));
}

TEST(DhcpSelecting, RefusesAnAddressThatItDidNotOffer) {
  Bench bench;
  const Outcome outcome = bench.decide(selecting(kCmp1, "10.1.8.22"));
  const Message& nak = std::get<Reply>(outcome.decision).message;
  EXPECT_EQ(nak.type, MessageType::kNak);
  EXPECT_EQ(nak.options.message, "your address is 10.1.8.21");
  EXPECT_THAT(outcome.rows, IsEmpty());
  Message firmware = selecting(kStranger, "10.1.8.100");
  firmware.options.user_class = octets("iPXE");
  EXPECT_EQ(bench.reply(firmware).message.options.message, "10.1.8.100 is not yours");
}

TEST(DhcpSelecting, TakesTheAddressInUseForARequestWithoutAddress) {
  Bench bench;
  Message request = extending(kCmp1, "10.1.8.21");
  request.options.server_id = ip("10.1.8.2");
  EXPECT_EQ(answer_to(bench, request), MessageType::kAck);
}

TEST(DhcpSelecting, FreesThePoolAddressOfANodeThatBecameKnown) {
  Bench bench;
  bench.leases.load({row("10.1.8.100", kCmp1, LeaseSource::kPool)});
  EXPECT_EQ(bench.reply(discover(kCmp1)).message.header.yours, ip("10.1.8.21"));
  const Outcome outcome = bench.decide(selecting(kCmp1, "10.1.8.21"));
  ASSERT_EQ(outcome.rows.size(), 2U);
  EXPECT_EQ(outcome.rows[0].address, ip("10.1.8.100"));
  EXPECT_EQ(outcome.rows[0].expires, bench.now);
  EXPECT_EQ(outcome.rows[1].address, ip("10.1.8.21"));
}

// Init-reboot.

TEST(DhcpInitReboot, ConfirmsTheRightAddress) {
  Bench bench;
  EXPECT_EQ(answer_to(bench, init_reboot(kCmp1, "10.1.8.21")), MessageType::kAck);
}

TEST(DhcpInitReboot, RefusesAWrongAddress) {
  Bench bench;
  EXPECT_EQ(answer_to(bench, init_reboot(kCmp1, "10.1.8.22")), MessageType::kNak);
}

TEST(DhcpInitReboot, RefusesAnAddressOfAnotherNetwork) {  // the server was moved
  Bench bench;
  EXPECT_EQ(bench.reply(init_reboot(kCmp1, "192.168.1.7")).message.options.message,
            "192.168.1.7 is not in prov");
}

TEST(DhcpInitReboot, MovesANodeThatBecameKnown) {
  Bench bench;
  bench.leases.load({row("10.1.8.100", kCmp1, LeaseSource::kPool)});
  EXPECT_EQ(answer_to(bench, init_reboot(kCmp1, "10.1.8.100")), MessageType::kNak);
}

TEST(DhcpInitReboot, ConfirmsAnExpiredLeaseThatIsStillFree) {
  Bench bench;
  bench.leases.load({row("10.1.8.100", kStranger, LeaseSource::kPool)});
  bench.now += 3600s;
  Message message = init_reboot(kStranger, "10.1.8.100");
  message.options.user_class = octets("iPXE");
  EXPECT_EQ(answer_to(bench, message), MessageType::kAck);
}

TEST(DhcpInitReboot, IsSilentAboutWhatItHasNoRecordOf) {  // RFC 2131 section 4.3.2: MUST
  Bench bench;
  Message message = init_reboot(kStranger, "10.1.8.100");
  message.options.user_class = octets("iPXE");
  EXPECT_EQ(bench.silence(message), "no record of a lease of 10.1.8.100");
}

TEST(DhcpInitReboot, RefusesWhatBelongsToAnother) {
  Bench bench;
  bench.leases.load({row("10.1.8.100", kOther, LeaseSource::kPool)});
  for (const char* taken : {"10.1.8.100", "10.1.8.21", "10.1.8.1"}) {
    Message message = init_reboot(kStranger, taken);
    message.options.user_class = octets("iPXE");
    EXPECT_EQ(answer_to(bench, message), MessageType::kNak) << taken;
  }
}

TEST(DhcpInitReboot, IsSilentToUnknownClients) {
  Bench bench;
  EXPECT_THAT(bench.silence(init_reboot(kStranger, "192.168.1.7")), HasSubstr("not in the plan"));
}

// Renewing and rebinding.

TEST(DhcpRenewing, ExtendsTheLease) {
  Bench bench;
  bench.exchange(discover(kCmp1));
  bench.now += 900s;
  const Outcome outcome = bench.decide(extending(kCmp1, "10.1.8.21"), unicast_from("10.1.8.21"));
  const auto& reply = std::get<Reply>(outcome.decision);
  EXPECT_EQ(reply.message.type, MessageType::kAck);
  EXPECT_EQ(reply.message.header.client, ip("10.1.8.21"));
  EXPECT_EQ(reply.destination.delivery, Delivery::kUnicast);
  ASSERT_EQ(outcome.rows.size(), 1U);
  EXPECT_EQ(outcome.rows[0].expires, bench.now + 1800s);
}

TEST(DhcpRenewing, FindsTheSubnetOfAClientBehindARouter) {  // no giaddr: it came by unicast
  Bench bench;
  const Message ack = bench.reply(extending(kSto1, "10.1.9.31"), unicast_from("10.1.9.31")).message;
  EXPECT_EQ(ack.type, MessageType::kAck);
  EXPECT_THAT(ack.options.routers, ElementsAre(ip(kRelay)));
}

TEST(DhcpRenewing, NeedsNoRecordForAReservedAddress) {
  Bench bench;
  EXPECT_EQ(answer_to(bench, extending(kCmp1, "10.1.8.21"), unicast_from("10.1.8.21")),
            MessageType::kAck);
}

TEST(DhcpRenewing, KeepsANodeThatBecameKnownWhereItIs) {  // in the middle of its installation
  Bench bench;
  bench.leases.load({row("10.1.8.100", kCmp1, LeaseSource::kPool)});
  const Outcome outcome = bench.decide(extending(kCmp1, "10.1.8.100"), unicast_from("10.1.8.100"));
  EXPECT_EQ(std::get<Reply>(outcome.decision).message.type, MessageType::kAck);
  EXPECT_EQ(outcome.rows.at(0).source, LeaseSource::kPool);
}

TEST(DhcpRenewing, KeepsAnUnknownClientThatHasALease) {
  Bench bench;
  bench.exchange(discover(kStranger, kEfi));
  bench.now += 900s;
  EXPECT_EQ(answer_to(bench, extending(kStranger, "10.1.8.100"), unicast_from("10.1.8.100")),
            MessageType::kAck);
}

TEST(DhcpRenewing, TakesBackWhatThePlanGaveToAnother) {
  DirectoryContent content = plan();
  content.subnets[0].unknown_clients = UnknownClients::kPool;
  content.never_given = {ip("10.1.8.100")};
  Bench bench(content);
  bench.leases.load({row("10.1.8.100", kStranger, LeaseSource::kPool)});
  EXPECT_EQ(answer_to(bench, extending(kStranger, "10.1.8.100"), unicast_from("10.1.8.100")),
            MessageType::kNak);
}

TEST(DhcpRebinding, ExtendsTheLease) {
  Bench bench;
  bench.exchange(discover(kCmp1));
  EXPECT_EQ(answer_to(bench, extending(kCmp1, "10.1.8.21")), MessageType::kAck);
}

TEST(DhcpRebinding, RefusesAnAddressOfAnotherNetwork) {  // by broadcast: it is on this wire
  Bench bench;
  const Reply reply = bench.reply(extending(kCmp1, "10.1.9.31"));
  EXPECT_EQ(reply.message.type, MessageType::kNak);
  EXPECT_EQ(reply.destination.delivery, Delivery::kBroadcast);
}

TEST(DhcpRebinding, RefusesWhatAnotherGotSince) {
  Bench bench;
  bench.leases.load({row("10.1.8.100", kOther, LeaseSource::kPool)});
  Message message = extending(kStranger, "10.1.8.100");
  message.options.user_class = octets("iPXE");
  EXPECT_EQ(answer_to(bench, message), MessageType::kNak);
}

// All states.

TEST(DhcpRequest, ForNothingIsIgnored) {
  Bench bench;
  EXPECT_EQ(bench.silence(ask(MessageType::kRequest, kCmp1)), "a REQUEST for no address");
}

TEST(DhcpRequest, NaksWithoutPromises) {  // RFC 2131 table 3
  Bench bench;
  Message request = selecting(kCmp1, "10.1.8.22");
  request.options.client_id = {1, 2};
  request.options.machine = Uuid{7};
  const Reply reply = bench.reply(request);
  const Message& nak = reply.message;
  EXPECT_EQ(nak.header.yours, Ipv4());
  EXPECT_EQ(nak.header.client, Ipv4());
  EXPECT_EQ(nak.header.next_server, Ipv4());
  Options options{.message = nak.options.message};
  options.server_id = ip("10.1.8.2");
  options.client_id = {1, 2};
  EXPECT_EQ(nak.options, options);
  EXPECT_EQ(reply.destination.delivery, Delivery::kBroadcast);
}

TEST(DhcpRequest, WaitsForThePlannedAddressWhileSomebodyElseUsesIt) {
  Bench bench;
  bench.leases.quarantine(ip("10.1.8.21"), "prov", LeaseSource::kReserved, bench.now);
  EXPECT_THAT(bench.silence(selecting(kCmp1, "10.1.8.21")), HasSubstr("somebody else uses"));
  EXPECT_THAT(bench.silence(discover(kCmp1)), HasSubstr("planned address of cmp1"));
  bench.now += 600s;
  EXPECT_EQ(answer_to(bench, selecting(kCmp1, "10.1.8.21")), MessageType::kAck);
}

TEST(DhcpRequest, ConfirmsNothingOutsideThePool) {  // the plan's pool was moved meanwhile
  Bench bench;
  bench.leases.load({row("10.1.8.200", kStranger, LeaseSource::kPool)});
  Message message = init_reboot(kStranger, "10.1.8.200");
  message.options.user_class = octets("iPXE");
  EXPECT_EQ(answer_to(bench, message), MessageType::kNak);
}

}  // namespace
}  // namespace rackseed::dhcp::tests
