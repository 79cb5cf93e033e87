#include "redfish/discovery/scan.hpp"

#include "tests/redfish/oob_network.hpp"

namespace rackseed::redfish::tests {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ScanTest : public OobNetwork {};

TEST_F(ScanTest, FindsExactlyTheBmcsInTheirOrder) {
  add_bmc(14, "supermicro");
  const std::string key = add_bmc(1, "idrac").spki_sha256();
  add_bmc(5, "ilo");
  add_ipmi(1);
  add_ipmi(9);
  ScanProgress last;
  const auto found = scan_all([&](const ScanProgress& progress) {
    EXPECT_EQ(progress.done, last.done + 1);
    last = progress;
  });
  ASSERT_TRUE(found) << found.error().detail;
  ASSERT_EQ(found->size(), 4U);
  EXPECT_EQ(last.done, 14U);
  EXPECT_EQ(last.total, 14U);
  EXPECT_EQ(last.found, 4U);
  const Candidate& dell = found->at(0);
  EXPECT_EQ(dell.address, host(1));
  EXPECT_EQ(dell.vendor, "Dell");
  EXPECT_EQ(dell.product, "Integrated Dell Remote Access Controller");
  EXPECT_EQ(dell.redfish_version, "1.15.0");
  EXPECT_EQ(dell.uuid, rehearsal::some_hardware(1).uuid);
  EXPECT_EQ(dell.spki_sha256, key);
  EXPECT_EQ(dell.spki_sha256.size(), 64U);
  EXPECT_TRUE(dell.has_ipmi_2_0);
  EXPECT_THAT(dell.cipher_suites, ElementsAre(1, 2, 3, 17));
  EXPECT_THAT(dell.found_by, ElementsAre(FoundBy::kScan));
  EXPECT_THAT(dell.notes, IsEmpty());
  EXPECT_EQ(found->at(1).address, host(5));
  EXPECT_EQ(found->at(1).vendor, "HPE");
  EXPECT_FALSE(found->at(1).has_ipmi);
  EXPECT_EQ(found->at(2).address, host(9));
  EXPECT_FALSE(found->at(2).has_redfish);
  EXPECT_TRUE(found->at(2).has_ipmi);
  EXPECT_EQ(found->at(3).address, host(14));
  EXPECT_EQ(found->at(3).vendor, "Supermicro");
}

TEST_F(ScanTest, FindsNothingWhereNothingIs) {
  const auto found = scan_all();
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_THAT(*found, IsEmpty());
}

TEST_F(ScanTest, AsksOneHostOnceAndWithoutCredentials) {
  settings.prefix = Prefix(Ipv4(INADDR_LOOPBACK), 32);
  TlsIdentity key("bmc1");
  HttpPeer peer(
      rig.io,
      [](const Asked&) {
        return Reply{.status = 401, .fields = {{"OData-Version", "4.0"}}, .body = "{}"};
      },
      &key);
  settings.probe.https_port = peer.port();
  const Candidate locked = only_one();
  EXPECT_TRUE(locked.has_redfish);
  EXPECT_EQ(locked.spki_sha256, key.spki());
  EXPECT_THAT(locked.notes, ElementsAre(HasSubstr("HTTP 401")));
  ASSERT_EQ(peer.asked().size(), 1U);
  const Asked& asked = peer.asked().front();
  EXPECT_EQ(asked.request.method, "GET");
  EXPECT_EQ(asked.request.path, "/redfish/v1/");
  EXPECT_EQ(asked.field("authorization"), "");
  EXPECT_EQ(asked.field("x-auth-token"), "");
  EXPECT_EQ(asked.field("connection"), "close");
}

TEST_F(ScanTest, TakesAPageOfABmcForABmcAndAnotherForNone) {
  settings.prefix = Prefix(Ipv4(INADDR_LOOPBACK), 32);
  TlsIdentity printer("printer");
  TlsIdentity idrac("idrac-F54P1G3");
  HttpPeer peer(
      rig.io,
      [](const Asked&) {
        return Reply{.fields = {{"Connection", "close"}}, .body = "<html>Log in</html>"};
      },
      &printer);
  settings.probe.https_port = peer.port();
  EXPECT_THAT(*scan_all(), IsEmpty());
  peer.show(idrac);
  const Candidate found = only_one();
  EXPECT_EQ(found.vendor, "Dell");
  EXPECT_EQ(found.serial, "F54P1G3");
  EXPECT_FALSE(found.has_redfish);
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("no JSON")));
}

TEST_F(ScanTest, WaitsForASlowBmc) {
  add_bmc(3, "ami", {"slow=400"});
  settings.probe.dead_after = 300ms;
  EXPECT_EQ(only_one().vendor, "AMI");
}

