#include "dhcp/server.hpp"

#include "dhcp/wire_prober.hpp"
#include "tests/dhcp/server_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

/// Strangers get addresses of a pool behind the relay, which is asked first.
DirectoryContent plan_with_pool() {
  DirectoryContent content = loopback_plan();
  content.subnets[1].unknown_clients = UnknownClients::kPool;
  content.subnets[1].probes_pool = true;
  return content;
}

Message request_of_sto1(std::uint32_t transaction = 1) {
  Message message = relayed(selecting(kSto1, kLoopbackSto1), kLoopbackRelay);
  message.header.transaction = transaction;
  return message;
}

Message discover_of_stranger(std::uint8_t number) {
  Message message = relayed(discover(kStranger), kLoopbackRelay);
  message.header.mac = Mac({0, 0, 0x5e, 0, 0x53, number});
  return message;
}

using DhcpServer = ServerTest;

TEST_F(DhcpServer, AnswersAtOnceWhatPromisesNothing) {
  start(loopback_plan());
  send(relayed(discover(kSto1), kLoopbackRelay));
  ASSERT_TRUE(wait_for_answers(1));
  EXPECT_EQ(facts_.answers[0].type, MessageType::kOffer);
  EXPECT_EQ(facts_.answers[0].header.yours, ip(kLoopbackSto1));
  EXPECT_THAT(saver_.batches, IsEmpty());
  ASSERT_THAT(facts_.seen, SizeIs(1));
  EXPECT_EQ(facts_.interfaces[0], "lo");
  EXPECT_GE(facts_.sizes[0], kPaddedPacketBytes);
}

TEST_F(DhcpServer, SavesBeforeItAnswers) {
  start(loopback_plan());
  saver_.gate.shut();
  send(request_of_sto1());
  ASSERT_TRUE(wait_for_batches(1));
  settle();
  EXPECT_THAT(facts_.answers, IsEmpty());
  ASSERT_THAT(saver_.batches[0], SizeIs(1));
  EXPECT_EQ(saver_.batches[0][0].address, ip(kLoopbackSto1));
  EXPECT_EQ(saver_.batches[0][0].mac, mac(kSto1));
  saver_.gate.open();
  ASSERT_TRUE(wait_for_answers(1));
  EXPECT_EQ(facts_.answers[0].type, MessageType::kAck);
}

TEST_F(DhcpServer, SavesAllThatComeMeanwhileInOneTransaction) {
  start(loopback_plan());
  saver_.gate.shut();
  send(request_of_sto1());
  ASSERT_TRUE(wait_for_batches(1));
  for (std::uint32_t transaction = 2; transaction <= 4; ++transaction)
    send(request_of_sto1(transaction));
  ASSERT_TRUE(wait_for_seen(4));
  EXPECT_THAT(saver_.batches, SizeIs(1));
  saver_.gate.open();
  ASSERT_TRUE(wait_for_answers(4));
  EXPECT_THAT(saver_.batches, ElementsAre(SizeIs(1), SizeIs(3)));
}

TEST_F(DhcpServer, DoesNotAnswerWhatItCouldNotSave) {
  start(loopback_plan());
  saver_.fails = true;
  send(request_of_sto1());
  ASSERT_TRUE(wait_for([&] { return !facts_.troubles.empty(); }));
  EXPECT_THAT(facts_.troubles, ElementsAre("save leases: disk full"));
  saver_.fails = false;
  send(request_of_sto1(2));
  ASSERT_TRUE(wait_for_answers(1));
  settle();
  EXPECT_THAT(facts_.answers, SizeIs(1));
  EXPECT_THAT(saver_.batches, SizeIs(2));
}

TEST_F(DhcpServer, OffersAnAddressOfAPoolThatNobodyHas) {
  start(plan_with_pool());
  send(discover_of_stranger(1));
  ASSERT_TRUE(wait_for_answers(1));
  EXPECT_THAT(prober_.asked, ElementsAre(Pair("127.0.1.100", "")));
  ASSERT_THAT(facts_.seen, SizeIs(2));
  EXPECT_TRUE(std::holds_alternative<Probe>(facts_.seen[0].decision));
  EXPECT_TRUE(std::holds_alternative<Reply>(facts_.seen[1].decision));
  EXPECT_EQ(facts_.sizes[1], 0U);  // the same packet, decided about again
}

