// The TFTP server alone, for the tests with real clients and for bench/tftp:
//   tftp_server ROOT ADDRESS:PORT [transfers [per-address]]
// Says where it listens on its first line, then a line for each fact. Ends with its standard input.

#include "tftp/server.hpp"

#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

namespace asio = boost::asio;
namespace tftp = rackseed::tftp;
using asio::ip::udp;

constexpr auto kKinds = std::to_array<const char*>(
    {"started", "finished", "unconfirmed", "options-only", "aborted", "refused"});

class Printer final : public tftp::FactSink {
 public:
  void saw(const tftp::TransferFact& fact) override {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(fact.elapsed);
    say(fmt::format("{} {}:{} {} bytes={} blksize={} windowsize={} again={} ms={} why={}",
                    kKinds.at(static_cast<std::size_t>(fact.kind)), fact.client.address.text(),
                    fact.client.port, fact.name, fact.bytes, fact.terms.block_bytes,
                    fact.terms.window_blocks, fact.repeated_blocks, ms.count(), fact.why));
  }
  void troubled(std::string_view task, std::string_view why) override {
    say(fmt::format("trouble {}: {}", task, why));
  }

 private:
  static void say(const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
  }
};

udp::endpoint parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  const auto address = asio::ip::make_address_v4(std::string(text.substr(0, colon)));
  const int port = std::atoi(std::string(text.substr(colon + 1)).c_str());
  return {address, static_cast<std::uint16_t>(port)};
}

void raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

asio::awaitable<void> wait_for_end_of_input(rackseed::TaskGroup* tasks) {
  asio::posix::stream_descriptor input(co_await asio::this_coro::executor, ::dup(STDIN_FILENO));
  std::array<char, 64> buffer{};
  for (;;) {
    const auto [error, size] =
        co_await input.async_read_some(asio::buffer(buffer), rackseed::kAwait);
    if (error) break;
  }
  tasks->stop();
}

int serve(int argc, char** argv) {
  asio::io_context io(1);
  Printer printer;
  tftp::ServerSettings settings;
  if (argc > 3) settings.roster.transfers = static_cast<std::size_t>(std::atol(argv[3]));
  if (argc > 4) settings.roster.per_address = static_cast<std::size_t>(std::atol(argv[4]));
  tftp::DirectorySource source(argv[1]);
  udp::socket socket(io, parse_endpoint(argv[2]));
  fmt::print("listening {}\n", socket.local_endpoint().port());
  std::fflush(stdout);
  tftp::Server server(std::move(socket), source, printer, settings);
  rackseed::TaskGroup tasks(io.get_executor(), [](std::string_view task, std::string_view why) {
    fmt::print(stderr, "{}: {}\n", task, why);
  });
  tasks.spawn("tftp", server.run());
  tasks.spawn("input", wait_for_end_of_input(&tasks));
  io.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  try {
    raise_descriptor_limit();
    return serve(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
