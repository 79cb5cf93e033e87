#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(DhcpDiscover, GivesAKnownCardItsReservedAddress) {
  Bench bench;
  const Message offer = bench.reply(discover(kCmp1)).message;
  EXPECT_EQ(offer.type, MessageType::kOffer);
  EXPECT_TRUE(offer.header.is_reply);
  EXPECT_EQ(offer.header.transaction, 0x1234U);
  EXPECT_EQ(offer.header.yours, ip("10.1.8.21"));
  EXPECT_EQ(offer.header.mac, mac(kCmp1));
  EXPECT_EQ(offer.options.server_id, ip("10.1.8.2"));
  EXPECT_EQ(offer.options.subnet_mask, ip("255.255.255.0"));
  EXPECT_EQ(offer.options.lease_time, 1800s);
  EXPECT_EQ(offer.options.renewal_time, 900s);
  EXPECT_EQ(offer.options.rebinding_time, 1575s);
}

TEST(DhcpDiscover, PromisesNothingThatIsNotAskedFor) {  // the promise is the ACK
  Bench bench;
  EXPECT_THAT(bench.decide(discover(kCmp1)).rows, IsEmpty());
  EXPECT_THAT(bench.decide(discover(kStranger, kEfi)).rows, IsEmpty());
  EXPECT_EQ(bench.leases.find(ip("10.1.8.21")), nullptr);
}

TEST(DhcpDiscover, EchoesWhatHasToBeEchoed) {  // RFC 6842, RFC 3046, PXE 2.1
  Bench bench;
  Message message = discover(kCmp1, kEfi);
  message.options.client_id = {0, 1, 2};
  message.options.machine = Uuid{7};
  message.options.relay = decode_relay_info(Octets{1, 3, 'E', 't', '4', 200, 1, 9});
  message.header.broadcast = true;
  const Message offer = bench.reply(message).message;
  EXPECT_EQ(offer.options.client_id, message.options.client_id);
  EXPECT_EQ(offer.options.machine, message.options.machine);
  EXPECT_EQ(offer.options.relay, message.options.relay);
  EXPECT_TRUE(offer.header.broadcast);
}

TEST(DhcpDiscover, GivesTheSameAddressWhateverTheClientIsCalled) {  // firmware to networkd
  Bench bench;
  std::vector<Ipv4> addresses;
  for (const Octets& name : {Octets{}, Octets{1, 2}, octets("uuid"), Octets{255, 0, 0, 1}}) {
    Message message = discover(kStranger, kEfi);
    message.options.client_id = name;
    addresses.push_back(bench.reply(message).message.header.yours);
  }
  EXPECT_THAT(addresses, testing::Each(ip("10.1.8.100")));
}

TEST(DhcpDiscover, TellsWhatTheClientAsksFor) {
  Bench bench;
  Message message = discover(kCmp1);
  message.options.parameters = {1, 6, 12, 15, 42};
  const Options all = bench.reply(message).message.options;
  EXPECT_THAT(all.name_servers, ElementsAre(ip("10.1.8.3")));
  EXPECT_THAT(all.time_servers, ElementsAre(ip("10.1.8.2")));
  EXPECT_EQ(all.domain_name, "opcp01.example.com");
  EXPECT_EQ(all.host_name, "cmp1");
  message.options.parameters = {1};
  const Options few = bench.reply(message).message.options;
  EXPECT_THAT(few.name_servers, IsEmpty());
  EXPECT_EQ(few.host_name, "");
}

// Row 14: option 3 only for a mirror, or behind a relay.

TEST(DhcpDiscover, TellsNoRouterToAnOfflineInstaller) {  // it would look for its mirror, and wait
  Bench bench;
  EXPECT_THAT(bench.reply(discover(kCmp1)).message.options.routers, IsEmpty());
}

TEST(DhcpDiscover, TellsTheRouterToAnInstallerWithAMirror) {
  DirectoryContent content = plan();
  content.reservations[0].uses_mirror = true;
  Bench bench(content);
  EXPECT_THAT(bench.reply(discover(kCmp1)).message.options.routers, ElementsAre(ip("10.1.8.1")));
  Message unasked = discover(kCmp1);
  unasked.options.parameters = {1};
  EXPECT_THAT(bench.reply(unasked).message.options.routers, IsEmpty());
}

