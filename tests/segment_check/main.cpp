// What a server learns from the wire, alone, for tests in network namespaces:
//   segment_check check INTERFACE [--subnet NETWORK,PREFIX,SEED[,FIRST,LAST]]... [--proxy]
//       [--reserve MAC,NODE,ADDRESS]... [--lease ADDRESS,MAC]... [--wait-ms N] [--force]
//     a line for each finding and each address to quarantine, then "serve" or "refuse"
//   segment_check probe [--interface INTERFACE] [--wait-ms N] ADDRESS...
//     all at once; a line for each: "ADDRESS in use" or "ADDRESS free"
//   segment_check watch
//     "watching", then a line for each change; ends with its standard input

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>

#include "dhcp/arp_prober.hpp"
#include "dhcp/icmp_prober.hpp"
#include "dhcp/interface_watcher.hpp"
#include "dhcp/segment_check.hpp"
#include "dhcp/wire_prober.hpp"
#include "tests/program/program.hpp"

namespace {

namespace asio = boost::asio;
namespace dhcp = rackseed::dhcp;
using rackseed::Ipv4;
using rackseed::Mac;
using rackseed::tests::say;
using rackseed::tests::split;

struct Settings {
  std::string interface {};
  std::vector<std::string> subnets{};
  std::vector<std::string> reservations{};
  std::vector<std::string> leases{};
  std::vector<std::string> addresses{};
  int wait_ms = 1500;
  bool is_proxy = false;
  bool is_forced = false;
};

dhcp::Subnet parse_subnet(const std::string& text, const Settings& settings) {
  const auto parts = split(text);
  dhcp::Subnet subnet{
      .network = parts.at(0),
      .prefix = rackseed::Prefix::parse(parts.at(1)).value(),
      .interface = settings.interface,
      .seed = Ipv4::parse(parts.at(2)).value(),
      .mode = settings.is_proxy ? dhcp::ServerMode::kProxy : dhcp::ServerMode::kAuthoritative};
  if (parts.size() > 4)
    subnet.pool = {{Ipv4::parse(parts[3]).value(), Ipv4::parse(parts[4]).value()}};
  return subnet;
}

dhcp::SegmentQuestion question_of(const Settings& settings) {
  dhcp::DirectoryContent content;
  for (const auto& text : settings.subnets) content.subnets.push_back(parse_subnet(text, settings));
  for (const auto& text : settings.reservations) {
    const auto parts = split(text);
    content.reservations.push_back({.mac = Mac::parse(parts.at(0)).value(),
                                    .node = parts.at(1),
                                    .nic = "lom0",
                                    .addresses = {Ipv4::parse(parts.at(2)).value()}});
  }
  dhcp::SegmentQuestion question{.interface = settings.interface,
                                 .directory = std::make_shared<dhcp::Directory>(content),
                                 .wait = std::chrono::milliseconds(settings.wait_ms)};
  for (const auto& text : settings.leases) {
    const auto parts = split(text);
    question.leases.push_back(
        {.address = Ipv4::parse(parts.at(0)).value(), .mac = Mac::parse(parts.at(1)).value()});
  }
  return question;
}

asio::awaitable<void> check(Settings settings) {
  const auto question = question_of(settings);
  const auto report = co_await dhcp::check_segment(question);
  if (!report) co_return say("error: " + report.error().detail);
  const auto findings = dhcp::findings_of(*report, *question.directory);
  for (const auto& finding : findings)
    say(fmt::format("{} {}: {}", finding.code,
                    finding.severity == dhcp::Severity::kError ? "error" : "warning",
                    finding.text));
  for (const auto& address : dhcp::addresses_to_quarantine(*report))
    say(fmt::format("quarantine {} {}", address.network, address.address.text()));
  say(fmt::format("asked {}", report->asked));
  say(dhcp::must_refuse(findings, settings.is_forced) ? "refuse" : "serve");
}

/// Reports trouble only.
class Printer final : public dhcp::FactSink {
 public:
  void saw(const dhcp::Outcome& /*outcome*/, const dhcp::Ingress& /*ingress*/,
           rackseed::Bytes /*datagram*/) override {}
  void rejected(const rackseed::Error& /*error*/, const dhcp::Ingress& /*ingress*/,
                rackseed::Bytes /*datagram*/) override {}
  void troubled(std::string_view task, std::string_view why) override {
    say(fmt::format("trouble {}: {}", task, why));
  }
};

asio::awaitable<void> probe(dhcp::Prober* prober, Ipv4 address, std::string interface) {
  const bool is_in_use = co_await prober->is_in_use(address, interface);
  say(address.text() + (is_in_use ? " in use" : " free"));
}

asio::awaitable<void> watch() {
  dhcp::InterfaceWatcher watcher(co_await asio::this_coro::executor);
  say("watching");
  for (;;) {
    const auto changes = co_await watcher.next();
    if (!changes) co_return say("error: " + changes.error().detail);
    for (const auto& change : *changes) say(change.text);
  }
}

void perform(const std::string& command, const Settings& settings) {
  asio::io_context io(1);
  Printer printer;
  const std::chrono::milliseconds wait(settings.wait_ms);
  dhcp::ArpProber arp(printer, wait);
  dhcp::IcmpProber icmp(printer, wait);
  dhcp::WireProber prober(arp, icmp);
  rackseed::TaskGroup tasks(io.get_executor(), [](std::string_view task, std::string_view why) {
    say(fmt::format("trouble {}: {}", task, why));
  });
  if (command == "check") tasks.spawn("check", check(settings));
  if (command == "probe")
    for (const auto& address : settings.addresses)
      tasks.spawn("probe", probe(&prober, Ipv4::parse(address).value(), settings.interface));
  if (command == "watch") {
    tasks.spawn("watch", watch());
    tasks.spawn("input", rackseed::tests::stop_at_end_of_input(&tasks));
  }
  io.run();
}

int run(int argc, char** argv) {
  Settings settings;
  CLI::App app("What the wire says");
  app.require_subcommand(1);
  CLI::App* const check = app.add_subcommand("check");
  check->add_option("interface", settings.interface)->required();
  check->add_option("--subnet", settings.subnets);
  check->add_option("--reserve", settings.reservations);
  check->add_option("--lease", settings.leases);
  check->add_option("--wait-ms", settings.wait_ms);
  check->add_flag("--proxy", settings.is_proxy);
  check->add_flag("--force", settings.is_forced);
  CLI::App* const probe = app.add_subcommand("probe");
  probe->add_option("addresses", settings.addresses)->required();
  probe->add_option("--interface", settings.interface);
  probe->add_option("--wait-ms", settings.wait_ms);
  app.add_subcommand("watch");
  CLI11_PARSE(app, argc, argv)
  perform(app.get_subcommands().front()->get_name(), settings);
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return rackseed::tests::run_program(run, argc, argv); }
