#include "tests/redfish/rig.hpp"

#include <gmock/gmock.h>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace rackseed::redfish::tests {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

Reply ok(const Asked&) { return {.body = "{}"}; }

TEST(CurlTransport, CarriesAQuestionAndItsAnswer) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked&) {
    return Reply{
        .status = 201, .fields = {{"X-Auth-Token", "t1"}, {"ETag", "\"1\""}}, .body = "{}"};
  });
  CurlTransport transport(rig.curl, settings_for(peer));
  auto question = post("/redfish/v1/Sessions", R"({"a":1})");
  question.fields.emplace_back("If-Match", "\"0\"");
  const auto answer = rig.run(transport.send(question));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->field("x-auth-token"), "t1");
  EXPECT_EQ(answer->body, "{}");
  const Asked& asked = peer.asked().at(0);
  EXPECT_EQ(asked.request.method, "POST");
  EXPECT_EQ(asked.request.path, "/redfish/v1/Sessions");
  EXPECT_EQ(asked.request.body, R"({"a":1})");
  EXPECT_EQ(asked.field("if-match"), "\"0\"");
  EXPECT_EQ(asked.field("content-type"), "application/json");
  EXPECT_EQ(asked.field("expect"), "");
}

TEST(CurlTransport, KeepsAConnectionForReads) {
  Rig rig;
  HttpPeer peer(rig.io, ok);
  CurlTransport transport(rig.curl, settings_for(peer));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(rig.run(transport.send(get("/a"))));
  EXPECT_EQ(peer.connections(), 1);
}

TEST(Row5, AsksForNoCompression) {
  Rig rig;
  HttpPeer peer(rig.io, ok);
  CurlTransport transport(rig.curl, settings_for(peer));
  EXPECT_TRUE(rig.run(transport.send(get("/a"))));
  EXPECT_EQ(peer.asked().at(0).field("accept-encoding"), "identity");
}

TEST(Row6, AsksWithoutTheFieldWhereItIsRefusedAndRemembers) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked& asked) {
    return Reply{.status = asked.field("accept-encoding").empty() ? 200 : 406};
  });
  CurlTransport transport(rig.curl, settings_for(peer));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(rig.run(transport.send(get("/a")))->status, 200);
  EXPECT_EQ(peer.asked().size(), 3);
  EXPECT_TRUE(transport.refuses_identity());
  auto settings = settings_for(peer);
  settings.refuses_identity = true;
  CurlTransport taught(rig.curl, settings);
  EXPECT_EQ(rig.run(taught.send(get("/a")))->status, 200);
  EXPECT_EQ(peer.asked().size(), 4);
}

TEST(CurlTransport, EndsABodyThatIsTooLarge) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked&) { return Reply{.endless_octets = 100'000'000}; });
  CurlTransport transport(rig.curl, settings_for(peer));
  const auto answer = rig.run(transport.send(get("/logs")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kMalformed);
  EXPECT_THAT(answer.error().detail, HasSubstr("GET http://127.0.0.1:"));
  EXPECT_THAT(answer.error().detail, HasSubstr("more than 8388608 octets"));
  EXPECT_LT(peer.octets_sent(), 50'000'000);
}

TEST(CurlTransport, EndsABodyThatIsAnnouncedTooLarge) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked&) { return Reply{.body = std::string(2000, ' ')}; });
  auto settings = settings_for(peer);
  settings.body_octets = 1999;
  CurlTransport strict(rig.curl, settings);
  EXPECT_THAT(rig.run(strict.send(get("/a"))).error().detail, HasSubstr("more than 1999 octets"));
  settings.body_octets = 2000;
  CurlTransport roomy(rig.curl, settings);
  EXPECT_TRUE(rig.run(roomy.send(get("/a"))));
}

TEST(CurlTransport, EndsAHeadThatIsTooLarge) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked&) {
    return Reply{.fields = HttpFields(100, {"X-Noise", std::string(1000, 'x')})};
  });
  CurlTransport transport(rig.curl, settings_for(peer));
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kMalformed);
  EXPECT_THAT(answer.error().detail, HasSubstr("head has more than 65536"));
}