TEST_F(ScanTest, WaitsForSlowIpmiOfAHostThatLives) {
  add_ipmi(3, 8);  // two tries of two packets are what a dead host gets
  settings.probe.dead_after = 100ms;
  EXPECT_TRUE(only_one().has_ipmi_2_0) << "its other port refuses, so it lives";
}

TEST_F(ScanTest, ABmcThatIsSilentHasItsDeadline) {
  add_bmc(3, "ami", {"silent"});
  settings.probe.answer_limit = 200ms;
  EXPECT_THAT(*scan_all(), IsEmpty());
  add_ipmi(3);
  const Candidate found = only_one();
  EXPECT_TRUE(found.has_ipmi);
  EXPECT_FALSE(found.has_redfish);
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("not done within 200 ms")));
}

TEST_F(ScanTest, ABodyWithoutEndIsNone) {
  add_bmc(3, "generic", {"hostile-body"});
  add_ipmi(3);
  EXPECT_THAT(only_one().notes, ElementsAre(HasSubstr("more than 1048576 octets")));
}

TEST_F(ScanTest, SpeaksOldTls) {
  const std::string key = add_bmc(3, "ilo", {"tls-old"}).spki_sha256();
  const Candidate found = only_one();
  EXPECT_TRUE(found.has_redfish);
  EXPECT_EQ(found.vendor, "HPE");
  EXPECT_EQ(found.spki_sha256, key);
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("older than 1.2")));
}

/// A web server that does not take TLS for a question.
boost::asio::awaitable<void> refuse_tls(boost::asio::ip::tcp::acceptor acceptor, int* connections) {
  const std::string_view answer("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(kAwait);
    if (error) co_return;
    ++*connections;
    boost::system::error_code ignored;
    socket.write_some(boost::asio::buffer(answer), ignored);
  }
}

TEST_F(ScanTest, PlainHttpOnThePortIsNoBmc) {
  int connections = 0;
  tasks.spawn("web", refuse_tls(listen(3), &connections));
  EXPECT_THAT(*scan_all(), IsEmpty());
  EXPECT_GT(connections, 0);
  add_ipmi(3);
  const Candidate found = only_one();
  EXPECT_FALSE(found.has_redfish);
  EXPECT_EQ(found.spki_sha256, "");
  ASSERT_EQ(found.notes.size(), 1U);
}

TEST_F(ScanTest, ABusyBmcIsOneAllTheSame) {
  add_bmc(3, "idrac", {"flaky-503=1", "html-errors"});
  add_bmc(4, "idrac", {"flaky-503=1"});
  const auto found = scan_all();
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2U);
  for (const Candidate& candidate : *found) {
    EXPECT_TRUE(candidate.has_redfish);
    EXPECT_THAT(candidate.notes, ElementsAre(HasSubstr("HTTP 503")));
  }
}

TEST_F(ScanTest, RefusesALargePrefix) {
  settings.prefix = Prefix::parse("10.0.0.0/15").value();
  const auto found = scan_all();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::kUnsupported);
  EXPECT_EQ(found.error().detail,
            "10.0.0.0/15 has 131070 hosts; at most a /16 is scanned at a time");
  EXPECT_TRUE(check_scan(Prefix::parse("10.0.0.0/16").value()));
}

TEST_F(ScanTest, CancelledItLeavesNothingBehind) {
  auto& bmc = add_bmc(3, "idrac", {"silent"});
  boost::asio::cancellation_signal stop;
  auto ended = rig.start(scan(rig.curl, settings, nullptr), stop);
  rig.run_until([&] { return bmc.counters().requests == 1; });
  stop.emit(boost::asio::cancellation_type::terminal);
  EXPECT_TRUE(rig.was_cancelled(ended));
  EXPECT_EQ(rig.curl.running(), 0U);
  rig.run_until([&] { return bmc.counters().in_flight == 0; });
}

/// Hosts that take no connection are given up, and as many are asked at a time as was said.
TEST_F(ScanTest, GivesDeadHostsUp) {
  std::vector<Tcp::acceptor> full;
  std::vector<Tcp::socket> waiting;
  for (int number = 1; number <= 4; ++number) {
    auto& acceptor = full.emplace_back(rig.io, Tcp::v4());
    acceptor.bind({boost::asio::ip::address_v4(host(number).bits()), settings.probe.https_port});
    acceptor.listen(0);
    for (int i = 0; i < 3; ++i) {  // more than its queue has room for
      auto& socket = waiting.emplace_back(rig.io, Tcp::v4());
      socket.async_connect(acceptor.local_endpoint(), [](boost::system::error_code) {});
    }
  }
  settings.prefix = Prefix::parse("127.0.9.0/29").value();
  settings.probe.dead_after = 100ms;
  settings.probe.alive_limit = 100ms;
  settings.in_flight = 1;
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_THAT(*scan_all(), IsEmpty());
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 400ms) << "one after the other";
}

}  // namespace
}  // namespace rackseed::redfish::tests
