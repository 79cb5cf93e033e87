// The DHCP server alone, for the tests with real clients and for bench/dhcp:
//   dhcp_server DATABASE OPTION...
//     --subnet PREFIX,SEED,FIRST,LAST[,INTERFACE]   several; without INTERFACE it is relayed
//     --gateway ADDRESS                             of the subnet that it is in
//     --relay ADDRESS    --lease SECONDS    --no-probe    --ignore-unknown    --quiet    --port N
//     --reserve MAC,NODE,ADDRESS[,FLAG...]          secure, bmc, mirror, no-boot
//     --proxy                                       addresses are another server's business
//     --pxe                                         answers on port 4011 too
// Says "listening" on its first line, then a line for each packet. Ends with its standard input.

#include <rackseed/wait_for.hpp>

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/io_context.hpp>

#include "dhcp/arp_prober.hpp"
#include "inventory/sqlite/store.hpp"
#include "src/serve/stored_leases.hpp"
#include "tests/program/program.hpp"

namespace {

namespace asio = boost::asio;
namespace dhcp = rackseed::dhcp;
namespace inventory = rackseed::inventory;
namespace tests = rackseed::tests;
using asio::ip::udp;
using rackseed::Ipv4;
using rackseed::Mac;
using rackseed::tests::say;
using rackseed::tests::split;

struct Settings {
  std::string database{};
  std::vector<std::string> subnets{};
  std::vector<std::string> gateways{};
  std::vector<std::string> relays{};
  std::vector<std::string> reservations{};
  std::uint32_t lease_seconds = 1800;
  bool no_probe = false;
  bool ignores_unknown = false;
  bool is_proxy = false;
  bool answers_pxe = false;
  bool quiet = false;
  std::uint16_t port = dhcp::kServerPort;
};

class Printer final : public dhcp::FactSink {
 public:
  explicit Printer(bool quiet) : quiet_(quiet) {}

  void saw(const dhcp::Outcome& outcome, const dhcp::Ingress& /*ingress*/,
           rackseed::Bytes /*datagram*/) override {
    if (quiet_) return;
    say(fmt::format("{}, row {} -> {}{}{}", dhcp::describe(outcome.asked), outcome.asked.client.row,
                    verdict(outcome.decision), outcome.remark.empty() ? "" : ": ", outcome.remark));
  }
  void rejected(const rackseed::Error& error, const dhcp::Ingress& ingress,
                rackseed::Bytes /*datagram*/) override {
    if (!quiet_) say(fmt::format("rejected from {}: {}", ingress.source.text(), error.detail));
  }
  void troubled(std::string_view task, std::string_view why) override {
    fmt::print(stderr, "trouble {}: {}\n", task, why);
  }

 private:
  static std::string verdict(const dhcp::Decision& decision) {
    if (const auto* reply = std::get_if<dhcp::Reply>(&decision))
      return fmt::format("{} {}", dhcp::to_string(reply->message.type),
                         reply->message.header.yours.text());
    if (const auto* probe = std::get_if<dhcp::Probe>(&decision))
      return "probe " + probe->address.text();
    return "silence: " + std::get<dhcp::Silence>(decision).because;
  }

  bool quiet_;
};

dhcp::Subnet parse_subnet(const std::string& text, const Settings& settings) {
  const auto parts = split(text);
  dhcp::Subnet subnet{
      .network = "test",
      .prefix = rackseed::Prefix::parse(parts.at(0)).value(),
      .interface = parts.size() > 4 ? parts[4] : "",
      .seed = Ipv4::parse(parts.at(1)).value(),
      .pool = {{Ipv4::parse(parts.at(2)).value(), Ipv4::parse(parts.at(3)).value()}},
      .probes_pool = !settings.no_probe,
      .mode = settings.is_proxy ? dhcp::ServerMode::kProxy : dhcp::ServerMode::kAuthoritative,
      .unknown_clients =
          settings.ignores_unknown ? dhcp::UnknownClients::kIgnore : dhcp::UnknownClients::kPool};
  for (const auto& gateway : settings.gateways)
    if (const auto address = Ipv4::parse(gateway).value(); subnet.prefix.contains(address))
      subnet.gateway = address;
  return subnet;
}

dhcp::Reservation parse_reservation(const std::string& text) {
  const auto parts = split(text);
  const auto has = [&](std::string_view flag) {
    return std::find(parts.begin() + 3, parts.end(), flag) != parts.end();
  };
  return {.mac = Mac::parse(parts.at(0)).value(),
          .node = parts.at(1),
          .nic = has("bmc") ? "bmc" : "lom0",
          .port = has("bmc") ? dhcp::Port::kBmc : dhcp::Port::kHost,
          .addresses = {Ipv4::parse(parts.at(2)).value()},
          .secure_boot = has("secure"),
          .boot_allowed = !has("no-boot"),
          .uses_mirror = has("mirror")};
}

std::shared_ptr<const dhcp::Directory> directory_of(const Settings& settings) {
  dhcp::DirectoryContent content{.bmc_ouis = {{0x3c, 0xec, 0xef}},
                                 .boot_files = {.onie_installer = "/os/nos/onie-installer",
                                                .cumulus_script = "/ztp/cumulus",
                                                .poap_script = "poap.py"},
                                 .lease = std::chrono::seconds(settings.lease_seconds)};
  for (const auto& text : settings.subnets) content.subnets.push_back(parse_subnet(text, settings));
  for (const auto& text : settings.relays)
    content.accept_relays.push_back(Ipv4::parse(text).value());
  for (const auto& text : settings.reservations)
    content.reservations.push_back(parse_reservation(text));
  return std::make_shared<dhcp::Directory>(std::move(content));
}

void serve(const Settings& settings) {
  inventory::sqlite::Store store(
      std::move(inventory::sqlite::Database::open(settings.database)).value());
  dhcp::Leases leases;
  leases.load(rackseed::serve::lease_rows(rackseed::wait_for(store.leases()).value()));
  asio::io_context io(1);
  Printer printer(settings.quiet);
  dhcp::ArpProber prober(printer);
  rackseed::serve::StoredLeases saver(store);
  std::vector<udp::socket> sockets;
  sockets.emplace_back(io, udp::endpoint(udp::v4(), settings.port));
  if (settings.answers_pxe) sockets.emplace_back(io, udp::endpoint(udp::v4(), dhcp::kPxePort));
  dhcp::Server server(std::move(sockets), directory_of(settings), std::move(leases),
                      {.saver = saver, .prober = prober, .sink = printer});
  say("listening");
  tests::serve(io, "dhcp", server.run());
}

int run(int argc, char** argv) {
  Settings settings;
  CLI::App app("DHCP server for tests");
  app.add_option("database", settings.database)->required();
  app.add_option("--subnet", settings.subnets);
  app.add_option("--gateway", settings.gateways);
  app.add_option("--relay", settings.relays);
  app.add_option("--reserve", settings.reservations);
  app.add_option("--lease", settings.lease_seconds);
  app.add_flag("--no-probe", settings.no_probe);
  app.add_flag("--ignore-unknown", settings.ignores_unknown);
  app.add_flag("--pxe", settings.answers_pxe);
  app.add_flag("--proxy", settings.is_proxy);
  app.add_flag("--quiet", settings.quiet);
  app.add_option("--port", settings.port);
  CLI11_PARSE(app, argc, argv)
  serve(settings);
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return tests::run_program(run, argc, argv); }
