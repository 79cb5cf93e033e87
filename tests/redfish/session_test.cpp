#include "redfish/session.hpp"

#include "tests/redfish/fake_bmc.hpp"

#include <gmock/gmock.h>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace rackseed::redfish::tests {
namespace {

using boost::asio::experimental::awaitable_operators::operator&&;
using testing::HasSubstr;

TEST(Session, LogsInOnceAndGivesTheSessionBack) {
  Logged rig;
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(rig.run(rig.session.ask(get("/redfish/v1/Systems")))->status, 200);
  EXPECT_EQ(rig.bmc.logins, 1);
  EXPECT_EQ(rig.peer.asked().back().field("x-auth-token"), "token1");
  EXPECT_EQ(rig.peer.asked().back().field("odata-version"), "4.0");
  EXPECT_EQ(rig.peer.asked().back().field("authorization"), "");
  rig.run(rig.session.close());
  EXPECT_TRUE(rig.bmc.tokens.empty());
  EXPECT_FALSE(rig.session.has_session());
  rig.run(rig.session.close());
  EXPECT_EQ(rig.peer.count("DELETE"), 1);
}

TEST(Session, TwoQuestionsAtOnceShareOneLogin) {
  Logged rig;
  const auto both =
      rig.run((rig.session.ask(get("/redfish/v1/a")) && rig.session.ask(get("/redfish/v1/b"))));
  EXPECT_TRUE(std::get<0>(both) && std::get<1>(both));
  EXPECT_EQ(rig.bmc.logins, 1);
}

TEST(Session, AWrongPasswordIsDenied) {
  Logged rig("wrong");
  const auto answer = rig.run(rig.session.ask(get("/redfish/v1/Systems")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kDenied);
  EXPECT_THAT(answer.error().detail, Not(HasSubstr("wrong")));
  EXPECT_EQ(rig.bmc.logins, 1);
}

TEST(Row38, AtTheSessionLimitThePasswordIsSentInstead) {
  Logged rig;
  rig.bmc.most_sessions = 0;
  EXPECT_EQ(rig.run(rig.session.ask(get("/redfish/v1/Systems")))->status, 200);
  EXPECT_EQ(rig.run(rig.session.ask(get("/redfish/v1/Systems")))->status, 200);
  EXPECT_EQ(rig.bmc.logins, 1);
  EXPECT_EQ(rig.peer.asked().back().field("authorization"), "Basic YWRtaW46cmlnaHQ=");
  rig.run(rig.session.close());
  EXPECT_EQ(rig.peer.count("DELETE"), 0);
}

TEST(Row38, WhereThePasswordIsRefusedTooTheLimitIsTold) {
  Logged rig;
  rig.bmc.most_sessions = 0;
  rig.bmc.takes_basic = false;
  const auto answer = rig.run(rig.session.ask(get("/redfish/v1/Systems")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kSessionLimit);
  EXPECT_THAT(answer.error().detail, HasSubstr("all sessions of the BMC are taken"));
}

TEST(Row38, ABmcWithoutSessionsIsAskedByPassword) {
  Logged rig;
  rig.bmc.has_sessions = false;
  EXPECT_EQ(rig.run(rig.session.ask(get("/redfish/v1/Systems")))->status, 200);
  EXPECT_TRUE(rig.session.refuses_sessions());
  rig.run(rig.session.close());
  EXPECT_EQ(rig.run(rig.session.ask(get("/redfish/v1/Systems")))->status, 200);
  EXPECT_EQ(rig.bmc.logins, 1);
}

TEST(Row38, WhereThatIsKnownNoLoginIsTried) {
  Logged rig;
  auto settings = Logged::quick();
  settings.refuses_sessions = true;
  Session session(rig.transport, Credentials("admin", "right"), settings);
  EXPECT_EQ(rig.run(session.ask(get("/redfish/v1/Systems")))->status, 200);
  EXPECT_EQ(rig.bmc.logins, 0);
}

TEST(Row38, AfterTheLimitASessionIsTriedAgainNextTime) {
  Logged rig;
  rig.bmc.most_sessions = 0;
  EXPECT_TRUE(rig.run(rig.session.ask(get("/redfish/v1/Systems"))));
  EXPECT_FALSE(rig.session.refuses_sessions());
  rig.run(rig.session.close());
  rig.bmc.most_sessions = 1;
  EXPECT_TRUE(rig.run(rig.session.ask(get("/redfish/v1/Systems"))));
  EXPECT_TRUE(rig.session.has_session());
}

TEST(Row38, TheSessionIsDeletedAfterACancelledQuestionToo) {
  Logged rig;
  rig.bmc.resource = [](const Asked&) { return Reply{.is_silent = true}; };
  boost::asio::cancellation_signal stop;
  auto ended = rig.start(rig.session.ask(get("/redfish/v1/Systems")), stop);
  rig.run_until([&] { return rig.count("GET", "/redfish/v1/Systems") == 1; });
  stop.emit(boost::asio::cancellation_type::terminal);
  EXPECT_TRUE(rig.was_cancelled(ended));
  rig.run(rig.session.close());
  EXPECT_TRUE(rig.bmc.tokens.empty());
}

TEST(Row38, TheSessionIsDeletedAfterAnErrorToo) {
  Logged rig;
  rig.bmc.resource = [](const Asked&) { return Reply{.is_reset = true}; };
  EXPECT_FALSE(rig.run(rig.session.ask(post("/redfish/v1/Systems/1/Reset", "{}"))));
  rig.run(rig.session.close());
  EXPECT_TRUE(rig.bmc.tokens.empty());
}

TEST(Row39, ALapsedSessionIsRenewedOnceAndTheQuestionReplayed) {
  Logged rig;
  EXPECT_TRUE(rig.run(rig.session.ask(get("/redfish/v1/Systems"))));
  rig.bmc.tokens.clear();
  const auto answer = rig.run(rig.session.ask(post("/redfish/v1/Systems/1/Reset", "{\"a\":1}")));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(rig.bmc.logins, 2);
  EXPECT_EQ(rig.peer.asked().back().request.body, "{\"a\":1}");
  EXPECT_EQ(rig.peer.asked().back().field("x-auth-token"), "token2");
  rig.run(rig.session.close());
  EXPECT_TRUE(rig.bmc.tokens.empty());
}

TEST(Row39, ABmcThatForgetsEverySessionIsNotAskedForEver) {
  Logged rig;
  rig.bmc.resource = [](const Asked&) { return complaint(401, "NoValidSession"); };
  const auto answer = rig.run(rig.session.ask(get("/redfish/v1/Systems")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kDenied);
  EXPECT_EQ(rig.bmc.logins, 2);
}

TEST(Row39, QuestionsThatLapseTogetherRenewTheSessionOnce) {
  Logged rig;
  EXPECT_TRUE(rig.run(rig.session.ask(get("/redfish/v1/a"))));
  rig.bmc.tokens.clear();
  const auto both =
      rig.run((rig.session.ask(get("/redfish/v1/a")) && rig.session.ask(get("/redfish/v1/b"))));
  EXPECT_TRUE(std::get<0>(both) && std::get<1>(both));
  EXPECT_EQ(rig.bmc.logins, 2);
}

TEST(Row40, OtherCredentialsGetASessionOfTheirOwn) {
  Logged rig;
  EXPECT_TRUE(rig.run(rig.session.ask(get("/redfish/v1/Systems"))));
  rig.run(rig.session.use(Credentials("admin", "right")));
  EXPECT_TRUE(rig.session.has_session());
  rig.bmc.password = "new";
  rig.run(rig.session.use(Credentials("admin", "new")));
  EXPECT_TRUE(rig.bmc.tokens.empty());
  EXPECT_EQ(rig.run(rig.session.ask(get("/redfish/v1/Systems")))->status, 200);
  EXPECT_EQ(rig.bmc.logins, 2);
}

TEST(Row41, TheRootSaysWhereSessionsAre) {
  Logged rig;
  rig.bmc.location_prefix = "https://bmc.internal.example";
  EXPECT_TRUE(rig.run(rig.session.ask(get("/redfish/v1/Systems"))));
  EXPECT_EQ(rig.count("GET", "/redfish/v1/SessionService"), 0);
  EXPECT_EQ(rig.peer.asked().at(0).request.path, "/redfish/v1/");
  EXPECT_EQ(rig.peer.asked().at(0).field("authorization"), "");
  rig.run(rig.session.close());  // by the path alone
  EXPECT_EQ(rig.count("DELETE", std::string(kFakeSessions) + "/1"), 1);
}

TEST(Row41, ABmcWithoutARootHasNoRedfish) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked&) { return Reply{.status = 404, .body = "<html>"}; });
  CurlTransport transport(rig.curl, settings_for(peer));
  Session session(transport, Credentials("a", "b"));
  const auto answer = rig.run(session.ask(get("/redfish/v1/Systems")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kUnsupported);
}

TEST(Row68, APasswordThatMustBeChangedIsTold) {
  Logged rig;
  rig.bmc.resource = [](const Asked&) { return complaint(403, "PasswordChangeRequired"); };
  const auto answer = rig.run(rig.session.ask(get("/redfish/v1/Systems")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kPasswordExpired);
}

TEST(Row68, ASessionThatOnlyServesToChangeThePasswordIsGivenBack) {
  Rig rig;
  HttpPeer peer(rig.io, [](const Asked& asked) {
    if (asked.request.method == "GET") return Reply{.body = std::string(kFakeRoot)};
    Reply reply = complaint(201, "PasswordChangeRequired");
    reply.fields = {{"X-Auth-Token", "t"}, {"Location", "/redfish/v1/SessionService/Sessions/1"}};
    return reply;
  });
  CurlTransport transport(rig.curl, settings_for(peer));
  Session session(transport, Credentials("admin", "old"));
  const auto answer = rig.run(session.ask(get("/redfish/v1/Systems")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kPasswordExpired);
  EXPECT_EQ(peer.count("DELETE"), 1);
}

TEST(Row68, AnotherForbiddenIsAnAnswer) {
  Logged rig;
  rig.bmc.resource = [](const Asked&) { return complaint(403, "InsufficientPrivilege"); };
  EXPECT_EQ(rig.run(rig.session.ask(get("/redfish/v1/Systems")))->status, 403);
}

TEST(Row71, AReadIsAskedAgainUntilTheBmcIsReady) {
  Logged rig;
  int number = 0;
  rig.bmc.resource = [&](const Asked&) {
    return ++number < 3 ? complaint(503, "SYS518") : Reply{.body = "{}"};
  };
  EXPECT_EQ(rig.run(rig.session.ask(get("/redfish/v1/Systems")))->status, 200);
  number = -10;
  EXPECT_EQ(rig.run(rig.session.ask(post("/redfish/v1/Systems/1/Reset", "{}")))->status, 503);
  EXPECT_EQ(rig.peer.asked().size(), 2 + 3 + 1);
}

TEST(Row72, ABmcThatFallsSilentIsRestarting) {
  Logged rig;
  EXPECT_TRUE(rig.run(rig.session.ask(get("/redfish/v1/Systems"))));
  rig.bmc.resource = [](const Asked&) { return Reply{.is_reset = true}; };
  const auto answer = rig.run(rig.session.ask(get("/redfish/v1/Systems")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kRestarting);
}

TEST(Credentials, AreSentAsJsonAndAsBasic) {
  const Credentials odd("a\"b", "p\\\xc3\xa4:");
  EXPECT_EQ(odd.login_body(), "{\"UserName\":\"a\\\"b\",\"Password\":\"p\\\\\xc3\xa4:\"}");
  EXPECT_EQ(Credentials("Aladdin", "open sesame").basic(),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");  // RFC 7617 section 2
}

TEST(Credentials, LeaveNothingBehindWhenTheyMove) {
  Credentials first("user", "secret");
  const Credentials second(std::move(first));
  EXPECT_EQ(first.login_body(), R"({"UserName":"","Password":""})");  // NOLINT: what is left
  EXPECT_TRUE(second.is_same(Credentials("user", "secret")));
  EXPECT_FALSE(second.is_same(Credentials("user", "other")));
}

}  // namespace
}  // namespace rackseed::redfish::tests
