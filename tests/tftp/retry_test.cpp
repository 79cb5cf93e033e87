#include "tftp/retry.hpp"

#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

using namespace std::chrono_literals;

TEST(TftpRetry, WaitsAsConfiguredBeforeARoundTripIsKnown) {
  const RetryTimer timer(RetryLimits{.first = 700ms}, {});
  EXPECT_EQ(timer.timeout(), 700ms);
}

TEST(TftpRetry, BacksOffUpToTheLimit) {
  RetryTimer timer(RetryLimits{.first = 300ms, .most = 2s}, {});
  for (const Duration expected :
       {Duration(300ms), Duration(600ms), Duration(1200ms), Duration(2s), Duration(2s)}) {
    EXPECT_EQ(timer.timeout(), expected);
    timer.repeated();
  }
  timer.answered();
  EXPECT_EQ(timer.timeout(), 300ms);
}

TEST(TftpRetry, FollowsTheRoundTrip) {  // RFC 6298 section 2
  RetryTimer timer(RetryLimits{.least = 1ms}, {});
  timer.measured(100ms);
  EXPECT_EQ(timer.timeout(), 300ms);  // 100 + 4 * 50
  timer.measured(180ms);
  EXPECT_EQ(timer.timeout(), 110ms + 4 * 57500us);  // (7 * 100 + 180) / 8; (3 * 50 + 80) / 4
  for (int i = 0; i < 100; ++i) timer.measured(40ms);
  EXPECT_LT(timer.timeout(), 42ms);
  EXPECT_GE(timer.timeout(), 40ms);
}

TEST(TftpRetry, ForgetsALongRoundTripOnceItSeesAShortOne) {
  RetryTimer timer(RetryLimits{.least = 1ms}, {});
  timer.measured(1s);  // an acknowledgement was lost, and the client repeated it after a second
  timer.measured(2ms);
  EXPECT_EQ(timer.timeout(), 6ms);
}

TEST(TftpRetry, NeverWaitsShorterThanTheLeast) {
  RetryTimer timer(RetryLimits{.least = 100ms}, {});
  for (int i = 0; i < 10; ++i) timer.measured(10us);
  EXPECT_EQ(timer.timeout(), 100ms);
}

TEST(TftpRetry, WaitsAsThePeerAsked) {  // RFC 2349
  RetryTimer timer(RetryLimits{.most = 2s}, 9s);
  timer.measured(1ms);
  timer.repeated();
  EXPECT_EQ(timer.timeout(), 9s);
}

TEST(TftpRetry, EndsAfterManyRepetitions) {
  RetryTimer timer(RetryLimits{.repeats = 5}, {});
  for (int i = 0; i < 5; ++i) {
    EXPECT_FALSE(timer.exhausted(0s)) << i;
    timer.repeated();
  }
  EXPECT_TRUE(timer.exhausted(0s));
  timer.answered();
  EXPECT_FALSE(timer.exhausted(0s));
}

TEST(TftpRetry, EndsAfterALongSilenceButNotBeforeAFewTries) {
  RetryTimer timer(RetryLimits{.silence = 60s}, 200s);
  EXPECT_FALSE(timer.exhausted(200s));
  for (unsigned i = 0; i < kLeastRepeats; ++i) timer.repeated();
  EXPECT_FALSE(timer.exhausted(59s));
  EXPECT_TRUE(timer.exhausted(60s));
}

}  // namespace
}  // namespace rackseed::tftp