TEST(DhcpDiscover, TellsTheRouterToAllBehindARelay) {
  Bench bench;
  for (const std::string_view client : {kSto1, kStranger}) {
    const Message offer = bench.reply(relayed(discover(client, kEfi))).message;
    EXPECT_THAT(offer.options.routers, ElementsAre(ip(kRelay)));
  }
}

// Row 13.

TEST(DhcpDiscover, GivesABmcItsAddressAndNothingToBoot) {
  Bench bench;
  const Message offer = bench.reply(discover(kCmp1Bmc)).message;
  EXPECT_EQ(offer.header.yours, ip("172.30.2.21"));
  EXPECT_EQ(offer.options.server_id, ip("172.30.2.2"));
  EXPECT_EQ(offer.options.boot_file, "");
  EXPECT_EQ(offer.header.next_server, Ipv4());
  EXPECT_EQ(offer.options.host_name, "");  // it would take the name of its server
}

TEST(DhcpDiscover, IgnoresABmcThatIsNotInThePlan) {
  Bench bench;
  EXPECT_THAT(bench.silence(discover("3c:ec:ef:00:00:01")), HasSubstr("not in the plan"));
}

// Row 15.

TEST(DhcpDiscover, IgnoresUnknownClients) {
  Bench bench;
  EXPECT_EQ(bench.silence(discover(kStranger)),
            "00:00:5e:00:53:99 has no address in prov (client: not in the plan)");
}

TEST(DhcpDiscover, GivesUnknownClientsAnAddressOnlyIfThePlanSaysSo) {
  DirectoryContent content = plan();
  content.subnets[0].unknown_clients = UnknownClients::kPool;
  Bench bench(content);
  const Message offer = bench.reply(discover(kStranger)).message;
  EXPECT_EQ(offer.header.yours, ip("10.1.8.100"));
  EXPECT_EQ(offer.options.boot_file, "");
  EXPECT_EQ(offer.options.host_name, "");
}

TEST(DhcpDiscover, ChoosesAmongSubnetsOnOneWireByTheKindOfClient) {
  DirectoryContent content = plan();
  Subnet bmcs = bmc();
  bmcs.pool = {{.first = ip("172.30.2.150"), .last = ip("172.30.2.189")}};
  bmcs.for_bmcs = true;
  bmcs.probes_pool = false;
  bmcs.unknown_clients = content.subnets[0].unknown_clients = UnknownClients::kPool;
  content.subnets = {bmcs, content.subnets[0]};
  Bench bench(content);
  EXPECT_EQ(bench.reply(discover(kStranger, kEfi)).message.header.yours, ip("10.1.8.100"));
  const Message offer = bench.reply(discover("3c:ec:ef:00:00:01")).message;
  EXPECT_EQ(offer.header.yours, ip("172.30.2.150"));
}

TEST(DhcpDiscover, LetsTheSystemInThatUnknownFirmwareBooted) {
  Bench bench;
  const Ipv4 address = bench.exchange(discover(kStranger, kEfi)).header.yours;
  EXPECT_EQ(bench.reply(as_ipxe(discover(kStranger, kEfi))).message.header.yours, address);
  EXPECT_EQ(bench.exchange(discover(kStranger)).header.yours, address);  // row 15
  bench.now += 1800s;
  EXPECT_NE(bench.silence(discover(kStranger)), "");
}

// Who is served where.

TEST(DhcpDiscover, SaysNothingOnAWireThatItDoesNotServe) {
  Bench bench;
  EXPECT_EQ(bench.silence(discover(kCmp1), on("oob0")), "no subnet is served on oob0");
}

TEST(DhcpDiscover, SaysNothingToWhatIsNoCard) {
  Bench bench;
  EXPECT_THAT(bench.silence(discover("00:00:00:00:00:00", kEfi)), HasSubstr("no address"));
  EXPECT_THAT(bench.silence(discover("01:00:5e:00:53:01", kEfi)), HasSubstr("no address"));
  EXPECT_THAT(bench.silence(discover("ff:ff:ff:ff:ff:ff", kEfi)), HasSubstr("no address"));
}

