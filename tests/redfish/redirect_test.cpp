#include "redfish/transport/redirect.hpp"

#include <gtest/gtest.h>

namespace rackseed::redfish::tests {
namespace {

const Origin kBmc{.has_tls = true, .host = "10.1.40.11", .port = 443};

RedirectDecision redirected(std::string method, std::string path, int status, std::string to) {
  const HttpRequest request{.method = std::move(method), .path = std::move(path)};
  const HttpResponse answer{.status = status, .fields = {{"location", std::move(to)}}};
  return decide_redirect(kBmc, request, answer);
}

std::string followed_to(const RedirectDecision& decision) {
  const auto* again = std::get_if<AskAgain>(&decision);
  return again == nullptr ? "not followed" : again->origin.text() + again->path;
}

TEST(Redirect, LeavesEveryOtherAnswerAlone) {
  for (const int status : {200, 201, 202, 204, 300, 303, 304, 400, 401, 500})
    EXPECT_TRUE(std::holds_alternative<AnswerStands>(redirected("GET", "/a", status, "/b")));
}

TEST(Row42, KeepsAPostToSessionsOnTheSameHost) {
  for (const int status : {301, 307, 308})
    EXPECT_EQ(followed_to(redirected("POST", "/redfish/v1/Sessions", status,
                                     "https://10.1.40.11/redfish/v1/Sessions/")),
              "https://10.1.40.11/redfish/v1/Sessions/");
  EXPECT_EQ(followed_to(redirected("POST", "/redfish/v1/Sessions", 302, "/redfish/v1/Sessions/")),
            "not followed");
}

TEST(Row42, PutsNoOtherPostElsewhereUnlessToldToKeepIt) {
  const std::string reset = "/redfish/v1/Systems/1/Actions/ComputerSystem.Reset";
  EXPECT_EQ(followed_to(redirected("POST", reset, 301, "/redfish/v1/Systems/2")), "not followed");
  EXPECT_EQ(followed_to(redirected("POST", reset, 301, reset + "/")),
            "https://10.1.40.11" + reset + "/");
  EXPECT_EQ(followed_to(redirected("POST", reset, 308, "/elsewhere")),
            "https://10.1.40.11/elsewhere");
}

TEST(Row43, AGetAdoptsAnotherPortAndASlash) {
  EXPECT_EQ(
      followed_to(redirected("GET", "/redfish/v1", 301, "https://10.1.40.11:8080/redfish/v1/")),
      "https://10.1.40.11:8080/redfish/v1/");
  EXPECT_EQ(followed_to(redirected("GET", "/redfish/v1", 302, "/redfish/v1/")),
            "https://10.1.40.11/redfish/v1/");
}

TEST(Row43, NothingGoesToAnotherHostPortOrKind) {
  for (const char* to :
       {"https://10.1.40.12/a", "//10.1.40.12/a", "http://10.1.40.11/a", "https://evil@10.1.40.11/",
        "https://10.1.40.11@evil/", "https://10.1.40.11.evil/", "ftp://10.1.40.11/a", "", "a",
        "https:///a", "https://10.1.40.11:0/", "https://10.1.40.11:99999/", "/asked"})
    EXPECT_TRUE(std::holds_alternative<NotFollowed>(redirected("GET", "/asked", 301, to))) << to;
  EXPECT_TRUE(std::holds_alternative<NotFollowed>(
      redirected("POST", "/Sessions", 307, "https://10.1.40.11:8443/Sessions")));
}

TEST(Redirect, ReadsAddressesOfBothFamilies) {
  const auto v6 = parse_target("HTTPS://[fe80::1]:8443/x?y=1", kBmc);
  ASSERT_TRUE(v6 && v6->origin);
  EXPECT_EQ(v6->origin->text() + v6->path, "https://[fe80::1]:8443/x?y=1");
  const auto bare = parse_target("https://bmc1", kBmc);
  ASSERT_TRUE(bare && bare->origin);
  EXPECT_EQ(bare->path, "/");
  EXPECT_FALSE(parse_target("https://[fe80::1", kBmc));
  EXPECT_FALSE(parse_target("https://bmc1?x", kBmc));
}

TEST(Redirect, TakesHostsThatDifferInCaseForOne) {
  const Origin named{.has_tls = true, .host = "bmc1", .port = 443};
  const HttpRequest request{.path = "/a"};
  const HttpResponse answer{.status = 308, .fields = {{"location", "https://BMC1/b"}}};
  EXPECT_EQ(followed_to(decide_redirect(named, request, answer)), "https://bmc1/b");
}

}  // namespace
}  // namespace rackseed::redfish::tests
