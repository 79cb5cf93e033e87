// Virtual BMCs: Redfish and IPMI servers on loopback, as real ones are and as they should not be.
// See --help.

#include <rackseed/descriptor.hpp>
#include <rackseed/task_group.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <charconv>
#include <cstdio>
#include <deque>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "src/rehearsal/qmp_machine.hpp"
#include "src/rehearsal/simulated_machine.hpp"
#include "src/rehearsal/virtual_bmc.hpp"
#include "src/rehearsal/virtual_ipmi.hpp"

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using rackseed::TaskGroup;
namespace rehearsal = rackseed::rehearsal;

struct Options {
  std::string tree{};
  std::string profile = "generic";
  std::vector<std::string> faults{};
  std::string listen = "127.0.0.1:0";
  std::optional<std::uint16_t> ipmi_port{};
  std::string qmp{};
  int count = 1;
  std::string user{};
  std::string password_file{};
  bool has_tls = false;
  bool is_on = false;
  int delay_ms = 0;
  double speed = 1;
  bool lists_faults = false;
};

/// One BMC and its machine.
struct Node {
  explicit Node(std::unique_ptr<rehearsal::Machine> its) : machine(std::move(its)) {}
  std::unique_ptr<rehearsal::Machine> machine;
  std::optional<rehearsal::VirtualBmc> bmc{};
  std::optional<rehearsal::VirtualIpmi> ipmi{};
};

void add_options(CLI::App& app, Options& options) {
  app.add_option("--tree", options.tree,
                 "a folder of index.json files, as DMTF lays its mock-ups out; read only");
  app.add_option("--profile", options.profile, "what it is like")->capture_default_str();
  app.add_option("--fault", options.faults, "NAME or NAME=VALUE; again for more")
      ->allow_extra_args(false);
  app.add_option("--listen", options.listen, "ADDRESS:PORT; port 0: any, the same for all")
      ->capture_default_str();
  app.add_option("--ipmi", options.ipmi_port,
                 "a port for IPMI on the same addresses; 0: any, the same for all");
  app.add_option("--count", options.count, "so many, on addresses counted up from that")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  auto* user = app.add_option("--user", options.user, "who may log in; without it, everybody");
  app.add_option("--password-file", options.password_file, "its first line is the password")
      ->needs(user);
  app.add_flag("--tls", options.has_tls, "HTTPS, with a certificate made now");
  auto* on = app.add_flag("--on", options.is_on, "the machine is on");
  app.add_option("--delay", options.delay_ms, "milliseconds before each answer")
      ->check(CLI::Range(0, 600'000));
  app.add_option("--speed", options.speed, "10: the machine is ten times as fast")
      ->check(CLI::Range(0.001, 1e6))
      ->capture_default_str();
  app.add_option("--qmp", options.qmp,
                 "SOCKET of a QEMU that is the machine, started with -S -no-shutdown -qmp\n"
                 "unix:SOCKET,server=on,wait=off; it boots from its devices with the ids nic0,\n"
                 "disk0 and cd0 (--count 1)")
      ->excludes(on);
  app.add_flag("--list-faults", options.lists_faults, "prints all faults, and ends");
}

void list_faults() {
  for (const auto& row : rehearsal::fault_rows()) {
    const std::string name =
        row.value == 0 ? std::string(row.name) : fmt::format("{}={}", row.name, row.value);
    fmt::print("{:<32} {:>2}  {}\n", name, row.row == 0 ? "-" : fmt::format("{}", row.row),
               row.about);
  }
}

std::string first_line(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line)) throw std::runtime_error(file + ": cannot be read");
  return line;
}

tcp::endpoint parse_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error(text + ": not ADDRESS:PORT");
  int port = -1;
  const char* const end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data() + colon + 1, end, port);
  if (error != std::errc() || last != end || port < 0 || port > 65535)
    throw std::runtime_error(text + ": no such port");
  return {asio::ip::make_address_v4(text.substr(0, colon)), static_cast<std::uint16_t>(port)};
}

rehearsal::State state_of(const Options& options, int number) {
  rehearsal::Faults faults;
  for (const std::string& fault : options.faults) faults.add(fault).value();
  auto state = rehearsal::new_state(rehearsal::profile_of(options.profile).value(),
                                    rehearsal::some_hardware(number), std::move(faults));
  state.account.name = options.user;
  if (!options.password_file.empty()) state.account.password = first_line(options.password_file);
  state.random.seed(std::random_device()());
  return state;
}

