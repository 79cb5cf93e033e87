#pragma once

#include "redfish/ipmi/ipmi_bmc.hpp"
#include "tests/redfish/fake_ipmi_bmc.hpp"

#include <rackseed/task_group.hpp>

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace rackseed::redfish {

/// Waits that suit a test.
inline IpmiSettings hasty_ipmi() {
  using std::chrono::milliseconds;
  IpmiSettings settings;
  settings.session.user = "admin";
  settings.session.password = SecretOctets(bytes_of("secret"));
  settings.session.probe_limit = milliseconds(100);
  settings.session.repeat_after = milliseconds(50);
  settings.session.busy_pause = milliseconds(5);
  settings.poll_every = milliseconds(2);
  settings.power_limit = milliseconds(200);
  settings.shutdown_limit = milliseconds(200);
  return settings;
}

/// A BMC on a free port of the loopback, and our client of it, on one loop.
class IpmiLoopback : public testing::Test {
 public:
  using Udp = boost::asio::ip::udp;

  IpmiLoopback() : socket_(io_, Udp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
    tasks_.emplace(io_.get_executor(), nullptr);
    tasks_->spawn("bmc", serve());
    start(hasty_ipmi());
  }
  void TearDown() override {
    tasks_->stop();
    io_.restart();
    io_.run_for(std::chrono::seconds(10));
    EXPECT_EQ(tasks_->size(), 0U);
    client.reset();  // before its loop
  }

  /// The client anew.
  void start(const IpmiSettings& settings) {
    client = std::make_unique<IpmiBmc>(io_.get_executor(), socket_.local_endpoint(), settings);
  }
  /// Runs the loop until the work has ended.
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    std::optional<T> result;
    tasks_->spawn("test", keep(std::move(work), &result));
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!result && std::chrono::steady_clock::now() < end)
      io_.run_one_for(std::chrono::milliseconds(100));
    EXPECT_TRUE(result) << "it does not end";
    return result ? *std::move(result) : T(BmcError{});
  }
  void close() { EXPECT_TRUE(run(closed())); }
  void close_port() { socket_.close(); }

  FakeIpmiBmc bmc;
  std::unique_ptr<IpmiBmc> client;
  /// Which answers get lost; none when it is empty.
  std::function<bool(int packet)> loses;
  int packets = 0;

 private:
  template <class T>
  static boost::asio::awaitable<void> keep(boost::asio::awaitable<T> work,
                                           std::optional<T>* result) {
    result->emplace(co_await std::move(work));
  }
  boost::asio::awaitable<BmcResult<void>> closed() {
    co_await client->close();
    co_return BmcResult<void>();
  }
  boost::asio::awaitable<void> serve() {
    std::array<std::uint8_t, 2048> buffer{};
    for (;;) {
      Udp::endpoint from;
      const auto [error, size] =
          co_await socket_.async_receive_from(boost::asio::buffer(buffer), from, kAwait);
      if (error) co_return;
      const auto answer = bmc.take(Bytes(buffer).first(size));
      const bool is_lost = loses && loses(++packets);
      if (!answer.empty() && !is_lost) socket_.send_to(boost::asio::buffer(answer), from);
    }
  }

  boost::asio::io_context io_{1};
  Udp::socket socket_;
  std::optional<TaskGroup> tasks_;
};

}  // namespace rackseed::redfish
