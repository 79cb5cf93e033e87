#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Message decline(std::string_view client, std::string_view address) {
  Message message = selecting(client, address);
  message.type = MessageType::kDecline;
  return message;
}

Message release(std::string_view client, std::string_view address) {
  Message message = extending(client, address);
  message.type = MessageType::kRelease;
  message.options.server_id = ip("10.1.8.2");
  return message;
}

Message inform(std::string_view client, std::string_view address) {
  Message message = extending(client, address);
  message.type = MessageType::kInform;
  return message;
}

// RFC 2131 section 4.3.3.

TEST(DhcpDecline, PutsAPoolAddressOutOfUse) {
  Bench bench;
  bench.exchange(discover(kStranger, kEfi));
  const Outcome outcome = bench.decide(decline(kStranger, "10.1.8.100"));
  EXPECT_EQ(Bench::why(outcome), "declined: somebody else uses 10.1.8.100");
  EXPECT_THAT(outcome.rows,
              ElementsAre(LeaseRow{
                  .address = ip("10.1.8.100"), .network = "prov", .expires = bench.now + 600s}));
  EXPECT_EQ(bench.reply(discover(kStranger, kEfi)).message.header.yours, ip("10.1.8.101"));
}

TEST(DhcpDecline, HoldsBackAPlannedAddress) {
  Bench bench;
  bench.exchange(discover(kCmp1));
  const Outcome outcome = bench.decide(decline(kCmp1, "10.1.8.21"));
  EXPECT_EQ(outcome.rows.at(0).source, LeaseSource::kReserved);
  EXPECT_EQ(bench.silence(discover(kCmp1)),
            "somebody else uses 10.1.8.21, the planned address of cmp1");
}

TEST(DhcpDecline, IsNotForOthersAddresses) {
  Bench bench;
  bench.exchange(discover(kCmp1));
  for (const char* address : {"10.1.8.21", "10.1.8.101", "10.1.8.1"}) {
    const Outcome outcome = bench.decide(decline(kStranger, address));
    EXPECT_THAT(Bench::why(outcome), HasSubstr("was not given"));
    EXPECT_THAT(outcome.rows, IsEmpty());
  }
}

TEST(DhcpDecline, NamesAnAddressAndThisServer) {
  Bench bench;
  EXPECT_EQ(bench.silence(ask(MessageType::kDecline, kCmp1)), "a DECLINE of no address");
  Message message = decline(kCmp1, "10.1.8.21");
  message.options.server_id = ip("10.1.8.250");
  EXPECT_EQ(bench.silence(message), "a DECLINE to another server");
  EXPECT_EQ(bench.leases.find(ip("10.1.8.21")), nullptr);
}

// RFC 2131 section 4.3.4.

TEST(DhcpRelease, EndsTheLease) {
  Bench bench;
  bench.exchange(discover(kCmp1));
  const Outcome outcome = bench.decide(release(kCmp1, "10.1.8.21"), unicast_from("10.1.8.21"));
  EXPECT_EQ(Bench::why(outcome), "released 10.1.8.21");
  ASSERT_EQ(outcome.rows.size(), 1U);
  EXPECT_EQ(outcome.rows[0].expires, bench.now);
  EXPECT_EQ(outcome.rows[0].mac, mac(kCmp1));
}

TEST(DhcpRelease, IsNotForOthersAddresses) {
  Bench bench;
  bench.exchange(discover(kCmp1));
  const Outcome outcome = bench.decide(release(kStranger, "10.1.8.21"), unicast_from("10.1.8.99"));
  EXPECT_EQ(Bench::why(outcome), "no lease of 10.1.8.21 to release");
  EXPECT_THAT(outcome.rows, IsEmpty());
  EXPECT_TRUE(bench.leases.find(ip("10.1.8.21"))->is_active(bench.now));
}

TEST(DhcpRelease, NamesThisServer) {
  Bench bench;
  bench.exchange(discover(kCmp1));
  Message message = release(kCmp1, "10.1.8.21");
  message.options.server_id = ip("10.1.8.250");
  EXPECT_EQ(bench.silence(message), "a RELEASE to another server");
}

// RFC 2131 section 4.3.5.

TEST(DhcpInform, TellsParametersWithoutALease) {
  Bench bench;
  const Outcome outcome = bench.decide(inform(kCmp1, "10.1.8.21"), unicast_from("10.1.8.21"));
  const auto& reply = std::get<Reply>(outcome.decision);
  EXPECT_EQ(reply.message.type, MessageType::kAck);
  EXPECT_EQ(reply.message.header.yours, Ipv4());
  EXPECT_EQ(reply.message.header.client, ip("10.1.8.21"));
  EXPECT_FALSE(reply.message.options.lease_time);
  EXPECT_FALSE(reply.message.options.renewal_time);
  EXPECT_EQ(reply.message.options.domain_name, "opcp01.example.com");
  EXPECT_EQ(reply.destination.delivery, Delivery::kUnicast);
  EXPECT_THAT(outcome.rows, IsEmpty());
}

TEST(DhcpInform, TellsFirmwareWhatToBoot) {
  Bench bench;
  Message message = inform(kCmp1, "10.1.8.21");
  message.options.user_class = octets("iPXE");
  EXPECT_THAT(bench.reply(message).message.options.boot_file, HasSubstr("/ipxe/"));
}

TEST(DhcpInform, NeedsAnAddressOfTheNetwork) {
  Bench bench;
  EXPECT_EQ(bench.silence(inform(kCmp1, "192.168.1.7")), "192.168.1.7 is not in prov");
  EXPECT_EQ(bench.silence(inform(kCmp1, "0.0.0.0")), "0.0.0.0 is not in prov");
}

TEST(DhcpInform, IsNotForUnknownClients) {
  Bench bench;
  EXPECT_EQ(bench.silence(inform(kStranger, "10.1.8.77")), "not in the plan");
}

}  // namespace
}  // namespace rackseed::dhcp::tests
