#pragma once

#include <atomic>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

namespace rackseed {

namespace detail {

template <class T>
struct Offloaded {
  T value;
  std::atomic<bool> is_handed_over = false;
};

}  // namespace detail

/// Runs work elsewhere, blocking work on a thread_pool or a question on another io_context, and
/// yields what it returned on the caller's executor, which may end at once then. The work takes all
/// it needs by value, cannot be cancelled and must not throw.
template <class Context, class Work>
boost::asio::awaitable<std::invoke_result_t<Work>> offload(Context& elsewhere, Work work) {
  using Yielded = std::invoke_result_t<Work>;
  auto begin = [&elsewhere](auto handler, Work job) {
    auto executor = boost::asio::get_associated_executor(handler);
    auto stays = boost::asio::make_work_guard(executor);
    boost::asio::post(
        elsewhere, [handler = std::move(handler), job = std::move(job),
                    executor = std::move(executor), stays = std::move(stays)]() mutable {
          std::shared_ptr<detail::Offloaded<Yielded>> done(new detail::Offloaded<Yielded>{job()});
          boost::asio::post(
              executor, [handler = std::move(handler), done, stays = std::move(stays)]() mutable {
                // post() touches the caller's loop up to its return.
                while (!done->is_handed_over) std::this_thread::yield();
                std::move(handler)(std::move(done->value));
              });
          done->is_handed_over = true;
        });
  };
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&,
                                                 void(Yielded)>(
      std::move(begin), boost::asio::use_awaitable, std::move(work));
}

}  // namespace rackseed
