#pragma once

#include "dhcp/server.hpp"
#include "tests/dhcp/fixture.hpp"
#include "tests/tftp/loopback_socket.hpp"

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace rackseed::dhcp::tests {

/// What a coroutine waits at as long as it is shut.
class Gate {
 public:
  explicit Gate(boost::asio::io_context& io)
      : timer_(io, boost::asio::steady_timer::time_point::max()) {}

  void shut() { is_shut_ = true; }
  void open() {
    is_shut_ = false;
    timer_.cancel();
  }
  boost::asio::awaitable<void> pass() {
    while (is_shut_) static_cast<void>(co_await timer_.async_wait(kAwait));
  }

 private:
  boost::asio::steady_timer timer_;
  bool is_shut_ = false;
};

/// Keeps leases in memory, as slowly as the test wants, or fails to.
class FakeSaver final : public LeaseSaver {
 public:
  explicit FakeSaver(boost::asio::io_context& io) : gate(io) {}

  boost::asio::awaitable<Result<void>> save(std::vector<LeaseRow> rows) override {
    batches.push_back(std::move(rows));
    co_await gate.pass();
    if (fails) co_return Error{Errc::kUnavailable, "disk full"};
    co_return Result<void>();
  }

  std::vector<std::vector<LeaseRow>> batches{};
  Gate gate;
  bool fails = false;
};

/// A wire on which the test decides who has which address.
class FakeProber final : public Prober {
 public:
  explicit FakeProber(boost::asio::io_context& io) : gate(io) {}

  boost::asio::awaitable<bool> is_in_use(Ipv4 address, std::string interface) override {
    asked.emplace_back(address.text(), std::move(interface));
    co_await gate.pass();
    co_return in_use.contains(address);
  }

  std::vector<std::pair<std::string, std::string>> asked{};
  std::set<Ipv4> in_use{};
  Gate gate;
};

/// A sink that remembers.
class Facts final : public FactSink {
 public:
  void saw(const Outcome& outcome, const Ingress& ingress, Bytes datagram) override {
    seen.push_back(outcome);
    interfaces.push_back(ingress.interface);
    sizes.push_back(datagram.size());
  }
  void sent(const Reply& reply, const Ingress& /*ingress*/, Bytes /*datagram*/) override {
    answers.push_back(reply.message);
  }
  void rejected(const Error& error, const Ingress& /*ingress*/, Bytes /*datagram*/) override {
    rejections.push_back(error.detail);
  }
  void troubled(std::string_view task, std::string_view why) override {
    troubles.push_back(std::string(task) + ": " + std::string(why));
  }

  std::vector<Outcome> seen{};
  std::vector<std::string> interfaces{};
  std::vector<std::size_t> sizes{};
  std::vector<std::string> rejections{};
  std::vector<std::string> troubles{};
  std::vector<Message> answers{};
};

/// The relay and its clients as addresses of this machine: what the server answers goes nowhere,
/// and needs no right. Real clients read real answers in tests/system/dhcp_test.py.
inline constexpr std::string_view kLoopbackRelay = "127.0.1.1";
inline constexpr std::string_view kLoopbackSto1 = "127.0.1.31";

inline DirectoryContent loopback_plan() {
  DirectoryContent content = plan();
  content.subnets[1].prefix = *Prefix::parse("127.0.1.0/24");
  content.subnets[1].gateway = ip(kLoopbackRelay);
  content.subnets[1].pool = {{.first = ip("127.0.1.100"), .last = ip("127.0.1.199")}};
  content.accept_relays = {ip(kLoopbackRelay)};
  content.reservations[2].addresses = {ip(kLoopbackSto1)};
  return content;
}

/// A server on a free port of the loopback.
class ServerTest : public testing::Test {
 protected:
  ServerTest() { tasks_.emplace(io_.get_executor(), nullptr); }
  void TearDown() override { stop(); }

  void start(DirectoryContent content) {
    using boost::asio::ip::udp;
    std::vector<udp::socket> sockets;
    sockets.emplace_back(io_, udp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    to_.sin_family = AF_INET;
    to_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to_.sin_port = htons(sockets.front().local_endpoint().port());
    server_ = std::make_unique<Server>(
        std::move(sockets), std::make_shared<Directory>(std::move(content)), Leases(),
        ServerParts{.saver = saver_, .prober = prober_, .sink = facts_});
    tasks_->spawn("dhcp", server_->run());
  }
  /// Ends the server; whatever runs has ended then.
  void stop() {
    tasks_->stop();
    io_.restart();
    io_.run_for(std::chrono::seconds(10));
    EXPECT_EQ(tasks_->size(), 0U);
  }
  void send(const Message& message) { send(text_of(encode(message).value())); }
  void send(std::string_view datagram) { client_.send_to(to_, datagram); }
  /// Runs the loop until something is true, at most ten seconds.
  bool wait_for(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition() && std::chrono::steady_clock::now() < end)
      io_.run_one_for(std::chrono::milliseconds(20));
    return condition();
  }
  bool wait_for_seen(std::size_t count) {
    return wait_for([&] { return facts_.seen.size() >= count; });
  }
  bool wait_for_answers(std::size_t count) {
    return wait_for([&] { return facts_.answers.size() >= count; });
  }
  bool wait_for_batches(std::size_t count) {
    return wait_for([&] { return saver_.batches.size() >= count; });
  }
  /// Runs what is ready to run.
  void settle() {
    for (int i = 0; i < 20; ++i) io_.poll();
  }

  boost::asio::io_context io_{1};
  FakeSaver saver_{io_};
  FakeProber prober_{io_};
  Facts facts_;
  std::unique_ptr<Server> server_;

 private:
  rackseed::tftp::LoopbackSocket client_;
  sockaddr_in to_{};
  std::optional<TaskGroup> tasks_;
};

}  // namespace rackseed::dhcp::tests
