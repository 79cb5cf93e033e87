#pragma once

#include <rackseed/error.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace rackseed {

/// `co_await x.async_y(..., kAwait)` yields a tuple that begins with the error: nothing is thrown.
inline constexpr auto kAwait = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Coroutines that run side by side on one thread, each under a name. A coroutine that ends by an
/// exception is reported under its name; operation_aborted is a clean end. Not thread-safe: use it
/// on the executor's thread.
class TaskGroup {
 public:
  using Id = std::uint64_t;
  /// Receives the name of a task that failed, and the text of its exception. Must not throw.
  using OnFailure = std::function<void(std::string_view task, std::string_view why)>;

  TaskGroup(boost::asio::any_io_executor executor, OnFailure on_failure);
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  TaskGroup(TaskGroup&&) = delete;
  TaskGroup& operator=(TaskGroup&&) = delete;
  /// Asks what still runs to end, without a wait and without further reports. What the tasks refer
  /// to must outlive them: stop() and join() first, unless the loop itself has ended.
  ~TaskGroup();

  /// Starts a task. A group that was stopped starts nothing more: the work is dropped.
  Id spawn(std::string name, boost::asio::awaitable<void> work);
  /// Asks one task to end: what it waits for fails with operation_aborted. An unknown or ended task
  /// is not an error.
  void cancel(Id task);
  /// Asks every task to end, and starts nothing more.
  void stop();
  /// Waits until no task is left. Not for a task of the same group: it would wait for itself.
  boost::asio::awaitable<void> join();

  [[nodiscard]] std::size_t size() const;

 private:
  struct State;
  static boost::asio::awaitable<void> run(std::shared_ptr<State> state, Id task,
                                          boost::asio::awaitable<void> work);

  std::shared_ptr<State> state_;
};

namespace detail {

template <class T>
struct Unwrapped {
  using Type = Result<T>;
};
template <class T>
struct Unwrapped<Result<T>> {
  using Type = Result<T>;
};

/// How a coroutine ended, as a value: operator|| would wait for the timer after an exception.
template <class T>
struct Ended {
  std::exception_ptr failure{};
  std::optional<std::conditional_t<std::is_void_v<T>, std::monostate, T>> value{};
};

template <class T>
boost::asio::awaitable<Ended<T>> end_of(boost::asio::awaitable<T> work) {
  Ended<T> ended;
  try {
    if constexpr (std::is_void_v<T>) {
      co_await std::move(work);
      ended.value.emplace();
    } else {
      ended.value.emplace(co_await std::move(work));
    }
  } catch (...) {
    ended.failure = std::current_exception();
  }
  co_return ended;
}

Error timed_out(std::chrono::steady_clock::duration limit, std::string_view what);

}  // namespace detail

/// Gives work a deadline: what it yields, or kTimedOut with a text that names `what`. Work that is
/// late is cancelled, and has ended when this returns. Exceptions of the work pass through.
template <class T>
boost::asio::awaitable<typename detail::Unwrapped<T>::Type> within(
    std::chrono::steady_clock::duration limit, boost::asio::awaitable<T> work, std::string what) {
  using boost::asio::experimental::awaitable_operators::operator||;
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, limit);
  auto first = co_await (detail::end_of(std::move(work)) || timer.async_wait(kAwait));
  if (const auto* late = std::get_if<1>(&first)) {
    if (std::get<0>(*late))  // not the deadline: whoever waits for us was cancelled
      throw boost::system::system_error(boost::asio::error::operation_aborted);
    co_return detail::timed_out(limit, what);
  }
  auto& ended = std::get<0>(first);
  if (ended.failure) std::rethrow_exception(ended.failure);
  if constexpr (std::is_void_v<T>)
    co_return typename detail::Unwrapped<T>::Type();
  else
    co_return *std::move(ended.value);
}

}  // namespace rackseed
