#include <rackseed/offload.hpp>
#include <rackseed/wait_for.hpp>

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>

namespace rackseed {
namespace {

namespace asio = boost::asio;

TEST(Offload, YieldsWhatTheWorkReturned) {
  asio::thread_pool pool(1);
  EXPECT_EQ(wait_for(offload(pool, [] { return 42; })), 42);
}

TEST(Offload, RunsTheWorkElsewhere) {
  asio::thread_pool pool(1);
  EXPECT_NE(wait_for(offload(pool, [] { return std::this_thread::get_id(); })),
            std::this_thread::get_id());
}

asio::awaitable<void> stop_after(asio::io_context& io, asio::thread_pool& pool) {
  const int value = co_await offload(pool, [] { return 42; });
  EXPECT_EQ(value, 42);
  io.stop();
}

// What is still held elsewhere would be of a loop that is gone: for the sanitizers to see.
TEST(Offload, IsDoneWithTheLoopWhenItHasYielded) {
  asio::thread_pool pool(1);
  for (int loops = 0; loops < 3000; ++loops) {
    asio::io_context io(1);
    auto stopped = asio::co_spawn(io, stop_after(io, pool), asio::use_future);
    io.run();
    static_cast<void>(stopped);
  }
}

}  // namespace
}  // namespace rackseed
