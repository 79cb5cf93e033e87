#include "src/serve/seed.hpp"

#include <rackseed/descriptor.hpp>
#include <rackseed/offload.hpp>
#include <rackseed/wait_for.hpp>

#include <fmt/format.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "dhcp/arp_prober.hpp"
#include "dhcp/icmp_prober.hpp"
#include "dhcp/interface_watcher.hpp"
#include "dhcp/router_advertiser.hpp"
#include "dhcp/wire_prober.hpp"
#include "inventory/sqlite/store.hpp"
#include "redfish/discovery/discovery_listener.hpp"
#include "src/serve/control.hpp"
#include "src/serve/data_planes.hpp"
#include "src/serve/seed_sockets.hpp"
#include "src/serve/segments.hpp"
#include "src/serve/stored_leases.hpp"

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;

/// What the store held at the start.
struct Known {
  Inventory inventory{};
  std::vector<inventory::Lease> leases{};
};

asio::awaitable<Result<Known>> load(inventory::sqlite::Store* store) {
  auto nodes = co_await store->nodes();
  if (!nodes) co_return nodes.error();
  auto nics = co_await store->nics();
  if (!nics) co_return nics.error();
  auto leases = co_await store->leases();
  if (!leases) co_return leases.error();
  co_return Known{.inventory = {.nodes = *std::move(nodes), .nics = *std::move(nics)},
                  .leases = *std::move(leases)};
}

asio::awaitable<Result<void>> save(inventory::sqlite::Store* store, Inventory rows) {
  auto saved = co_await store->save(std::move(rows.nodes));
  if (!saved) co_return saved;
  co_return co_await store->save(std::move(rows.nics));
}

/// Everything that is opened before a loop runs.
struct Opened {
  StateFolder folder;
  InstallTokens tokens;
  std::unique_ptr<inventory::sqlite::Store> store{};
  Known known{};
  SeedInterfaces interfaces{};
  std::vector<redfish::DiscoveryInterface> networks{};  ///< on which BMCs may announce themselves
};

std::set<std::string> names_of(const SeedInterfaces& interfaces) {
  std::set<std::string> names;
  for (const auto& [address, name] : interfaces) names.insert(name);
  return names;
}

std::vector<redfish::DiscoveryInterface> networks_of(
    const SeedInterfaces& ours, const std::vector<dhcp::NetworkInterface>& interfaces) {
  std::vector<redfish::DiscoveryInterface> networks;
  const std::set<std::string> names = names_of(ours);
  for (const dhcp::NetworkInterface& interface : interfaces)
    if (names.contains(interface.name))
      for (const Prefix& address : interface.addresses)
        networks.push_back({.index = interface.index, .address = address});
  return networks;
}

Result<Opened> open_all(const SeedSettings& settings) {
  auto folder = open_state(settings.state);
  if (!folder) return folder.error();
  if (auto kept = replace_file(folder->layout.plan(), settings.plan_text); !kept)
    return kept.error();
  const auto tokens = InstallTokens::open(folder->token_key());
  if (!tokens) return tokens.error();
  auto database = inventory::sqlite::Database::open(folder->layout.database());
  if (!database) return database.error();
  auto store = std::make_unique<inventory::sqlite::Store>(*std::move(database));
  auto known = wait_for(load(store.get()));
  if (!known) return known.error();
  const auto interfaces = dhcp::fetch_interfaces();
  if (!interfaces) return interfaces.error();
  auto located =
      locate(seed_addresses(settings.derived), *interfaces, settings.interfaces, settings.derived);
  if (!located) return located.error();
  auto networks = networks_of(*located, *interfaces);
  return Opened{.folder = *std::move(folder),
                .tokens = *tokens,
                .store = std::move(store),
                .known = *std::move(known),
                .interfaces = *std::move(located),
                .networks = std::move(networks)};
}

std::string describe(const SeedInterfaces& interfaces, int http_port) {
  std::vector<std::string> places;
  for (const auto& [address, name] : interfaces)
    places.push_back(fmt::format("{} on {}", address.text(), name));
  return fmt::format("serving DHCP, TFTP and HTTP (port {}) at {}", http_port,
                     fmt::join(places, ", "));
}

