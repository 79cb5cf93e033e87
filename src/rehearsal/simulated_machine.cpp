#include "src/rehearsal/simulated_machine.hpp"

#include <utility>

namespace rackseed::rehearsal {

std::string_view to_string(Power power) {
  switch (power) {
    case Power::kOff:
      return "Off";
    case Power::kPoweringOn:
      return "PoweringOn";
    case Power::kOn:
      return "On";
    case Power::kPoweringOff:
      return "PoweringOff";
  }
  return "";
}

SimulatedMachine::SimulatedMachine(const boost::asio::any_io_executor& executor,
                                   const MachineTimes& times, OnBoot on_boot)
    : timer_(executor), times_(times), on_boot_(std::move(on_boot)) {}

void SimulatedMachine::perform(MachineOrder order) {
  if ((power_ == Power::kOff) != (order == MachineOrder::kPowerOn)) return;
  if (power_ == Power::kPoweringOff && order != MachineOrder::kPowerOff) return;
  switch (order) {
    case MachineOrder::kPowerOn:
      return begin_on();
    case MachineOrder::kPowerOff:
      return begin_off(times_.power_off, false);
    case MachineOrder::kShutDown:
      return begin_off(times_.shut_down, false);
    case MachineOrder::kCycle:
      return begin_off(times_.power_off, true);
    case MachineOrder::kReset:
      return start();
    case MachineOrder::kRestart:
      return later(times_.shut_down, [this] { start(); });
  }
}

void SimulatedMachine::begin_on() {
  power_ = Power::kPoweringOn;
  later(times_.power_on, [this] { start(); });
}

void SimulatedMachine::begin_off(std::chrono::milliseconds time, bool and_on) {
  power_ = Power::kPoweringOff;
  in_post_ = false;
  later(time, [this, and_on] {
    power_ = Power::kOff;
    if (and_on) begin_on();
  });
}

void SimulatedMachine::start() {
  power_ = Power::kOn;
  in_post_ = true;
  BootChoice choice = choose_ ? choose_() : BootChoice();
  choice.image = image_;
  later(times_.post, [this, choice] {
    if (choice.restarts) return start();
    in_post_ = false;
    if (on_boot_) on_boot_(choice);
  });
}

void SimulatedMachine::later(std::chrono::milliseconds time, std::function<void()> next) {
  const std::chrono::duration<double, std::milli> scaled = time / times_.speed;
  timer_.expires_after(std::chrono::duration_cast<std::chrono::nanoseconds>(scaled));
  auto on_time = [mine = ++*turn_, turn = std::weak_ptr(turn_),
                  next = std::move(next)](const boost::system::error_code& error) {
    const auto current = turn.lock();
    if (!error && current && *current == mine) next();
  };
  timer_.async_wait(std::move(on_time));
}

}  // namespace rackseed::rehearsal
