#include "dhcp/probe_waiters.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>
#include <rackseed/task_group.hpp>

namespace rackseed::dhcp::tests {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::chrono::hours kLong{1};

boost::asio::awaitable<void> wait(ProbeWaiters* waiters, ProbeWaiters::Key key,
                                  std::chrono::milliseconds limit,
                                  std::vector<ProbeWaiters::Key>* answered) {
  const bool is_answered = co_await waiters->wait(key, limit);
  if (is_answered) answered->push_back(key);
}

class ProbeWaitersTest : public testing::Test {
 protected:
  void start(ProbeWaiters::Key key, std::chrono::milliseconds limit = kLong) {
    tasks_.spawn("wait", wait(&waiters_, key, limit, &answered_));
    io_.poll();
  }
  void run() {
    io_.restart();
    io_.run_for(std::chrono::seconds(10));
    EXPECT_TRUE(waiters_.empty());
  }

  boost::asio::io_context io_{1};
  ProbeWaiters waiters_;
  std::vector<ProbeWaiters::Key> answered_;
  TaskGroup tasks_{io_.get_executor(), nullptr};
};

const ProbeWaiters::Key kFirst{ip("10.1.8.21"), 1};
const ProbeWaiters::Key kSecond{ip("10.1.8.22"), 1};
const ProbeWaiters::Key kOtherNumber{ip("10.1.8.21"), 2};

TEST_F(ProbeWaitersTest, TellsAllThatAskedTheSame) {
  start(kFirst);
  start(kFirst);
  start(kSecond, std::chrono::milliseconds(1));
  start(kOtherNumber, std::chrono::milliseconds(1));
  EXPECT_EQ(waiters_.size(), 4U);
  waiters_.answered(kFirst);
  run();
  EXPECT_THAT(answered_, UnorderedElementsAre(kFirst, kFirst));
}

TEST_F(ProbeWaitersTest, GiveUpInTime) {
  start(kFirst, std::chrono::milliseconds(1));
  run();
  EXPECT_THAT(answered_, IsEmpty());
}

TEST_F(ProbeWaitersTest, PassOverAnswersThatNobodyWaitsFor) {
  waiters_.answered(kFirst);
  start(kFirst, std::chrono::milliseconds(1));
  waiters_.answered(kSecond);
  run();
  EXPECT_THAT(answered_, IsEmpty());
}

TEST_F(ProbeWaitersTest, CanBeCancelled) {
  start(kFirst);
  tasks_.stop();
  run();
  EXPECT_THAT(answered_, IsEmpty());
}

}  // namespace
}  // namespace rackseed::dhcp::tests
