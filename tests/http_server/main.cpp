// The HTTP server alone, for the tests with real clients and for bench/http:
//   http_server ROOT ADDRESS:PORT [--quick]
// Serves the files below ROOT; POST /echo answers with its body. --quick makes all limits short.
// Says where it listens on its first line, then a line for each fact unless standard output is
// closed to it. Ends with its standard input.

#include "http/server.hpp"

#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdlib>

#include "http/content_type.hpp"

namespace {

namespace asio = boost::asio;
namespace http = rackseed::http;
using asio::ip::tcp;

class Printer final : public http::FactSink {
 public:
  explicit Printer(bool speaks) : speaks_(speaks) {}
  void saw(const http::RequestFact& fact) override {
    if (!speaks_) return;
    fmt::print("saw {} {} bytes={} whole={}\n", fact.status, fact.path, fact.bytes, fact.whole);
    std::fflush(stdout);
  }
  void troubled(std::string_view task, std::string_view why) override {
    fmt::print(stderr, "trouble {}: {}\n", task, why);
  }

 private:
  bool speaks_;
};

class FolderSite final : public http::Site {
 public:
  explicit FolderSite(const char* root) : folder_(root) {}

  asio::awaitable<http::Answer> answer(const http::Request& request) override {
    const bool posts = request.method == http::Method::kPost;
    if (posts && request.target.path == std::vector<std::string>{"echo"})
      co_return http::Text{.body = request.body};
    const auto file = folder_.find(request.target.path);
    if (!file) co_return http::refusal(403, file.error().detail);
    if (!*file) co_return http::refusal(404, "there is no such file");
    co_return http::FileBody{.file = *file,
                             .type = std::string(http::content_type(request.target.path.back()))};
  }

 private:
  http::Folder folder_;
};

tcp::endpoint parse_endpoint(std::string_view text) {
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
  using std::chrono::milliseconds;
  const bool quick = argc > 3 && std::string_view(argv[3]) == "--quick";
  http::Limits limits;
  if (quick) {
    limits = {.connections = 64, .connections_per_client = 48, .body_octets = 1000};
    limits.idle = limits.head = limits.body = limits.stall = milliseconds(600);
  }
  asio::io_context io(1);
  Printer printer(quick);
  FolderSite site(argv[1]);
  tcp::acceptor acceptor(io, parse_endpoint(argv[2]));
  fmt::print("listening {}\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  http::Server server(std::move(acceptor), site, printer, limits);
  rackseed::TaskGroup tasks(io.get_executor(), [](std::string_view task, std::string_view why) {
    fmt::print(stderr, "{}: {}\n", task, why);
  });
  tasks.spawn("http", server.run());
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
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