TEST(CurlTransport, EndsAnEndlessRedirect) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked& asked) {
    return Reply{.status = 302, .fields = {{"Location", asked.request.path + "x"}}};
  });
  CurlTransport transport(rig.curl, settings_for(peer));
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kMalformed);
  EXPECT_THAT(answer.error().detail, HasSubstr("redirected more than 5 times"));
  EXPECT_EQ(peer.asked().size(), 6);
}

TEST(Row43, CredentialsNeverReachAnotherHost) {
  Rig rig;
  HttpPeer thief(rig.io, ok, nullptr, "127.0.0.2");
  const auto to = "http://127.0.0.2:" + std::to_string(thief.port()) + "/redfish/v1/";
  HttpPeer peer(rig.io, [&](const Asked&) {
    return Reply{.status = 307, .fields = {{"Location", to}}};
  });
  CurlTransport transport(rig.curl, settings_for(peer));
  for (const char* method : {"GET", "POST"}) {
    const HttpRequest request{
        .method = method, .path = "/Sessions", .fields = {{"X-Auth-Token", "secret"}}};
    const auto answer = rig.run(transport.send(request));
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().detail, HasSubstr("another host, http://127.0.0.2"));
    EXPECT_THAT(answer.error().detail, Not(HasSubstr("secret")));
  }
  EXPECT_EQ(thief.connections(), 0);
}

TEST(Row43, RemembersThePortThatAGetWasSentTo) {
  Rig rig;
  HttpPeer real(rig.io, ok);
  const auto to = "http://127.0.0.1:" + std::to_string(real.port());
  HttpPeer door(rig.io, [&](const Asked& asked) {
    return Reply{.status = 301, .fields = {{"Location", to + asked.request.path + "/"}}};
  });
  CurlTransport transport(rig.curl, settings_for(door));
  EXPECT_EQ(rig.run(transport.send(get("/redfish/v1")))->status, 200);
  EXPECT_EQ(rig.run(transport.send(post("/redfish/v1/Sessions/", "{}")))->status, 200);
  EXPECT_EQ(door.asked().size(), 1);
  EXPECT_EQ(real.asked().size(), 2);
  EXPECT_EQ(transport.origin().port, real.port());
}

TEST(Row42, APostToSessionsKeepsItsBody) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked& asked) {
    if (asked.request.path.ends_with('/')) return Reply{.status = 201};
    return Reply{.status = 301, .fields = {{"Location", asked.request.path + "/"}}};
  });
  CurlTransport transport(rig.curl, settings_for(peer));
  EXPECT_EQ(rig.run(transport.send(post("/redfish/v1/Sessions", "{\"a\":1}")))->status, 201);
  ASSERT_EQ(peer.asked().size(), 2);
  EXPECT_EQ(peer.asked()[1].request.method, "POST");
  EXPECT_EQ(peer.asked()[1].request.body, "{\"a\":1}");
}

TEST(Row69, AReadWhoseConnectionWasLostIsAskedOnceMore) {
  Rig rig;
  int number = 0;
  HttpPeer peer(rig.io, [&](const Asked&) { return Reply{.is_reset = ++number == 1}; });
  CurlTransport transport(rig.curl, settings_for(peer));
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(peer.connections(), 2);
}

TEST(Row69, AReadOnAKeptConnectionThatWasGivenUpIsAskedOnceMore) {
  Rig rig;
  int number = 0;
  HttpPeer peer(rig.io, [&](const Asked&) { return Reply{.is_reset = ++number == 2}; });
  CurlTransport transport(rig.curl, settings_for(peer));
  EXPECT_TRUE(rig.run(transport.send(get("/a"))));
  EXPECT_TRUE(rig.run(transport.send(get("/b"))));
  EXPECT_EQ(peer.asked().size(), 3);
}

