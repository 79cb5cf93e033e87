#include <rackseed/task_group.hpp>

#include <fmt/core.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/multiple_exceptions.hpp>

#include <unordered_map>

namespace rackseed {
namespace asio = boost::asio;

namespace {

struct Task {
  std::string name{};
  asio::cancellation_signal signal{};
  bool started = false;
  bool cancelled = false;
};

/// The text of an exception, or nothing for operation_aborted. Operators && and || throw a
/// multiple_exceptions when both sides were cancelled.
std::optional<std::string> find_failure(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const asio::multiple_exceptions& several) {
    return find_failure(several.first_exception());
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) return {};
    return error.what();
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception of unknown type";
  }
}

}  // namespace

struct TaskGroup::State {
  State(asio::any_io_executor on, OnFailure handler)
      : executor(std::move(on)),
        on_failure(std::move(handler)),
        idle(executor, asio::steady_timer::time_point::max()) {}

  void cancel(Task& task) const;
  void end(Id id, const std::exception_ptr& exception);

  asio::any_io_executor executor;
  OnFailure on_failure;
  asio::steady_timer idle;  ///< never expires; its waits are cancelled when the last task has ended
  std::unordered_map<Id, std::unique_ptr<Task>> tasks;
  Id next = 0;
  bool stopped = false;
};

/// A signal before the first resumption would be lost with the task's completion (Boost 1.81: the
/// entry point throws outside of its own try block), so run() looks at the flag instead.
void TaskGroup::State::cancel(Task& task) const {
  task.cancelled = true;
  if (task.started) task.signal.emit(asio::cancellation_type::terminal);
}

void TaskGroup::State::end(Id id, const std::exception_ptr& exception) {
  const auto found = tasks.find(id);
  if (found == tasks.end()) return;
  const auto task = std::move(found->second);
  tasks.erase(found);
  if (exception && on_failure)
    if (const auto why = find_failure(exception)) on_failure(task->name, *why);
  if (tasks.empty()) idle.cancel();
}

TaskGroup::TaskGroup(asio::any_io_executor executor, OnFailure on_failure)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_failure))) {}

TaskGroup::~TaskGroup() {
  state_->on_failure = nullptr;
  stop();
}

asio::awaitable<void> TaskGroup::run(std::shared_ptr<State> state, Id id,
                                     asio::awaitable<void> work) {
  Task& task = *state->tasks.at(id);
  task.started = true;
  std::exception_ptr exception;
  try {
    if (!task.cancelled) co_await std::move(work);
  } catch (...) {
    exception = std::current_exception();
  }
  // Without this the entry point of a cancelled task may throw before it calls the handler.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  if (exception) std::rethrow_exception(exception);
}

TaskGroup::Id TaskGroup::spawn(std::string name, asio::awaitable<void> work) {
  const Id id = state_->next++;
  if (state_->stopped) return id;
  auto owned = std::make_unique<Task>();
  Task& task = *owned;
  task.name = std::move(name);
  state_->tasks.emplace(id, std::move(owned));
  auto on_end = [state = state_, id](const std::exception_ptr& e) { state->end(id, e); };
  asio::co_spawn(state_->executor, run(state_, id, std::move(work)),
                 asio::bind_cancellation_slot(task.signal.slot(), std::move(on_end)));
  return id;
}

void TaskGroup::cancel(Id task) {
  const auto found = state_->tasks.find(task);
  if (found != state_->tasks.end()) state_->cancel(*found->second);
}

void TaskGroup::stop() {
  state_->stopped = true;
  std::vector<Id> running;  // a task that ends at once leaves the map while we walk it
  for (const auto& [id, task] : state_->tasks) running.push_back(id);
  for (const Id id : running) cancel(id);
}

asio::awaitable<void> TaskGroup::join() {
  const auto state = state_;
  while (!state->tasks.empty()) {
    const auto [woken] = co_await state->idle.async_wait(kAwait);
    (void)woken;
  }
}

std::size_t TaskGroup::size() const { return state_->tasks.size(); }

Error detail::timed_out(std::chrono::steady_clock::duration limit, std::string_view what) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(limit).count();
  return Error{Errc::kTimedOut, fmt::format("{}: not done within {} ms", what, ms)};
}

}  // namespace rackseed
