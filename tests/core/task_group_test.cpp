#include <gtest/gtest.h>
#include <rackseed/task_group.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <stdexcept>

namespace rackseed {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Failures = std::vector<std::string>;

constexpr auto kForever = 1h;

asio::awaitable<void> wait_for(std::chrono::steady_clock::duration time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> note_the_end_of(asio::awaitable<void> work, bool* ended) {
  try {
    co_await std::move(work);
  } catch (...) {
    *ended = true;
    throw;
  }
  *ended = true;
}

asio::awaitable<void> fail(std::string why) {
  co_await wait_for(0s);
  throw std::runtime_error(why);
}

asio::awaitable<void> fail_at_once() {
  throw 1;  // NOLINT: what a task throws need not be a std::exception
  co_return;
}

asio::awaitable<void> wait_for_both() {
  using boost::asio::experimental::awaitable_operators::operator&&;
  co_await (wait_for(kForever) && wait_for(kForever));
}

class TaskGroupTest : public testing::Test {
 protected:
  Failures failures_;
  asio::io_context io_{1};
  TaskGroup group_{io_.get_executor(), [this](std::string_view task, std::string_view why) {
                     failures_.push_back(std::string(task) + ": " + std::string(why));
                   }};
};

TEST_F(TaskGroupTest, ReportsAnExceptionUnderTheNameOfItsTask) {
  group_.spawn("lease 10.0.0.1", fail("disk full"));
  group_.spawn("other", fail_at_once());
  group_.spawn("quiet", wait_for(0s));
  EXPECT_EQ(group_.size(), 3U);
  io_.run();
  EXPECT_EQ(group_.size(), 0U);
  std::sort(failures_.begin(), failures_.end());
  EXPECT_EQ(failures_,
            (Failures{"lease 10.0.0.1: disk full", "other: an exception of unknown type"}));
}

TEST_F(TaskGroupTest, TakesCancellationAsACleanEnd) {
  bool first_ended = false;
  bool second_ended = false;
  const auto first = group_.spawn("first", note_the_end_of(wait_for(kForever), &first_ended));
  group_.spawn("second", note_the_end_of(wait_for_both(), &second_ended));
  asio::post(io_, [&] { group_.cancel(first); });
  io_.run_one();
  while (!first_ended) io_.run_one();
  EXPECT_FALSE(second_ended);
  group_.stop();
  io_.run();
  EXPECT_TRUE(second_ended);
  EXPECT_EQ(group_.size(), 0U);
  EXPECT_EQ(failures_, Failures{});
}

TEST_F(TaskGroupTest, NeverStartsATaskThatWasCancelledBefore) {
  bool ended = false;
  group_.cancel(group_.spawn("first", note_the_end_of(wait_for(kForever), &ended)));
  group_.stop();
  group_.spawn("late", note_the_end_of(wait_for(kForever), &ended));
  io_.run();
  EXPECT_FALSE(ended);
  EXPECT_EQ(group_.size(), 0U);
  EXPECT_EQ(failures_, Failures{});
}

asio::awaitable<void> stop_then_return(TaskGroup* group) {
  group->stop();
  co_return;
}

TEST_F(TaskGroupTest, MayBeStoppedByItsOwnTask) {
  group_.spawn("waits", wait_for(kForever));
  group_.spawn("stops", stop_then_return(&group_));
  io_.run();
  EXPECT_EQ(group_.size(), 0U);
  EXPECT_EQ(failures_, Failures{});
}

TEST_F(TaskGroupTest, IgnoresTheCancellationOfATaskThatEnded) {
  const auto task = group_.spawn("short", wait_for(0s));
  io_.run();
  group_.cancel(task);
  group_.cancel(task + 1);
}

asio::awaitable<void> join_then_set(TaskGroup* group, bool* joined) {
  co_await group->join();
  *joined = true;
}

TEST_F(TaskGroupTest, JoinWaitsForTheLastTask) {
  bool joined = false;
  group_.spawn("short", wait_for(1ms));
  group_.spawn("long", wait_for(kForever));
  TaskGroup other(io_.get_executor(), nullptr);
  other.spawn("join", join_then_set(&group_, &joined));
  while (group_.size() > 1) io_.run_one();
  EXPECT_FALSE(joined);
  group_.stop();
  io_.run();
  EXPECT_TRUE(joined);
}

TEST_F(TaskGroupTest, JoinOfAnEmptyGroupIsImmediate) {
  bool joined = false;
  TaskGroup other(io_.get_executor(), nullptr);
  other.spawn("join", join_then_set(&group_, &joined));
  io_.run();
  EXPECT_TRUE(joined);
}

TEST_F(TaskGroupTest, AWaitForTheLastTaskCanBeCancelled) {
  bool joined = false;
  group_.spawn("long", wait_for(kForever));
  TaskGroup other(io_.get_executor(), nullptr);
  other.spawn("join", join_then_set(&group_, &joined));
  asio::post(io_, [&] { other.stop(); });
  while (other.size() > 0) io_.run_one();
  EXPECT_FALSE(joined);
}

TEST(TaskGroup, MayGoBeforeItsTasks) {
  asio::io_context io(1);
  bool ended = false;
  {
    TaskGroup group(io.get_executor(), [](auto, auto) { FAIL(); });
    group.spawn("task", note_the_end_of(wait_for(kForever), &ended));
    group.spawn("fails", fail("not reported"));
    io.poll_one();
  }
  io.run();
}

TEST(TaskGroup, MayOutliveItsLoop) {
  auto io = std::make_unique<asio::io_context>(1);
  std::optional<TaskGroup> group;
  group.emplace(io->get_executor(), [](auto, auto) { FAIL(); });
  group->spawn("task", wait_for(kForever));
  io->poll();
  group.reset();
  io.reset();
}

/// Runs work to its end: its value, or its exception.
template <class T>
T run(asio::awaitable<T> work) {
  asio::io_context io(1);
  std::optional<T> value;
  std::exception_ptr failure;
  asio::co_spawn(io, std::move(work), [&](const std::exception_ptr& e, T result) {
    failure = e;
    value = std::move(result);
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*value);
}

asio::awaitable<std::string> read_line() {
  co_await wait_for(0s);
  co_return "line";
}
asio::awaitable<Result<std::string>> refuse() { co_return Error{Errc::kDenied, "no"}; }
struct NoDefault {
  explicit NoDefault(int number) : value(number) {}
  int value;
};
asio::awaitable<NoDefault> make_no_default() { co_return NoDefault(5); }
asio::awaitable<Result<int>> unwrap(asio::awaitable<Result<NoDefault>> work) {
  const auto result = co_await std::move(work);
  if (!result) co_return result.error();
  co_return result->value;
}

TEST(Within, YieldsWhatTheWorkYields) {
  EXPECT_EQ(run(within(kForever, read_line(), "line")).value(), "line");
  EXPECT_EQ(run(within(kForever, refuse(), "refuse")).error().code, Errc::kDenied);
  EXPECT_TRUE(run(within(kForever, wait_for(0s), "wait")));
  EXPECT_EQ(run(unwrap(within(kForever, make_no_default(), "no default"))).value(), 5);
}

TEST(Within, NamesWhatIsLate) {
  const auto late = run(within(2ms, wait_for(kForever), "request line"));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Errc::kTimedOut);
  EXPECT_EQ(late.error().detail, "request line: not done within 2 ms");
}

TEST(Within, CancelsWhatIsLate) {
  bool ended = false;
  EXPECT_FALSE(run(within(1ms, note_the_end_of(wait_for(kForever), &ended), "wait")));
  EXPECT_TRUE(ended);
}

TEST(Within, LetsExceptionsPassAtOnce) {
  EXPECT_THROW((void)run(within(kForever, fail("broken"), "x")), std::runtime_error);
}

asio::awaitable<void> wait_within(bool* returned) {
  const auto result = co_await within(kForever, wait_for(kForever), "x");
  *returned = true;
  EXPECT_FALSE(result);
}

TEST_F(TaskGroupTest, CancelsAWaitWithADeadlineWithoutCallingItLate) {
  bool returned = false;
  group_.spawn("within", wait_within(&returned));
  asio::post(io_, [&] { group_.stop(); });
  io_.run();
  EXPECT_FALSE(returned);
  EXPECT_EQ(group_.size(), 0U);
  EXPECT_EQ(failures_, Failures{});
}

}  // namespace
}  // namespace rackseed
