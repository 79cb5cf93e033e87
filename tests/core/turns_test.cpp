#include <rackseed/turns.hpp>

#include <rackseed/task_group.hpp>

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <string>
#include <vector>

namespace rackseed {
namespace {

/// Takes a turn, says so, and keeps it until told to go on.
boost::asio::awaitable<void> visit(Turns* turns, std::vector<std::string>* seen, std::string name,
                                   boost::asio::steady_timer* leave) {
  const auto turn = co_await turns->take();
  seen->push_back(name);
  const auto [told] = co_await leave->async_wait(kAwait);
  static_cast<void>(told);
}

struct Room {
  boost::asio::io_context io{1};
  TaskGroup tasks{io.get_executor(), [](std::string_view, std::string_view) {}};
  Turns turns{1};
  std::vector<std::string> seen{};
  boost::asio::steady_timer leave{io, boost::asio::steady_timer::time_point::max()};

  TaskGroup::Id enter(const std::string& name) {
    const auto task = tasks.spawn(name, visit(&turns, &seen, name, &leave));
    go_on();
    return task;
  }
  void go_on() {
    io.restart();
    io.poll();
  }
  void next() {
    leave.cancel();
    go_on();
  }
};

TEST(Turns, ComeInTheirOrder) {
  Room room;
  for (const char* name : {"a", "b", "c"}) room.enter(name);
  EXPECT_THAT(room.seen, testing::ElementsAre("a"));
  room.next();
  EXPECT_THAT(room.seen, testing::ElementsAre("a", "b"));
  room.next();
  room.next();
  EXPECT_THAT(room.seen, testing::ElementsAre("a", "b", "c"));
  room.enter("d");
  EXPECT_THAT(room.seen, testing::ElementsAre("a", "b", "c", "d"));
  room.next();
  EXPECT_EQ(room.tasks.size(), 0);
}

TEST(Turns, PassOverWhoWasCancelled) {
  Room room;
  room.enter("a");
  const auto second = room.enter("b");
  room.enter("c");
  room.tasks.cancel(second);
  room.go_on();
  room.next();
  EXPECT_THAT(room.seen, testing::ElementsAre("a", "c"));
  room.next();
  EXPECT_EQ(room.tasks.size(), 0);
}

TEST(Turns, AreGivenBackByWhoIsCancelledAsItsTurnComes) {
  Room room;
  room.enter("a");
  const auto second = room.enter("b");
  room.leave.cancel();
  room.io.restart();
  while (room.tasks.size() == 2) room.io.run_one();
  room.tasks.cancel(second);
  room.go_on();
  room.enter("c");
  EXPECT_EQ(room.seen.back(), "c");
  room.next();
}

}  // namespace
}  // namespace rackseed
