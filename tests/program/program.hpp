#pragma once

#include <rackseed/task_group.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the programs in tests/*/main.cpp have in common.
namespace rackseed::tests {

/// A line on standard output, at once: somebody reads along.
inline void say(std::string_view line) {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

/// At commas.
inline std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
  return parts;
}

/// ADDRESS:PORT, of UDP or TCP. Throws when the address is none.
template <class Endpoint>
Endpoint parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  const auto address = boost::asio::ip::make_address_v4(std::string(text.substr(0, colon)));
  const int port = std::atoi(std::string(text.substr(colon + 1)).c_str());
  return {address, static_cast<std::uint16_t>(port)};
}

/// Stops the tasks, of which it may be one, when standard input ends.
inline boost::asio::awaitable<void> stop_at_end_of_input(TaskGroup* tasks) {
  boost::asio::posix::stream_descriptor input(co_await boost::asio::this_coro::executor,
                                              ::dup(STDIN_FILENO));
  std::array<char, 64> buffer{};
  for (;;) {
    const auto [error, size] = co_await input.async_read_some(boost::asio::buffer(buffer), kAwait);
    if (error) break;
  }
  tasks->stop();
}

/// Runs a server until standard input ends.
inline void serve(boost::asio::io_context& io, std::string name,
                  boost::asio::awaitable<void> server) {
  TaskGroup tasks(io.get_executor(), [](std::string_view task, std::string_view why) {
    fmt::print(stderr, "{}: {}\n", task, why);
  });
  tasks.spawn(std::move(name), std::move(server));
  tasks.spawn("input", stop_at_end_of_input(&tasks));
  io.run();
}

/// What main() returns: the status of run(argc, argv), or 1 after an exception, which is told.
inline int run_program(int (*run)(int, char**), int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}

}  // namespace rackseed::tests
