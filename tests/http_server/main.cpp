// The HTTP server alone, for the tests with real clients and for bench/http:
//   http_server ROOT ADDRESS:PORT [--quick]
// Serves the files below ROOT; POST /echo answers with its body. --quick makes all limits short.
// Says where it listens on its first line, then a line for each fact unless standard output is
// closed to it. Ends with its standard input.

#include "http/server.hpp"

#include <rackseed/descriptor.hpp>

#include <fmt/core.h>

#include <boost/asio/io_context.hpp>

#include "http/content_type.hpp"
#include "tests/program/program.hpp"

namespace {

namespace asio = boost::asio;
namespace http = rackseed::http;
namespace tests = rackseed::tests;
using asio::ip::tcp;
using rackseed::tests::say;

class Printer final : public http::FactSink {
 public:
  explicit Printer(bool speaks) : speaks_(speaks) {}
  void saw(const http::RequestFact& fact) override {
    if (!speaks_) return;
    say(fmt::format("saw {} {} bytes={} whole={}", fact.status, fact.path, fact.bytes, fact.whole));
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

int run(int argc, char** argv) {
  using std::chrono::milliseconds;
  if (argc < 3) return 2;
  rackseed::raise_descriptor_limit();
  const bool quick = argc > 3 && std::string_view(argv[3]) == "--quick";
  http::Limits limits;
  if (quick) {
    limits = {.connections = 64, .connections_per_client = 48, .body_octets = 1000};
    limits.idle = limits.head = limits.body = limits.stall = milliseconds(600);
  }
  asio::io_context io(1);
  Printer printer(quick);
  FolderSite site(argv[1]);
  tcp::acceptor acceptor(io, tests::parse_endpoint<tcp::endpoint>(argv[2]));
  say(fmt::format("listening {}", acceptor.local_endpoint().port()));
  http::Server server(std::move(acceptor), site, printer, limits);
  tests::serve(io, "http", server.run());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return tests::run_program(run, argc, argv); }
