// The TFTP server alone, for the tests with real clients and for bench/tftp:
//   tftp_server ROOT ADDRESS:PORT [transfers [per-address]]
// Says where it listens on its first line, then a line for each fact. Ends with its standard input.

#include "tftp/server.hpp"

#include <rackseed/descriptor.hpp>

#include <fmt/core.h>
#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdlib>

#include "tests/program/program.hpp"

namespace {

namespace asio = boost::asio;
namespace tests = rackseed::tests;
namespace tftp = rackseed::tftp;
using asio::ip::udp;
using rackseed::tests::say;

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
};

int run(int argc, char** argv) {
  if (argc < 3) return 2;
  rackseed::raise_descriptor_limit();
  asio::io_context io(1);
  Printer printer;
  tftp::ServerSettings settings;
  if (argc > 3) settings.roster.transfers = static_cast<std::size_t>(std::atol(argv[3]));
  if (argc > 4) settings.roster.per_address = static_cast<std::size_t>(std::atol(argv[4]));
  tftp::DirectorySource source(argv[1]);
  udp::socket socket(io, tests::parse_endpoint<udp::endpoint>(argv[2]));
  say(fmt::format("listening {}", socket.local_endpoint().port()));
  tftp::Server server(std::move(socket), source, printer, settings);
  tests::serve(io, "tftp", server.run());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return tests::run_program(run, argc, argv); }