TEST_F(DhcpServer, QuarantinesAnAddressThatSomebodyHas) {
  start(plan_with_pool());
  prober_.in_use = {ip("127.0.1.100")};
  send(discover_of_stranger(1));
  ASSERT_TRUE(wait_for_answers(1));
  EXPECT_EQ(facts_.answers[0].header.yours, ip("127.0.1.101"));
  EXPECT_THAT(prober_.asked, ElementsAre(Pair("127.0.1.100", ""), Pair("127.0.1.101", "")));
  ASSERT_TRUE(wait_for_batches(1));
  ASSERT_THAT(saver_.batches[0], SizeIs(1));
  EXPECT_EQ(saver_.batches[0][0].address, ip("127.0.1.100"));
  EXPECT_EQ(saver_.batches[0][0].mac, Mac());
}

TEST_F(DhcpServer, AsksTheWireOnTheInterfaceOfTheClient) {
  DirectoryContent content = loopback_plan();
  content.subnets[0].interface = "lo";
  content.subnets[0].unknown_clients = UnknownClients::kPool;
  content.subnets[0].probes_pool = true;
  content.subnets[0].pool = {{.first = ip("10.1.8.100"), .last = ip("10.1.8.100")}};
  start(content);
  prober_.in_use = {ip("10.1.8.100")};
  send(discover(kStranger));
  ASSERT_TRUE(wait_for_seen(2));
  EXPECT_THAT(prober_.asked, ElementsAre(Pair("10.1.8.100", "lo")));
  EXPECT_TRUE(std::holds_alternative<Silence>(facts_.seen[1].decision));
}

TEST_F(DhcpServer, AsksOnceForAClientThatRepeatsItself) {
  start(plan_with_pool());
  prober_.gate.shut();
  for (int i = 0; i < 3; ++i) send(discover_of_stranger(1));
  ASSERT_TRUE(wait_for_seen(3));
  settle();
  EXPECT_THAT(prober_.asked, SizeIs(1));
  prober_.gate.open();
  EXPECT_TRUE(wait_for_answers(1));
}

TEST_F(DhcpServer, AsksForManyClientsAtOnce) {
  start(plan_with_pool());
  prober_.gate.shut();
  for (std::uint8_t number = 100; number < 150; ++number) send(discover_of_stranger(number));
  ASSERT_TRUE(wait_for([&] { return prober_.asked.size() == 50; }));
  prober_.gate.open();
  EXPECT_TRUE(wait_for_answers(50));
}

TEST_F(DhcpServer, ReportsWhatIsNoDhcpAndGoesOn) {
  start(loopback_plan());
  send("x");
  send(relayed(discover(kSto1), kLoopbackRelay));
  ASSERT_TRUE(wait_for_answers(1));
  ASSERT_THAT(facts_.rejections, SizeIs(1));
  EXPECT_THAT(facts_.seen, SizeIs(1));
}

TEST_F(DhcpServer, WorksWithANewPlan) {
  start(loopback_plan());
  DirectoryContent content = loopback_plan();
  content.reservations.clear();
  server_->replace(std::make_shared<Directory>(content));
  send(relayed(discover(kSto1), kLoopbackRelay));
  ASSERT_TRUE(wait_for_seen(1));
  EXPECT_TRUE(std::holds_alternative<Silence>(facts_.seen[0].decision));
}

TEST_F(DhcpServer, KeepsWhatItPromised) {
  start(loopback_plan());
  send(request_of_sto1());
  ASSERT_TRUE(wait_for_answers(1));
  const Lease* const lease = server_->leases().find(ip(kLoopbackSto1));
  ASSERT_NE(lease, nullptr);
  EXPECT_EQ(lease->mac, mac(kSto1));
}

/// Answers no client; the end of the test proves that its end is one.
TEST_F(DhcpServer, EndsWhileASaveIsUnderWay) {
  start(plan_with_pool());
  saver_.gate.shut();
  send(request_of_sto1());
  ASSERT_TRUE(wait_for_batches(1));
  saver_.gate.open();
}

TEST(WireProber, AsksThereWhereTheAddressIs) {
  boost::asio::io_context io(1);
  FakeProber on_link(io);
  FakeProber behind_relay(io);
  WireProber prober(on_link, behind_relay);
  TaskGroup tasks(io.get_executor(), nullptr);
  const auto ask = [](Prober* of, std::string interface) -> boost::asio::awaitable<void> {
    static_cast<void>(co_await of->is_in_use(ip("10.1.8.7"), interface));
  };
  tasks.spawn("link", ask(&prober, "p1"));
  tasks.spawn("relay", ask(&prober, ""));
  io.run();
  EXPECT_THAT(on_link.asked, ElementsAre(Pair("10.1.8.7", "p1")));
  EXPECT_THAT(behind_relay.asked, ElementsAre(Pair("10.1.8.7", "")));
}

}  // namespace
}  // namespace rackseed::dhcp::tests
