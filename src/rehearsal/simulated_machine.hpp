#pragma once

#include "src/rehearsal/machine.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace rackseed::rehearsal {

/// How long things take.
struct MachineTimes {
  std::chrono::milliseconds power_on{1000};
  std::chrono::milliseconds power_off{500};
  std::chrono::milliseconds shut_down{3000};
  std::chrono::milliseconds post{10'000};
  double speed = 1;  ///< 10: all of it ten times as fast
};

/// A machine of timers.
class SimulatedMachine final : public Machine {
 public:
  /// Told when POST is over and something boots.
  using OnBoot = std::function<void(const BootChoice&)>;

  SimulatedMachine(const boost::asio::any_io_executor& executor, const MachineTimes& times,
                   OnBoot on_boot = {});

  void set_chooser(Choose choose) override { choose_ = std::move(choose); }
  void perform(MachineOrder order) override;
  void insert(std::string image) override { image_ = std::move(image); }
  void eject() override { image_.clear(); }

  [[nodiscard]] Power power() const override { return power_; }
  [[nodiscard]] bool is_in_post() const override { return in_post_; }
  [[nodiscard]] const std::string& image() const { return image_; }

 private:
  void later(std::chrono::milliseconds time, std::function<void()> next);
  void begin_on();
  void begin_off(std::chrono::milliseconds time, bool and_on);
  void start();

  boost::asio::steady_timer timer_;
  MachineTimes times_;
  OnBoot on_boot_;
  Choose choose_;
  std::string image_;
  Power power_ = Power::kOff;
  bool in_post_ = false;
  /// Counts what was begun: what was begun before does not go on. A timer's handler outlives us.
  std::shared_ptr<std::uint64_t> turn_ = std::make_shared<std::uint64_t>(0);
};

}  // namespace rackseed::rehearsal
