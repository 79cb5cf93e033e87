#pragma once

#include "src/rehearsal/machine.hpp"
#include "src/rehearsal/qmp_client.hpp"
#include "src/rehearsal/qmp_commands.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::rehearsal {

struct QmpTimes {
  std::chrono::milliseconds post{10'000};
  /// Resets by the guest so soon after a start are the firmware's own: SeaBIOS does one or two.
  std::chrono::milliseconds settle{3000};
  std::chrono::milliseconds reply{5000};
  std::chrono::milliseconds look{10'000};  ///< how often QEMU is asked when nothing happens
  std::chrono::milliseconds first_pause{100};
  std::chrono::milliseconds longest_pause{2000};
};

/// A machine of QEMU, which somebody else has started with
///   -S -no-shutdown -qmp unix:SOCKET,server=on,wait=off
/// and with devices of the ids nic0, disk0 and cd0, as far as there are such. Without a connection
/// it is off, and orders are lost.
class QmpMachine final : public Machine {
 public:
  /// Told what a person should know.
  using Report = std::function<void(std::string_view)>;

  QmpMachine(const boost::asio::any_io_executor& executor, std::string path, const QmpTimes& times,
             Report report);

  /// Connects, again and again, until it is cancelled.
  boost::asio::awaitable<void> run();

  void set_chooser(Choose choose) override { choose_ = std::move(choose); }
  void perform(MachineOrder order) override;
  void insert(std::string image) override;
  void eject() override;

  [[nodiscard]] Power power() const override { return power_; }
  [[nodiscard]] bool is_in_post() const override;

 private:
  boost::asio::awaitable<Error> work();
  boost::asio::awaitable<Result<void>> carry_out(QmpCommands commands);
  boost::asio::awaitable<Result<void>> look();
  void begin_session(const std::string& version);
  void end_session(const Error& why);
  void add(QmpCommands commands);
  void start(const BootChoice& choice);
  void load();
  void see(const QmpEvent& event);
  void see_guest_reset();
  [[nodiscard]] BootChoice choose();
  void tell(const std::string& what);

  boost::asio::any_io_executor executor_;
  QmpTimes times_;
  Report report_;
  Choose choose_;
  QmpClient client_;
  boost::asio::steady_timer added_;
  std::deque<QmpCommands> orders_{};
  std::vector<std::string_view> order_in_effect_{};
  std::string image_{};
  std::string last_told_{};
  std::chrono::steady_clock::time_point started_{};
  Power power_ = Power::kOff;
  bool is_connected_ = false;
};

}  // namespace rackseed::rehearsal
