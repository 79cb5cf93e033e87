#include <fmt/core.h>

#include <rackseed/wait_for.hpp>

#include <algorithm>
#include <memory>
#include <optional>

#include "dhcp/interfaces.hpp"
#include "inventory/sqlite/tables.hpp"
#include "redfish/discovery/scan.hpp"
#include "src/cli/candidates_text.hpp"
#include "src/cli/command.hpp"
#include "src/cli/fail.hpp"
#include "src/cli/fleet.hpp"
#include "src/cli/image_store.hpp"
#include "src/cli/progress.hpp"
#include "src/serve/candidates.hpp"

namespace rackseed::cli {
namespace {

using inventory::sqlite::Database;
using redfish::Candidate;

struct DiscoverOptions {
  std::string cidr{};
  std::string state{};
  bool json = false;
  std::string timeout = "30";
  std::string https_port = "443";
  std::string ipmi_port = "623";
};

Result<Prefix> prefix_of(const std::string& text) {
  if (const auto prefix = Prefix::parse(text)) return prefix->masked();
  constexpr int kOneHost = 32;
  if (const auto address = Ipv4::parse(text)) return Prefix(*address, kOneHost);
  return Error{Errc::kMalformed,
               fmt::format("\"{}\" is no IPv4 network; write one like 10.1.40.0/24", text)};
}

/// Those with a network of the prefix, except this machine itself: there BMCs are asked to announce
/// themselves, and on no other.
std::vector<redfish::DiscoveryInterface> interfaces_near(const Prefix& prefix) {
  constexpr Prefix kLoopback(Ipv4(0x7f000000), 8);
  const auto interfaces = dhcp::fetch_interfaces();
  std::vector<redfish::DiscoveryInterface> near;
  if (!interfaces) return near;
  for (const dhcp::NetworkInterface& interface : *interfaces) {
    const bool leads_there =
        interface.is_up && std::ranges::any_of(interface.addresses, [&](const Prefix& own) {
          return own.overlaps(prefix) && !own.overlaps(kLoopback);
        });
    if (!leads_there) continue;
    for (const Prefix& own : interface.addresses)
      near.push_back({.index = interface.index, .address = own});
  }
  return near;
}

Result<redfish::ScanSettings> settings_of(const DiscoverOptions& options) {
  constexpr int kMostScanSeconds = 600;
  redfish::ScanSettings settings;
  const auto prefix = prefix_of(options.cidr);
  if (!prefix) return prefix.error();
  settings.prefix = *prefix;
  if (const auto checked = redfish::check_scan(*prefix); !checked) return checked.error();
  const auto seconds = parse_option("--timeout", options.timeout, kMostScanSeconds);
  if (!seconds) return seconds.error();
  settings.probe.answer_limit = std::chrono::seconds(*seconds);
  const auto https = parse_option("--https-port", options.https_port, kMostPort);
  if (!https) return https.error();
  settings.probe.https_port = static_cast<std::uint16_t>(*https);
  const auto ipmi = parse_option("--ipmi-port", options.ipmi_port, kMostPort);
  if (!ipmi) return ipmi.error();
  settings.probe.ipmi_port = static_cast<std::uint16_t>(*ipmi);
  settings.interfaces = interfaces_near(*prefix);
  return settings;
}

boost::asio::awaitable<Result<std::vector<Candidate>>> run_scan(redfish::ScanSettings settings) {
  ProgressLine line("asking " + settings.prefix.text());
  redfish::CurlLoop curl(co_await boost::asio::this_coro::executor);
  const redfish::OnProgress show = [&line](const redfish::ScanProgress& progress) {
    line.show(static_cast<std::int64_t>(progress.done), static_cast<std::int64_t>(progress.total));
  };
  auto found = co_await redfish::scan(curl, std::move(settings), show);
  co_return found;
}

Result<void> save(const Database& database, const std::vector<Candidate>& candidates) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  std::vector<inventory::BmcCandidate> rows;
  rows.reserve(candidates.size());
  for (const Candidate& candidate : candidates)
    rows.push_back(serve::candidate_row(candidate, now));
  return inventory::sqlite::save_candidates(database, rows);
}

Result<KnownNodes> read_known(const Database& database) {
  const auto nodes = inventory::sqlite::read_nodes(database);
  if (!nodes) return nodes.error();
  KnownNodes known;
  for (const inventory::Node& node : *nodes) known[node.bmc] = node.name;
  return known;
}

void print(const DiscoverOptions& options, const std::vector<Candidate>& candidates,
           const KnownNodes& known) {
  if (options.json) {
    fmt::print("{}\n", to_json(candidates_value(candidates, known), 2));
  } else if (!candidates.empty()) {
    fmt::print("{}", candidates_table(candidates, known));
  }
  if (candidates.empty())
    fmt::print(stderr,
               "rackseed: no BMC in {}: nobody there answers as one at TCP port {} or UDP "
               "port {}\n",
               options.cidr, options.https_port, options.ipmi_port);
}

int run_discover(const DiscoverOptions& options) {
  auto settings = settings_of(options);
  if (!settings) return fail(settings.error());
  std::optional<Database> database;
  KnownNodes known;
  if (!options.state.empty()) {
    auto opened = open_inventory(images::Layout(options.state));
    if (!opened) return fail(opened.error());
    database.emplace(*std::move(opened));
    auto nodes = read_known(*database);
    if (!nodes) return fail(nodes.error());
    known = *std::move(nodes);
  }
  const auto found = wait_for(run_scan(*std::move(settings)));
  if (!found) return fail(found.error());
  print(options, *found, known);
  if (!database) return kDone;
  const auto saved = save(*database, *found);
  return saved ? kDone : fail(saved.error());
}

}  // namespace

void add_discover(Commands& commands) {
  const auto options = std::make_shared<DiscoverOptions>();
  commands
      .add("discover", "Finds BMCs: Redfish and IPMI, without logging in anywhere",
           [options] { return run_discover(*options); })
      .positional("CIDR", options->cidr, "The network to ask, of at most 65,534 hosts")
      .flag("--json", options->json, "Print a JSON array")
      .option("--state", options->state,
              "Save what is found to the inventory of this state folder, and show whose it is")
      .option("--timeout", options->timeout,
              "Seconds that a host may take to answer, once it took the connection [30]")
      .option("--https-port", options->https_port, "Where Redfish is, in a lab [443]")
      .option("--ipmi-port", options->ipmi_port, "Where IPMI is, in a lab [623]")
      .footer("Example: rackseed discover 10.1.40.0/24 --state /var/lib/rackseed");
}

}  // namespace rackseed::cli