/// A running seed.
class Seed {
 public:
  Seed(const SeedSettings& settings, Opened opened)
      : settings_(settings),
        opened_(std::move(opened)),
        vault_(*opened_.store, opened_.folder.layout),
        facts_(context_.get_executor(), *opened_.store, settings.write),
        control_(context_,
                 {.derived = settings.derived,
                  .folder = opened_.folder,
                  .tokens = opened_.tokens,
                  .vault = vault_,
                  .writer = *opened_.store,
                  .facts = facts_,
                  .interfaces = opened_.interfaces},
                 Machines(settings.derived, settings.facts, opened_.known.inventory)),
        saver_(*opened_.store),
        arp_(control_),
        icmp_(control_),
        prober_(arp_, icmp_),
        planes_(context_, control_, opened_.folder.layout),
        listener_(context_.get_executor(), opened_.networks,
                  [this](const redfish::Candidate& seen) { control_.saw(seen); }),
        tasks_(context_.get_executor(), troubles()),
        life_(context_.get_executor(), troubles()) {}

  Result<void> run();

 private:
  Result<void> prepare();
  Result<void> check_wires();
  Result<void> start_dhcp();
  asio::awaitable<void> check_wires_later();
  asio::awaitable<void> watch_interfaces();
  void advertise_on(const std::string& interface);
  void listen_for_bmcs();
  asio::awaitable<void> serve_until_signal();
  [[nodiscard]] bool is_resumed() const;
  [[nodiscard]] TaskGroup::OnFailure troubles() {
    return [this](std::string_view task, std::string_view why) { control_.troubled(task, why); };
  }

  const SeedSettings& settings_;
  Opened opened_;
  asio::io_context context_{1};
  asio::thread_pool helper_{1};
  secrets::Vault vault_;
  FactLog facts_;
  Control control_;
  StoredLeases saver_;
  dhcp::ArpProber arp_;
  dhcp::IcmpProber icmp_;
  dhcp::WireProber prober_;
  DataPlanes planes_;
  redfish::DiscoveryListener listener_;
  std::unique_ptr<dhcp::Server> server_{};
  std::map<std::string, std::unique_ptr<dhcp::RouterAdvertiser>> advertisers_{};
  TaskGroup tasks_;
  TaskGroup life_;  ///< what ends the tasks
};

Result<void> Seed::run() {
  if (auto prepared = prepare(); !prepared) return prepared;
  if (auto bound = planes_.bind(opened_.interfaces,
                                static_cast<std::uint16_t>(settings_.derived.plan->seed.http_port));
      !bound)
    return bound;
  if (auto started = start_dhcp(); !started) return started;
  const bool checks_later = settings_.is_forced || is_resumed();
  if (!checks_later)
    if (auto checked = check_wires(); !checked) return checked;
  control_.attach(server_.get());
  tasks_.spawn("dhcp", server_->run());
  tasks_.spawn("facts", facts_.run());
  tasks_.spawn("frames", control_.keep_frames());
  tasks_.spawn("secrets", control_.check_secrets());
  tasks_.spawn("interfaces", watch_interfaces());
  for (const std::string& interface : names_of(opened_.interfaces)) advertise_on(interface);
  listen_for_bmcs();
  if (checks_later) tasks_.spawn("check of the wires", check_wires_later());
  planes_.start();
  life_.spawn("seed", serve_until_signal());
  context_.run();
  return {};
}

Result<void> Seed::prepare() {
  const Machines machines(settings_.derived, settings_.facts, opened_.known.inventory);
  if (auto saved = wait_for(save(opened_.store.get(), machines.rows())); !saved) return saved;
  for (const std::string& node : settings_.armed)
    if (auto armed = control_.arm(node); !armed) return armed;
  return {};
}

/// Somebody still holds a lease of ours: we served here minutes ago, and must go on at once.
bool Seed::is_resumed() const {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return std::ranges::any_of(opened_.known.leases, [now](const inventory::Lease& lease) {
    return lease.expires > now && lease.mac != Mac();
  });
}

