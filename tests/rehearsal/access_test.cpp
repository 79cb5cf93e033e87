#include "src/rehearsal/access.hpp"

#include <gmock/gmock.h>

#include "tests/rehearsal/service_fixture.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::string_view kSessions = "/redfish/v1/SessionService/Sessions";
constexpr std::string_view kLogin = R"({"UserName":"root","Password":"calvin"})";

class VirtualSessions : public ServiceTest {
 protected:
  void begin_locked(std::initializer_list<std::string_view> faults = {}) {
    begin(faults);
    service->state().account = {.name = "root", .password = "calvin"};
  }
  void SetUp() override { begin_locked(); }
  Answer log_in() { return post(std::string(kSessions), std::string(kLogin)); }
  int status_with(std::string name, std::string value, std::string path = "/redfish/v1/Systems") {
    Request request{.path = std::move(path)};
    request.fields.emplace(std::move(name), std::move(value));
    return ask(std::move(request)).status;
  }
};

TEST_F(VirtualSessions, ShowsTheRootToEverybodyAndNothingElse) {
  EXPECT_EQ(ask(Method::kGet, "/redfish").status, 200);
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1").status, 200);
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1/").status, 200);
  const Answer answer = ask(Method::kGet, "/redfish/v1/Systems");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(field_of(answer, "WWW-Authenticate"), "Basic realm=\"Redfish\"");
}

TEST_F(VirtualSessions, LastsFromItsPostToItsDelete) {
  const Answer answer = log_in();
  EXPECT_EQ(answer.status, 201);
  const std::string token = field_of(answer, "X-Auth-Token");
  const std::string location = field_of(answer, "Location");
  EXPECT_EQ(location, "/redfish/v1/SessionService/Sessions/1");
  EXPECT_EQ(status_with("x-auth-token", token), 200);
  EXPECT_EQ(status_with("x-auth-token", "another"), 401);
  Request closing{.method = Method::kDelete, .path = location};
  closing.fields.emplace("x-auth-token", token);
  EXPECT_EQ(ask(closing).status, 204);
  EXPECT_EQ(status_with("x-auth-token", token), 401);
  EXPECT_EQ(service->state().counters.sessions_closed, 1U);
}

TEST_F(VirtualSessions, WantsTheRightPassword) {
  EXPECT_EQ(post(std::string(kSessions), R"({"UserName":"root","Password":"x"})").status, 401);
  EXPECT_EQ(post(std::string(kSessions), R"({"UserName":"root"})").status, 400);
  EXPECT_EQ(post(std::string(kSessions), "{").status, 400);
  EXPECT_EQ(status_with("authorization", "Basic cm9vdDpjYWx2aW4="), 200);
  EXPECT_EQ(status_with("authorization", "Basic cm9vdDp4"), 401);
  EXPECT_EQ(status_with("authorization", "Basic ***="), 401);
  EXPECT_EQ(service->state().counters.refused_logins, 3U);
}

TEST_F(VirtualSessions, AreLimited) {
  begin_locked({"session-limit=2"});
  EXPECT_EQ(log_in().status, 201);
  EXPECT_EQ(log_in().status, 201);
  const Answer answer = log_in();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(message_of(answer), "IDRAC.2.5.RAC0218");
  EXPECT_EQ(service->state().counters.most_sessions, 2U);
}

TEST_F(VirtualSessions, GetLost) {
  begin_locked({"sessions-lost=2"});
  const std::string token = field_of(log_in(), "X-Auth-Token");
  EXPECT_EQ(status_with("x-auth-token", token), 200);
  EXPECT_EQ(status_with("x-auth-token", token), 200);
  EXPECT_EQ(status_with("x-auth-token", token), 401);
}

TEST_F(VirtualSessions, MayBeElsewhere) {
  begin_locked({"sessions-elsewhere"});
  const auto root = get("/redfish/v1");
  EXPECT_EQ(root.at("Links").at("Sessions").at("@odata.id"), "/redfish/v1/Sessions");
  EXPECT_EQ(post("/redfish/v1/Sessions", std::string(kLogin)).status, 201);
  EXPECT_EQ(log_in().status, 401);
}

TEST_F(VirtualSessions, AreRedirected) {
  begin_locked({"redirect-sessions"});
  const Answer answer = log_in();
  EXPECT_EQ(answer.status, 308);
  EXPECT_EQ(field_of(answer, "Location"), std::string(kSessions) + "/");
  EXPECT_EQ(post(std::string(kSessions) + "/", std::string(kLogin)).status, 201);
}

TEST_F(VirtualSessions, WantAnotherPassword) {
  begin_locked({"password-change-required"});
  const Answer answer = log_in();
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(status_with("x-auth-token", field_of(answer, "X-Auth-Token")), 403);
}

TEST_F(VirtualSessions, EndWhenTheBmcRestarts) {
  begin({"bmc-restart=2"});
  log_in();
  EXPECT_EQ(post(manager() + "/Actions/Manager.Reset", R"({"ResetType":"ForceRestart"})").status,
            204);
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1").status, 503);
  now += std::chrono::seconds(2);
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1").status, 200);
  EXPECT_TRUE(service->state().sessions.empty());
}

TEST(VirtualAccess, ReadsBase64) {
  EXPECT_EQ(decode_base64("cm9vdDpjYWx2aW4="), "root:calvin");
  EXPECT_EQ(decode_base64("YWI="), "ab");
  EXPECT_EQ(decode_base64("YQ=="), "a");
  EXPECT_FALSE(decode_base64("YQ="));
  EXPECT_FALSE(decode_base64("====").value_or("").size() > 3);
}

}  // namespace
}  // namespace rackseed::rehearsal
