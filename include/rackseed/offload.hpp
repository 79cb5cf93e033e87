#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <type_traits>
#include <utility>

namespace rackseed {

/// Runs blocking work on a pool, and yields what it returned on the caller's executor. The work
/// takes all it needs by value, cannot be cancelled and must not throw.
template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work>> offload(boost::asio::thread_pool& pool,
                                                           Work work) {
  using Value = std::invoke_result_t<Work>;
  auto begin = [&pool](auto handler, Work job) {
    auto executor = boost::asio::get_associated_executor(handler);
    auto stays = boost::asio::make_work_guard(executor);
    boost::asio::post(pool, [handler = std::move(handler), job = std::move(job),
                             executor = std::move(executor), stays = std::move(stays)]() mutable {
      auto value = std::make_unique<Value>(job());
      boost::asio::post(executor,
                        [handler = std::move(handler), value = std::move(value)]() mutable {
                          std::move(handler)(std::move(*value));
                        });
    });
  };
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&,
                                                 void(Value)>(
      std::move(begin), boost::asio::use_awaitable, std::move(work));
}

}  // namespace rackseed
