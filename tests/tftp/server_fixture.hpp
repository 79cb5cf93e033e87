#pragma once

#include "tests/cli/temporary_folder.hpp"
#include "tests/tftp/loopback_socket.hpp"
#include "tftp/receiver.hpp"
#include "tftp/server.hpp"

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

namespace rackseed::tftp {

/// A sink that remembers.
class Facts final : public FactSink {
 public:
  void saw(const TransferFact& fact) override { seen.push_back(fact); }
  void troubled(std::string_view task, std::string_view why) override {
    troubles.push_back(std::string(task) + ": " + std::string(why));
  }
  [[nodiscard]] std::vector<FactKind> kinds() const {
    std::vector<FactKind> kinds;
    for (const auto& fact : seen) kinds.push_back(fact.kind);
    return kinds;
  }

  std::vector<TransferFact> seen;
  std::vector<std::string> troubles;
};

/// A client of a server on the same loop: what it sends and receives is in the hands of the test.
class Client {
 public:
  Client(boost::asio::io_context& io, std::uint16_t port) : io_(io) {
    server_.sin_family = AF_INET;
    server_.sin_port = htons(port);
    server_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    transfer_ = server_;
    const int room = 4 << 20;
    ::setsockopt(socket_.descriptor(), SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  }

  void ask(const Packet& packet) const { socket_.send_to(server_, text_of(encode(packet))); }
  void answer(const Packet& packet) const { socket_.send_to(transfer_, text_of(encode(packet))); }
  /// Runs the loop until something arrives, at most ten seconds.
  std::optional<std::string> receive() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (socket_.is_quiet() && std::chrono::steady_clock::now() < end)
      io_.run_one_for(std::chrono::milliseconds(20));
    if (socket_.is_quiet()) return {};
    auto datagram = socket_.receive();
    transfer_ = socket_.sender();
    return datagram;
  }
  /// The next packet when it is a T.
  template <class T>
  std::optional<T> receive_a() {
    datagram_ = receive().value_or("");
    const auto packet = decode(bytes_of(datagram_));
    if (!packet || !std::holds_alternative<T>(*packet)) return {};
    return std::get<T>(*packet);
  }
  /// Reads a whole file as a client that behaves does.
  std::optional<std::string> read(const Request& request) {
    Receiver receiver(request, {});
    std::string text;
    ask(receiver.start(std::chrono::steady_clock::now()));
    while (receiver.state() != Receiver::State::kDone) {
      const auto datagram = receive();
      if (!datagram) return {};
      const auto step = receiver.take(bytes_of(*datagram), std::chrono::steady_clock::now());
      text += text_of(step.content);
      if (step.answer) answer(*step.answer);
      if (receiver.state() == Receiver::State::kFailed) return {};
    }
    return text;
  }
  [[nodiscard]] bool is_quiet() const { return socket_.is_quiet(); }
  [[nodiscard]] std::uint16_t transfer_port() const { return ntohs(transfer_.sin_port); }

 private:
  boost::asio::io_context& io_;
  LoopbackSocket socket_;
  sockaddr_in server_{};
  sockaddr_in transfer_{};  ///< where the last datagram came from
  std::string datagram_;    ///< packets point into it
};

/// A server on a free port of the loopback, and the folder that it serves.
class ServerTest : public testing::Test {
 protected:
  ServerTest() { tasks_.emplace(io_.get_executor(), nullptr); }
  void TearDown() override { stop(); }

  void start(const ServerSettings& settings, ContentSource* source = nullptr) {
    using boost::asio::ip::udp;
    udp::socket socket(io_, udp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    port_ = socket.local_endpoint().port();
    server_ =
        std::make_unique<Server>(std::move(socket), source ? *source : files_, facts_, settings);
    tasks_->spawn("tftp", server_->run());
  }
  /// Ends the server; whatever runs has ended then.
  void stop() {
    tasks_->stop();
    io_.restart();
    io_.run_for(std::chrono::seconds(10));
    EXPECT_EQ(tasks_->size(), 0U);
  }
  /// Runs the loop until as many facts are known.
  bool wait_for_facts(std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (facts_.seen.size() < count && std::chrono::steady_clock::now() < end)
      io_.run_one_for(std::chrono::milliseconds(20));
    return facts_.seen.size() >= count;
  }
  /// Runs what is ready to run.
  void settle() {
    for (int i = 0; i < 20; ++i) io_.poll();
  }
  Client client() { return {io_, port_}; }

  boost::asio::io_context io_{1};
  cli::TemporaryFolder root_;
  DirectorySource files_{root_.text()};
  Facts facts_;
  std::uint16_t port_ = 0;

 private:
  std::unique_ptr<Server> server_;
  std::optional<TaskGroup> tasks_;
};

/// Waits that suit a test: a transfer whose client is silent ends after a third of a second.
inline ServerSettings hasty() {
  using std::chrono::milliseconds;
  return ServerSettings{.retry = {.first = milliseconds(20),
                                  .least = milliseconds(20),
                                  .most = milliseconds(40),
                                  .repeats = 8}};
}

}  // namespace rackseed::tftp