TEST(Row69, ABmcThatAlwaysResetsIsNotAskedForEver) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked&) { return Reply{.is_reset = true}; });
  CurlTransport transport(rig.curl, settings_for(peer));
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kUnreachable);
  EXPECT_THAT(answer.error().detail, HasSubstr("connection was lost before the answer"));
  EXPECT_EQ(peer.asked().size(), 2);
}

TEST(Row69, WhatActsIsSentOnceEvenOnAKeptConnection) {
  for (const char* method : {"POST", "PATCH"}) {
    Rig rig;
    HttpPeer peer(rig.io, [](const Asked& asked) {
      return Reply{.is_reset = asked.request.method != "GET"};
    });
    CurlTransport transport(rig.curl, settings_for(peer));
    EXPECT_TRUE(rig.run(transport.send(get("/a"))));
    const HttpRequest reset{.method = method, .path = "/Reset", .fields = {}, .body = "{}"};
    EXPECT_FALSE(rig.run(transport.send(reset)));
    EXPECT_EQ(peer.count(method), 1);
  }
}

TEST(Row70, AtMostTwoQuestionsAreInFlight) {
  using boost::asio::experimental::awaitable_operators::operator&&;
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked&) { return Reply{.is_paired = true}; });
  CurlTransport transport(rig.curl, settings_for(peer));
  const auto ask = [&] { return transport.send(get("/a")); };
  const auto answers = rig.run((ask() && ask() && ask() && ask() && ask() && ask()));
  std::apply([](const auto&... answer) { EXPECT_TRUE((answer.has_value() && ...)); }, answers);
  EXPECT_EQ(peer.asked().size(), 6);
  EXPECT_EQ(peer.most_at_once(), 2);
}

TEST(Row73, ASilentBmcTimesOutByTheAnswerLimit) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked&) { return Reply{.is_silent = true}; });
  auto settings = settings_for(peer);
  settings.connect_limit = 100ms;
  settings.answer_limit = 100ms;
  CurlTransport transport(rig.curl, settings);
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kTimedOut);
  EXPECT_THAT(answer.error().detail, testing::ContainsRegex("after 0\\.[2-9] s"));
}

TEST(Row73, ABmcThatNeverFinishesAHandshakeTimesOutByTheConnectLimit) {
  Rig rig;
  boost::asio::ip::tcp::acceptor deaf(rig.io, {boost::asio::ip::address_v4::loopback(), 0});
  TransportSettings settings;
  settings.origin =
      Origin{.has_tls = true, .host = "127.0.0.1", .port = deaf.local_endpoint().port()};
  settings.connect_limit = 100ms;
  CurlTransport transport(rig.curl, settings);
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kTimedOut);
}

TEST(Row73, ABmcThatTakesNoConnectionIsUnreachableByTheConnectLimit) {
  using boost::asio::ip::tcp;
  Rig rig;
  tcp::acceptor full(rig.io, tcp::v4());
  full.bind({boost::asio::ip::address_v4::loopback(), 0});
  full.listen(0);
  std::vector<tcp::socket> waiting;
  for (int i = 0; i < 4; ++i) {  // more than its queue has room for
    auto& socket = waiting.emplace_back(rig.io, tcp::v4());
    socket.async_connect(full.local_endpoint(), [](boost::system::error_code) {});
  }
  TransportSettings settings;
  settings.origin =
      Origin{.has_tls = false, .host = "127.0.0.1", .port = full.local_endpoint().port()};
  settings.connect_limit = 100ms;
  CurlTransport transport(rig.curl, settings);
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kUnreachable);
}

TEST(Row73, AnOctetNowAndThenIsNoAnswer) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked&) {
    return Reply{.body = std::string(10'000, ' '), .octet_every = 100ms};
  });
  auto settings = settings_for(peer);
  settings.slow_limit = 1s;
  settings.slow_octets = 1000;
  CurlTransport transport(rig.curl, settings);
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kTimedOut);
  EXPECT_THAT(answer.error().detail, HasSubstr("too slow"));
}

