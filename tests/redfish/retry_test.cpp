#include "redfish/retry.hpp"

#include <gtest/gtest.h>

namespace rackseed::redfish::tests {
namespace {

using namespace std::chrono_literals;

const RetrySettings kSettings{};

BmcResult<HttpResponse> status(int number, std::string retry_after = "") {
  HttpResponse answer{.status = number};
  if (!retry_after.empty()) answer.fields.emplace_back("retry-after", std::move(retry_after));
  return answer;
}

std::chrono::milliseconds wait_of(const RetryDecision& decision) {
  const auto* later = std::get_if<AskLater>(&decision);
  return later == nullptr ? -1ms : later->wait;
}

TEST(Row71, AGetIsAskedAgainWithGrowingWaits) {
  Exchange exchange{.method = "GET", .jitter = 1};
  for (const auto& [number, wait] : {std::pair{1, 1s}, {2, 2s}, {3, 4s}, {4, 8s}}) {
    exchange.number = number;
    EXPECT_EQ(wait_of(decide_retry(exchange, status(500, "1"), kSettings)), wait);
    EXPECT_EQ(wait_of(decide_retry(exchange, status(503), kSettings)), wait);
  }
  exchange.number = kSettings.tries;
  EXPECT_TRUE(std::holds_alternative<Take>(decide_retry(exchange, status(503), kSettings)));
}

TEST(Row71, AResourceThatIsBrokenForGoodCostsFewTries) {
  Exchange exchange{.method = "GET", .number = 2, .jitter = 1};
  EXPECT_EQ(wait_of(decide_retry(exchange, status(500), kSettings)), 2s);
  exchange.number = 3;
  EXPECT_TRUE(std::holds_alternative<Take>(decide_retry(exchange, status(500), kSettings)));
}

TEST(Row71, JitterShortensAWaitByHalfAtMost) {
  const Exchange none{.method = "GET", .jitter = 0};
  EXPECT_EQ(wait_of(decide_retry(none, status(503), kSettings)), 500ms);
  const Exchange odd{.method = "GET", .jitter = 17};
  EXPECT_EQ(wait_of(decide_retry(odd, status(503), kSettings)), 1s);
}

TEST(Row71, HonoursRetryAfterWithinBounds) {
  const Exchange exchange{.method = "GET", .jitter = 1};
  const auto after = [&](const char* told) {
    return wait_of(decide_retry(exchange, status(503, told), kSettings));
  };
  EXPECT_EQ(after("7"), 7s);
  EXPECT_EQ(after("0"), 1s);
  EXPECT_EQ(after("86400"), 20s);
  EXPECT_EQ(after("99999999999999999999"), 20s);
  EXPECT_EQ(after("Wed, 21 Oct 2015 07:28:00 GMT"), 1s);
}

TEST(Row71, HasPatienceForOneQuestionOnly) {
  const Exchange late{.method = "GET", .elapsed = 89'500ms, .jitter = 1};
  EXPECT_TRUE(std::holds_alternative<Take>(decide_retry(late, status(503), kSettings)));
}

TEST(Row71, TakesEveryOtherStatusAsItIs) {
  const Exchange exchange{.method = "GET"};
  for (const int number : {200, 204, 301, 400, 401, 404, 406, 409, 412, 501})
    EXPECT_TRUE(std::holds_alternative<Take>(decide_retry(exchange, status(number), kSettings)));
}

TEST(Row69, WhatActsIsNeverAskedAgain) {
  for (const char* method : {"POST", "PATCH", "PUT", "DELETE"}) {
    const Exchange exchange{.method = method, .since_answer = 1s};
    EXPECT_TRUE(std::holds_alternative<Take>(decide_retry(exchange, status(503, "1"), kSettings)));
    const BmcResult<HttpResponse> lost = BmcError{BmcErrc::kUnreachable, "lost"};
    EXPECT_EQ(wait_of(decide_retry(exchange, lost, kSettings)), -1ms) << method;
  }
}

TEST(Row72, ABmcThatAnsweredBeforeIsRestartingForFiveMinutes) {
  const BmcResult<HttpResponse> silent = BmcError{BmcErrc::kUnreachable, "refused"};
  const auto code = [&](std::optional<std::chrono::milliseconds> since) {
    const Exchange last{.method = "GET", .number = kSettings.tries, .since_answer = since};
    const auto decision = decide_retry(last, silent, kSettings);
    const auto* lost = std::get_if<GiveUp>(&decision);
    return lost == nullptr ? BmcErrc::kUnreachable : lost->code;
  };
  EXPECT_EQ(code(187s), BmcErrc::kRestarting);
  EXPECT_EQ(code(301s), BmcErrc::kUnreachable);
  EXPECT_EQ(code(std::nullopt), BmcErrc::kUnreachable);
}

TEST(Row72, AsksABmcThatIsRestartingAgainButNotADeadOne) {
  const BmcResult<HttpResponse> silent = BmcError{BmcErrc::kUnreachable, "refused"};
  const Exchange known{.method = "GET", .since_answer = 3s, .jitter = 1};
  EXPECT_EQ(wait_of(decide_retry(known, silent, kSettings)), 1s);
  const Exchange unknown{.method = "GET"};
  EXPECT_TRUE(std::holds_alternative<Take>(decide_retry(unknown, silent, kSettings)));
}

TEST(Retry, AnotherCertificateIsNoReasonToAskAgain) {
  const Exchange exchange{.method = "GET", .since_answer = 1s};
  for (const auto code :
       {BmcErrc::kCertificateChanged, BmcErrc::kTls, BmcErrc::kMalformed, BmcErrc::kTimedOut}) {
    const BmcResult<HttpResponse> failed = BmcError{code, ""};
    EXPECT_TRUE(std::holds_alternative<Take>(decide_retry(exchange, failed, kSettings)));
  }
}

}  // namespace
}  // namespace rackseed::redfish::tests
