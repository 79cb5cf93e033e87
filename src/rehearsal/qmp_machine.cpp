#include "src/rehearsal/qmp_machine.hpp"

#include <rackseed/task_group.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <utility>
#include <variant>

namespace rackseed::rehearsal {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kMostQmpOrders = 32;  // as many wait for QEMU

}  // namespace

QmpMachine::QmpMachine(const boost::asio::any_io_executor& executor, std::string path,
                       const QmpTimes& times, Report report)
    : executor_(executor),
      times_(times),
      report_(std::move(report)),
      client_(executor, std::move(path), times.reply,
              [this](const QmpEvent& event) { see(event); }),
      added_(executor) {}

bool QmpMachine::is_in_post() const {
  return power_ == Power::kOn && steady_clock::now() - started_ < times_.post;
}

/// The same is not told twice in a row: a QEMU that is away stays away for many attempts.
void QmpMachine::tell(const std::string& what) {
  if (report_ && what != last_told_) report_(what);
  last_told_ = what;
}

/// A firmware that starts anew after a job of its own asks again at once: the job is not played.
BootChoice QmpMachine::choose() {
  BootChoice choice = choose_ ? choose_() : BootChoice();
  return choice.restarts && choose_ ? choose_() : choice;
}

void QmpMachine::perform(MachineOrder order) {
  if (!is_connected_) return tell("QMP: not connected: an order is lost");
  if ((power_ == Power::kOff) != (order == MachineOrder::kPowerOn)) return;
  if (power_ == Power::kPoweringOff && order != MachineOrder::kPowerOff) return;
  switch (order) {
    case MachineOrder::kPowerOn:
      power_ = Power::kPoweringOn;
      return start(choose());
    case MachineOrder::kPowerOff:
      power_ = Power::kPoweringOff;
      return add(power_off_commands());
    case MachineOrder::kShutDown:
      return add(shut_down_commands());  // it is on until the guest has ended
    case MachineOrder::kReset:
    case MachineOrder::kRestart:
    case MachineOrder::kCycle:
      return start(choose());
  }
}

void QmpMachine::start(const BootChoice& choice) {
  order_in_effect_ = boot_order(choice);
  add(start_commands(choice));
}

void QmpMachine::insert(std::string image) {
  image_ = std::move(image);
  load();
}

void QmpMachine::eject() {
  image_.clear();
  if (is_connected_) add(eject_commands());
}

void QmpMachine::load() {
  if (!is_connected_ || image_.empty()) return;
  auto commands = insert_commands(image_);
  if (!commands) return tell(commands.error().detail);
  add(*std::move(commands));
}

void QmpMachine::add(QmpCommands commands) {
  if (orders_.size() == kMostQmpOrders) return tell("QMP: too many orders wait: one is lost");
  orders_.push_back(std::move(commands));
  added_.cancel();
}

/// A machine that somebody pauses (STOP) is on still.
void QmpMachine::see(const QmpEvent& event) {
  const bool is_by_guest = flag_in(event.data, "guest").value_or(false);
  if (event.name == "RESUME") {
    power_ = Power::kOn;
    started_ = steady_clock::now();
  } else if (event.name == "SHUTDOWN") {
    power_ = Power::kOff;
    add(power_off_commands());  // or else QEMU refuses to go on
  } else if (event.name == "RESET" && is_by_guest) {
    see_guest_reset();
  } else if (event.name == "RESET" && power_ == Power::kPoweringOff) {
    power_ = Power::kOff;
  }
}

/// The firmware runs already, in the order of the last start: where the BMC wants another, it has
/// to start once more.
void QmpMachine::see_guest_reset() {
  if (power_ != Power::kOn || steady_clock::now() - started_ < times_.settle) return;
  started_ = steady_clock::now();
  const BootChoice choice = choose();
  if (boot_order(choice) != order_in_effect_) start(choice);
}

boost::asio::awaitable<void> QmpMachine::run() {
  using boost::asio::experimental::awaitable_operators::operator||;
  boost::asio::steady_timer timer(executor_);
  auto pause = times_.first_pause;
  for (;;) {
    const Result<std::string> opened = co_await client_.open();
    if (opened) {
      pause = times_.first_pause;
      begin_session(*opened);
      const std::variant<Error, Error> end = co_await (client_.read() || work());
      end_session(end.index() == 0 ? std::get<0>(end) : std::get<1>(end));
    } else {
      tell(opened.error().detail);
    }
    client_.close();
    timer.expires_after(pause);
    const auto [stopped] = co_await timer.async_wait(kAwait);
    if (stopped) co_return;
    pause = std::min(2 * pause, times_.longest_pause);
  }
}

void QmpMachine::begin_session(const std::string& version) {
  is_connected_ = true;
  tell(fmt::format("QMP: connected to QEMU {}", version));
  QmpCommands capabilities{{.name = "qmp_capabilities"}};  // before any other
  add(std::move(capabilities));
  load();
}

void QmpMachine::end_session(const Error& why) {
  is_connected_ = false;
  power_ = Power::kOff;
  order_in_effect_.clear();
  orders_.clear();
  tell(why.detail);
}

/// Until a command gets no reply. What QEMU says counts only when nothing else waits.
boost::asio::awaitable<Error> QmpMachine::work() {
  for (;;) {
    while (!orders_.empty()) {
      QmpCommands commands = std::move(orders_.front());
      orders_.pop_front();
      const Result<void> done = co_await carry_out(std::move(commands));
      if (!done) co_return done.error();
    }
    const Result<void> looked = co_await look();
    if (!looked) co_return looked.error();
    if (!orders_.empty()) continue;
    added_.expires_after(times_.look);
    const auto [woken] = co_await added_.async_wait(kAwait);
    if (woken && orders_.empty()) co_return Error{Errc::kUnavailable, "QMP: stopped"};
  }
}

boost::asio::awaitable<Result<void>> QmpMachine::carry_out(QmpCommands commands) {
  for (const QmpCommand& command : commands) {
    const Result<QmpReply> reply = co_await client_.execute(command);
    if (!reply) co_return reply.error();
    if (!command.may_fail && !reply->refusal.empty())
      tell(fmt::format("QMP: {}: {}", command.name, reply->refusal));
  }
  co_return Result<void>();
}

boost::asio::awaitable<Result<void>> QmpMachine::look() {
  QmpCommand question{.name = "query-status"};
  const Result<QmpReply> reply = co_await client_.execute(std::move(question));
  if (!reply) co_return reply.error();
  const json::object* object = reply->value.if_object();
  const auto status = object == nullptr ? std::nullopt : text_in(*object, "status");
  if (!status) co_return Error{Errc::kMalformed, "QMP: query-status: a reply without a status"};
  const auto power = power_of(*status);
  if (power && orders_.empty()) power_ = *power;
  co_return Result<void>();
}

}  // namespace rackseed::rehearsal