Result<void> Seed::check_wires() {
  auto checked = wait_for(check_segments(names_of(opened_.interfaces), control_.directory(),
                                         lease_rows(opened_.known.leases)));
  for (Fact& fact : checked.facts) control_.add(std::move(fact));
  if (checked.errors.empty()) return {};
  return Error{.code = Errc::kDenied,
               .detail = fmt::format("{}; nothing is served; to serve all the same: --force",
                                     fmt::join(checked.errors, "; "))};
}

asio::awaitable<void> Seed::check_wires_later() {
  auto checked = co_await check_segments(names_of(opened_.interfaces), control_.directory(),
                                         lease_rows(opened_.known.leases));
  for (Fact& fact : checked.facts) control_.add(std::move(fact));
}

Result<void> Seed::start_dhcp() {
  std::vector<udp::socket> sockets;
  for (const std::uint16_t port : {dhcp::kServerPort, dhcp::kPxePort}) {
    auto socket = bind_udp(context_, Ipv4(), port);
    if (!socket) return socket.error();
    sockets.push_back(*std::move(socket));
  }
  dhcp::Leases leases;
  leases.load(lease_rows(opened_.known.leases));
  server_ = std::make_unique<dhcp::Server>(
      std::move(sockets), control_.directory(), std::move(leases),
      dhcp::ServerParts{.saver = saver_, .prober = prober_, .sink = control_});
  return {};
}

asio::awaitable<void> Seed::watch_interfaces() {
  dhcp::InterfaceWatcher watcher(context_.get_executor());
  for (;;) {
    const auto changes = co_await watcher.next();
    if (!changes) {
      control_.troubled("interfaces", changes.error().detail);
      co_return;
    }
    for (const dhcp::InterfaceChange& change : *changes) {
      control_.add({.kind = FactKind::kInterfaceChanged, .text = change.text});
      const bool is_back = change.event == dhcp::InterfaceEvent::kReturned;
      if (is_back && names_of(opened_.interfaces).contains(change.name)) advertise_on(change.name);
    }
  }
}

/// Without IPv6 there iPXE waits; that is all.
void Seed::advertise_on(const std::string& interface) {
  try {
    auto advertiser = std::make_unique<dhcp::RouterAdvertiser>(context_.get_executor(), interface);
    tasks_.spawn("router advertisements on " + interface, advertiser->run());
    advertisers_[interface] = std::move(advertiser);
  } catch (const boost::system::system_error& error) {
    control_.add({.kind = FactKind::kInterfaceChanged,
                  .text = fmt::format("{} has no IPv6, so iPXE waits 14 s longer: {}", interface,
                                      error.code().message())});
  }
}

/// Nodes boot without it; an interface that comes back is not heard again.
void Seed::listen_for_bmcs() {
  if (auto opened = listener_.open(); !opened)
    return control_.troubled("discovery of BMCs by SSDP and mDNS", opened.error().detail);
  tasks_.spawn("discovery", listener_.run());
}

asio::awaitable<void> Seed::serve_until_signal() {
  asio::signal_set signals(context_, SIGINT, SIGTERM);
  control_.add({.kind = FactKind::kServerStarted,
                .text = describe(opened_.interfaces, settings_.derived.plan->seed.http_port)});
  const auto [error, signal] = co_await signals.async_wait(kAwait);
  static_cast<void>(error);
  static_cast<void>(signal);
  // The planes ask this loop while they end, so it must not wait itself.
  auto stop = [this] {
    planes_.stop();
    return true;
  };
  static_cast<void>(co_await offload(helper_, std::move(stop)));
  tasks_.stop();
  co_await tasks_.join();
  co_await control_.finish();
}

}  // namespace

Result<void> run_seed(const SeedSettings& settings) {
  raise_descriptor_limit();
  auto opened = open_all(settings);
  if (!opened) return opened.error();
  Seed seed(settings, *std::move(opened));
  return seed.run();
}

}  // namespace rackseed::serve
