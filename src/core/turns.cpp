#include <rackseed/turns.hpp>

#include <rackseed/task_group.hpp>

#include <deque>

namespace rackseed {
namespace {

namespace asio = boost::asio;

/// One that waits. The timer never expires: it is cancelled when the turn has come.
struct Waiter {
  explicit Waiter(const asio::any_io_executor& executor)
      : timer(executor, asio::steady_timer::time_point::max()) {}

  asio::steady_timer timer;
  bool has_turn = false;
};

}  // namespace

struct Turns::State {
  explicit State(std::size_t at_once) : free(at_once) {}

  std::size_t free;
  std::deque<std::weak_ptr<Waiter>> waiting{};
};

Turns::Turns(std::size_t at_once) : state_(std::make_shared<State>(at_once)) {}

Turns::Turn::~Turn() {
  if (!state_) return;
  while (!state_->waiting.empty()) {
    const auto next = state_->waiting.front().lock();
    state_->waiting.pop_front();
    if (!next) continue;  // it was cancelled
    next->has_turn = true;
    boost::system::error_code never;  // of a timer
    next->timer.cancel(never);
    return;
  }
  ++state_->free;
}

asio::awaitable<Turns::Turn> Turns::take() {
  const auto state = state_;
  if (state->free > 0) {
    --state->free;
    co_return Turn(state);
  }
  const auto executor = co_await asio::this_coro::executor;
  const auto waiter = std::make_shared<Waiter>(executor);
  state->waiting.push_back(waiter);
  const auto [woken] = co_await waiter->timer.async_wait(kAwait);
  static_cast<void>(woken);
  if (!waiter->has_turn) throw boost::system::system_error(asio::error::operation_aborted);
  co_return Turn(state);
}

}  // namespace rackseed
