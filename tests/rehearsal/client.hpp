#pragma once

#include <rackseed/task_group.hpp>

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "src/rehearsal/simulated_machine.hpp"
#include "src/rehearsal/virtual_bmc.hpp"

namespace rackseed::rehearsal {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::chrono::seconds kDeadline{20};

struct Reply {
  boost::system::error_code error{};
  int status = 0;
  std::string body{};
  unsigned version = 0;
};

/// A connection to a BMC, over a socket or over TLS.
template <class Stream>
class Client {
 public:
  explicit Client(Stream stream) : stream_(std::move(stream)) {}

  asio::awaitable<Reply> get(std::string path) {
    http::request<http::empty_body> request(http::verb::get, path, 11);
    request.set(http::field::host, "bmc");
    Reply reply;
    const auto [unsent, octets] = co_await http::async_write(stream_, request, kAwait);
    if (unsent) co_return Reply{.error = unsent};
    http::response_parser<http::string_body> parser;
    parser.body_limit(std::uint64_t{1} << 30U);
    const auto [error, size] = co_await http::async_read(stream_, buffer_, parser, kAwait);
    reply.error = error;
    reply.status = static_cast<int>(parser.get().result_int());
    reply.body = parser.get().body();
    reply.version = parser.get().version();
    co_return reply;
  }
  Stream& stream() { return stream_; }

 private:
  Stream stream_;
  boost::beast::flat_buffer buffer_;
};
using PlainClient = Client<asio::ip::tcp::socket>;

/// A BMC on loopback, and clients beside it.
class VirtualBmcTest : public testing::Test {
 public:
  void begin(std::initializer_list<std::string_view> faults, VirtualBmcTerms terms = {}) {
    Faults wanted;
    for (const auto fault : faults) EXPECT_TRUE(wanted.add(fault)) << fault;
    asio::ip::tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
    endpoint = acceptor.local_endpoint();
    bmc.emplace(std::move(acceptor),
                new_state(profile_of("generic").value(), some_hardware(7), wanted), machine, terms);
  }
  /// Serves until the client has ended.
  void run(asio::awaitable<void> client) {
    tasks.spawn("bmc", bmc->run());
    tasks.spawn("client", run_to_end(std::move(client)));
    io.run();
  }
  asio::awaitable<PlainClient> connect() {
    asio::ip::tcp::socket socket(io);
    const auto [error] = co_await socket.async_connect(endpoint, kAwait);
    EXPECT_FALSE(error);
    co_return PlainClient(std::move(socket));
  }

  asio::io_context io{1};
  SimulatedMachine machine{io.get_executor(), {}};
  asio::ip::tcp::endpoint endpoint{};
  std::optional<VirtualBmc> bmc{};
  TaskGroup tasks{io.get_executor(), [](std::string_view task, std::string_view why) {
                    ADD_FAILURE() << task << ": " << why;
                  }};

 private:
  asio::awaitable<void> run_to_end(asio::awaitable<void> client) {
    const auto ended = co_await detail::end_of(within(kDeadline, std::move(client), "client"));
    EXPECT_FALSE(ended.failure) << "an exception";
    EXPECT_TRUE(ended.value && *ended.value) << "late";
    tasks.stop();
  }
};

}  // namespace rackseed::rehearsal