TEST(DhcpDiscover, SaysNothingToServers) {
  Bench bench;
  Message message = discover(kCmp1);
  message.header.is_reply = true;
  EXPECT_EQ(bench.silence(message), "a server's message");
  for (const MessageType type : {MessageType::kOffer, MessageType::kAck, MessageType::kNak})
    EXPECT_EQ(bench.silence(ask(type, kCmp1)), "a server's message");
}

TEST(DhcpDiscover, GivesAKnownCardInAForeignNetworkAPoolAddress) {
  Bench bench;  // sto1 belongs behind the relay, and boots here
  EXPECT_EQ(bench.reply(discover(kSto1, kEfi)).message.header.yours, ip("10.1.8.100"));
}

TEST(DhcpDiscover, SaysThatThereIsNoPool) {
  DirectoryContent content = plan();
  content.subnets[0].pool.clear();
  Bench bench(content);
  EXPECT_EQ(bench.silence(discover(kStranger, kEfi)), "prov has no pool");
}

TEST(DhcpDiscover, SaysThatThePoolIsUsedUp) {
  Bench bench;
  for (int i = 1; i <= 4; ++i)
    bench.exchange(discover("02:00:00:00:00:0" + std::to_string(i), kEfi));
  EXPECT_EQ(bench.silence(discover(kStranger, kEfi)), "the pool of prov is used up");
}

// Probes.

TEST(DhcpDiscover, AsksTheWireBeforeItOffersAPoolAddress) {
  DirectoryContent content = plan();
  content.subnets[0].probes_pool = true;
  Bench bench(content);
  const Message message = discover(kStranger, kEfi);
  const Outcome first = bench.decide(message);
  ASSERT_TRUE(std::holds_alternative<Probe>(first.decision));
  EXPECT_EQ(std::get<Probe>(first.decision).address, ip("10.1.8.100"));
  ASSERT_TRUE(bench.leases.probed(ip("10.1.8.100"), true, bench.now));
  const Outcome second = bench.decide(message);
  EXPECT_EQ(std::get<Probe>(second.decision).address, ip("10.1.8.101"));
  bench.leases.probed(ip("10.1.8.101"), false, bench.now);
  EXPECT_EQ(bench.reply(message).message.header.yours, ip("10.1.8.101"));
}

TEST(DhcpDiscover, AsksNobodyAboutAReservedAddress) {
  DirectoryContent content = plan();
  content.subnets[0].probes_pool = true;
  Bench bench(content);
  EXPECT_EQ(bench.reply(discover(kCmp1)).message.header.yours, ip("10.1.8.21"));
}

TEST(DhcpDiscover, KeepsAReservedAddressBackWhileAnotherLeasesIt) {  // the plan was changed
  Bench bench;
  bench.leases.load({{.address = ip("10.1.8.21"),
                      .mac = mac(kStranger),
                      .network = "prov",
                      .expires = bench.now + 60s}});
  EXPECT_EQ(bench.silence(discover(kCmp1)),
            "10.1.8.21, the planned address of cmp1, is still leased to 00:00:5e:00:53:99");
  bench.now += 60s;
  EXPECT_EQ(bench.reply(discover(kCmp1)).message.header.yours, ip("10.1.8.21"));
}

TEST(DhcpDiscover, GivesTheAddressOfAnExchangedCardToTheNewOne) {
  Bench bench;
  bench.leases.load({{.address = ip("10.1.8.21"),
                      .mac = mac(kStranger),
                      .network = "prov",
                      .expires = bench.now + 60s,
                      .source = LeaseSource::kReserved}});
  EXPECT_EQ(bench.reply(discover(kCmp1)).message.header.yours, ip("10.1.8.21"));
}

TEST(DhcpDiscover, HonoursTheLengthThatTheClientAccepts) {
  Bench bench;
  Message message = discover(kCmp1, kEfi);
  EXPECT_EQ(bench.reply(message).most_bytes, 548U);
  message.options.most_message_bytes = 1472;
  EXPECT_EQ(bench.reply(message).most_bytes, 1444U);
}

}  // namespace
}  // namespace rackseed::dhcp::tests