TEST(CurlTransport, AClosedPortIsUnreachable) {
  Rig rig;
  TransportSettings settings;
  {
    const HttpPeer gone(rig.io, ok);
    settings = settings_for(gone);
  }
  CurlTransport transport(rig.curl, settings);
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kUnreachable);
}

TEST(CurlTransport, ACancelledQuestionLeavesAndFreesItsPlace) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked& asked) {
    return Reply{.is_silent = asked.request.path == "/silent"};
  });
  auto settings = settings_for(peer);
  settings.in_flight = 1;
  CurlTransport transport(rig.curl, settings);
  boost::asio::cancellation_signal stop;
  auto ended = rig.start(transport.send(get("/silent")), stop);
  rig.run_until([&] { return !peer.asked().empty(); });
  stop.emit(boost::asio::cancellation_type::terminal);
  EXPECT_TRUE(rig.was_cancelled(ended));
  EXPECT_EQ(rig.curl.running(), 0);
  EXPECT_TRUE(rig.run(transport.send(get("/a"))));
  rig.run_until([&] { return peer.reset_or_closed() == 1; });
}

TEST(CurlTransport, ACancelledQuestionInTheQueueIsNeverSent) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked&) { return Reply{.is_silent = true}; });
  auto settings = settings_for(peer);
  settings.in_flight = 1;
  CurlTransport transport(rig.curl, settings);
  boost::asio::cancellation_signal stop_first;
  boost::asio::cancellation_signal stop_second;
  auto first = rig.start(transport.send(get("/a")), stop_first);
  auto second = rig.start(transport.send(get("/b")), stop_second);
  rig.run_until([&] { return !peer.asked().empty(); });
  stop_second.emit(boost::asio::cancellation_type::terminal);
  EXPECT_TRUE(rig.was_cancelled(second));
  EXPECT_EQ(rig.curl.running(), 1);
  stop_first.emit(boost::asio::cancellation_type::terminal);
  EXPECT_TRUE(rig.was_cancelled(first));
  rig.run_until([&] { return peer.reset_or_closed() == 1; });
  EXPECT_EQ(peer.asked().size(), 1);
  EXPECT_EQ(rig.curl.running(), 0);
}

TEST(CurlTransport, MayEndWhileQuestionsAreUnderWay) {
  boost::asio::io_context io(1);
  auto curl = std::make_unique<CurlLoop>(io.get_executor());
  HttpPeer peer(io, [](const Asked&) { return Reply{.is_silent = true}; });
  CurlTransport transport(*curl, settings_for(peer));
  const auto ended = boost::asio::co_spawn(io, transport.send(get("/a")), boost::asio::use_future);
  while (peer.asked().empty()) io.run_one();
  EXPECT_EQ(curl->running(), 1);
  curl.reset();
  io.poll();
}

TEST(CurlTransport, SendsNoLineThatABmcSmuggledIn) {
  Rig rig;
  HttpPeer peer(rig.io, ok);
  CurlTransport transport(rig.curl, settings_for(peer));
  for (const char* path : {"", "a", "/a b", "/a\r\nX: y", "/\x7f", "/\xc3\xa4", "@evil/"})
    EXPECT_FALSE(rig.run(transport.send(get(path)))) << path;
  HttpRequest request = get("/a");
  request.fields.emplace_back("If-Match", "\"1\"\r\nX: y");
  EXPECT_FALSE(rig.run(transport.send(request)));
  EXPECT_EQ(peer.connections(), 0);
}

TEST(Row76, GoesWithoutTlsOnlyToThisMachineOrWhereToldTo) {
  Rig rig;
  TransportSettings settings;
  settings.origin = Origin{.has_tls = false, .host = "192.0.2.1", .port = 80};
  CurlTransport transport(rig.curl, settings);
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kTls);
  EXPECT_EQ(rig.curl.running(), 0);
}

}  // namespace
}  // namespace rackseed::redfish::tests