std::unique_ptr<rehearsal::Machine> make_machine(const asio::any_io_executor& executor,
                                                 const Options& options) {
  rehearsal::MachineTimes times;
  times.speed = options.speed;
  if (options.qmp.empty()) return std::make_unique<rehearsal::SimulatedMachine>(executor, times);
  if (options.count != 1) throw std::runtime_error("--qmp: one machine: leave --count out");
  rehearsal::QmpTimes qmp_times;
  const std::chrono::duration<double, std::milli> post = qmp_times.post / options.speed;
  qmp_times.post = std::chrono::duration_cast<std::chrono::milliseconds>(post);
  return std::make_unique<rehearsal::QmpMachine>(
      executor, options.qmp, qmp_times,
      [](std::string_view what) { fmt::print(stderr, "{}\n", what); });
}

/// The nodes keep their place: their machines and BMCs are referred to. A port that the kernel
/// chose for the first is that of all.
std::deque<Node> make_nodes(asio::io_context& io, const Options& options) {
  const tcp::endpoint first = parse_endpoint(options.listen);
  std::shared_ptr<const rehearsal::Tree> tree;
  if (!options.tree.empty())
    tree = std::make_shared<rehearsal::Tree>(rehearsal::Tree::load(options.tree).value());
  const rehearsal::VirtualBmcTerms terms{.has_tls = options.has_tls,
                                         .delay = std::chrono::milliseconds(options.delay_ms)};
  std::deque<Node> nodes;
  std::uint16_t port = first.port();
  auto ipmi_port = options.ipmi_port;
  for (int number = 0; number < options.count; ++number) {
    const auto address = first.address().to_v4().to_uint() + static_cast<std::uint32_t>(number);
    tcp::acceptor acceptor(io, {asio::ip::address_v4(address), port});
    port = acceptor.local_endpoint().port();
    Node& node = nodes.emplace_back(make_machine(io.get_executor(), options));
    rehearsal::State state = state_of(options, number);
    state.tree = tree;
    node.bmc.emplace(std::move(acceptor), std::move(state), *node.machine, terms);
    if (ipmi_port) {
      udp::socket socket(io, udp::endpoint(asio::ip::address_v4(address), *ipmi_port));
      ipmi_port = socket.local_endpoint().port();
      node.ipmi.emplace(std::move(socket), node.bmc->service());
    }
    if (options.is_on) node.machine->perform(rehearsal::MachineOrder::kPowerOn);
  }
  return nodes;
}

/// The first line is "listening URL...", in the order of the addresses; the second, where IPMI is
/// wanted, "ipmi ADDRESS:PORT...".
void introduce(const std::deque<Node>& nodes) {
  std::string line = "listening";
  for (const Node& node : nodes) line += " " + node.bmc->url();
  fmt::print("{}\n", line);
  std::string ipmi;
  for (const Node& node : nodes)
    if (node.ipmi) ipmi += " " + node.ipmi->address();
  if (!ipmi.empty()) fmt::print("ipmi{}\n", ipmi);
  for (const Node& node : nodes)
    if (const auto spki = node.bmc->spki_sha256(); !spki.empty())
      fmt::print("spki {} {}\n", node.bmc->url(), spki);
  std::fflush(stdout);
}

/// Stops the tasks, of which it is one, when standard input ends.
asio::awaitable<void> stop_at_end_of_input(TaskGroup* tasks) {
  asio::posix::stream_descriptor input(co_await asio::this_coro::executor, ::dup(STDIN_FILENO));
  std::array<char, 64> buffer{};
  for (;;) {
    const auto [error, size] =
        co_await input.async_read_some(asio::buffer(buffer), rackseed::kAwait);
    if (error) break;
  }
  tasks->stop();
}

int serve(const Options& options) {
  rackseed::raise_descriptor_limit();
  asio::io_context io(1);
  std::deque<Node> nodes = make_nodes(io, options);
  introduce(nodes);
  TaskGroup tasks(io.get_executor(), [](std::string_view task, std::string_view why) {
    fmt::print(stderr, "{}: {}\n", task, why);
  });
  for (Node& node : nodes) {
    tasks.spawn(node.bmc->url(), node.bmc->run());
    if (node.ipmi) tasks.spawn("ipmi " + node.ipmi->address(), node.ipmi->run());
  }
  for (Node& node : nodes)
    if (auto* machine = dynamic_cast<rehearsal::QmpMachine*>(node.machine.get()))
      tasks.spawn("qmp", machine->run());
  tasks.spawn("input", stop_at_end_of_input(&tasks));
  io.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Options options;
    CLI::App app(
        "Virtual BMCs: Redfish and IPMI servers on loopback, with all the faults of real ones.\n"
        "Example: rackseed-virtual-bmc --profile idrac --fault paging=1 --tls\n"
        "Ends with its standard input. GET /rackseed/counters says what was asked.");
    add_options(app, options);
    CLI11_PARSE(app, argc, argv);
    if (!options.lists_faults) return serve(options);
    list_faults();
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "rackseed-virtual-bmc: {}\n", error.what());
    return 2;
  }
}
