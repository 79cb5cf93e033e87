#include "src/serve/control.hpp"

#include <rackseed/offload.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include "src/serve/identify.hpp"
#include "src/serve/server_facts.hpp"

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kFramesPause{5};
constexpr std::size_t kMostCaptures = 64;    // written at a time
constexpr std::size_t kMostStrangers = 256;  // whose frames go to the disk
constexpr std::size_t kMostPromises = 8192;
constexpr std::uintmax_t kMostLogBytes = std::uintmax_t{32} << 20U;

inventory::Time now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// Options whose files differ from the defaults: only what is there is offered.
dhcp::BootFiles boot_files(const images::Layout& layout) {
  dhcp::BootFiles files;
  for (std::string* name : {&files.bios, &files.efi_x64, &files.efi_x64_secure, &files.efi_arm64})
    if (::access((layout.boot() / *name).c_str(), R_OK) != 0) name->clear();
  return files;
}

std::string digits(const dhcp::Uuid& uuid) { return fmt::format("{:02x}", fmt::join(uuid, "")); }

}  // namespace

Control::Control(asio::io_context& context, const ControlParts& parts, Machines machines)
    : context_(context),
      parts_(parts),
      machines_(std::move(machines)),
      tasks_(context.get_executor(),
             [this](std::string_view task, std::string_view why) { troubled(task, why); }) {}

std::shared_ptr<const dhcp::Directory> Control::directory() const {
  return std::make_shared<dhcp::Directory>(
      dhcp_content(parts_.derived, machines_, parts_.interfaces, boot_files(parts_.folder.layout)));
}

Result<void> Control::arm(const std::string& node) {
  const Machine* machine = machines_.find(std::string_view(node));
  if (machine == nullptr)
    return Error{.code = Errc::kConflict,
                 .detail = fmt::format("there is no node {}; rackseed show lists them", node)};
  if (machine->may_install()) return {};
  save(machines_.set_state(machine->bmc(), inventory::NodeState::kInstall, now()));
  tell_dhcp();
  add({.kind = FactKind::kNodeArmed,
       .bmc = machine->bmc(),
       .node = machine->name(),
       .text = "may boot from the network and be installed"});
  return {};
}

void Control::saw(const dhcp::Outcome& outcome, const dhcp::Ingress& ingress, Bytes datagram) {
  if (!datagram.empty())
    frames_.record(outcome.asked.mac, {.time = std::chrono::system_clock::now(),
                                       .source = ingress.source,
                                       .source_port = ingress.source_port,
                                       .destination = ingress.destination,
                                       .destination_port = ingress.port,
                                       .payload = {datagram.begin(), datagram.end()}});
  if (outcome.asked.machine) identify_client(outcome.asked);
  const bool is_promise =
      std::holds_alternative<dhcp::Reply>(outcome.decision) && !outcome.rows.empty();
  if (!is_promise) return add(fact_of(outcome));
  if (promised_.size() >= kMostPromises) promised_.clear();
  promised_.insert_or_assign(outcome.asked.mac, fact_of(outcome));
}

void Control::sent(const dhcp::Reply& reply, const dhcp::Ingress& ingress, Bytes datagram) {
  if (auto promised = promised_.extract(reply.message.header.mac))
    add(std::move(promised.mapped()));
  frames_.record(reply.message.header.mac,
                 {.time = std::chrono::system_clock::now(),
                  .source = reply.message.options.server_id.value_or(Ipv4()),
                  .source_port = ingress.port,
                  .destination = reply.destination.address,
                  .destination_port = reply.destination.port,
                  .payload = {datagram.begin(), datagram.end()}});
}

void Control::identify_client(const dhcp::ClientAsked& asked) {
  const std::string uuid = digits(*asked.machine);
  const std::string key = uuid_key(uuid);
  if (key.empty()) return;
  if (const Machine* known = machines_.find(asked.mac)) {
    const std::string before = uuid_key(known->row.system_uuid);
    if (before.empty()) return save(machines_.learn_uuid(known->bmc(), uuid));
    if (before != key)
      add({.kind = FactKind::kIdentityUnclear,
           .bmc = known->bmc(),
           .node = known->name(),
           .client = asked.mac.text(),
           .text = fmt::format("{} boots with UUID {}, its node has {}: was the card moved, or the "
                               "server exchanged?",
                               asked.mac.text(), uuid, known->row.system_uuid)});
    return;
  }
  const Identified identified = identify(machines_, {.uuid = uuid});
  if (identified.node == nullptr) return;
  const std::string& planned = identified.node->view->node->boot.nic;
  const std::string nic = identified.node->facts.mac(planned) ? "" : planned;
  const Machine& node = *identified.node;
  add({.kind = FactKind::kNicTied,
       .bmc = node.bmc(),
       .node = node.name(),
       .text = fmt::format("{} is its, {}", asked.mac.text(), identified.why)});
  learn({.bmc = node.bmc(), .mac = asked.mac, .nic = nic});
}

void Control::rejected(const Error& error, const dhcp::Ingress& ingress, Bytes datagram) {
  add({.kind = FactKind::kDhcpRefused,
       .client = ingress.source.text(),
       .text = fmt::format("a packet of {} bytes from {} on {} is no DHCP: {}", datagram.size(),
                           ingress.source.text(), ingress.interface, error.detail)});
}

void Control::troubled(std::string_view task, std::string_view why) {
  add({.kind = FactKind::kServerTroubled,
       .client = "task " + std::string(task),
       .text = fmt::format("{}: {}", task, why)});
}

void Control::saw(const tftp::TransferFact& fact) {
  if (auto told = fact_of(fact, machine_at(fact.client.address), parts_.derived))
    add(*std::move(told));
}

void Control::saw(const http::RequestFact& fact) {
  if (auto told = fact_of(fact, machine_at(fact.client), parts_.derived)) add(*std::move(told));
}

Desk Control::desk() const {
  const auto owner_of = [this](Ipv4 address) -> std::optional<Mac> {
    const dhcp::Lease* lease = server_ == nullptr ? nullptr : server_->leases().find(address);
    if (lease == nullptr || lease->state != dhcp::LeaseState::kBound || !lease->is_active(now()))
      return {};
    return lease->mac;
  };
  const auto agent = parts_.folder.layout.profile("agent");
  return {.derived = parts_.derived,
          .machines = machines_,
          .tokens = parts_.tokens,
          .secrets = parts_.secrets,
          .owner_of = owner_of,
          .has_discovery = ::access((agent / "vmlinuz").c_str(), R_OK) == 0 &&
                           ::access((agent / "initrd").c_str(), R_OK) == 0};
}

const Machine* Control::machine_at(Ipv4 address) const {
  return serve::machine_at(desk(), address);
}

asio::awaitable<http::Text> Control::answer(http::Route route, http::Request request) {
  NodeAnswer answer = serve::answer(desk(), route, request);
  const bool is_saved = co_await carry_out(answer);
  if (!is_saved) co_return http::refusal(503, "the seed could not save that; say it again");
  co_return std::move(answer.text);
}

asio::awaitable<std::optional<std::string>> Control::grub_config(Ipv4 client) {
  auto answer = serve::grub_config(desk(), client);
  if (!answer) co_return std::nullopt;
  const bool is_saved = co_await carry_out(*answer);
  if (!is_saved) co_return std::nullopt;
  co_return std::move(answer->text.body);
}

asio::awaitable<bool> Control::carry_out(NodeAnswer& answer) {
  for (Effect& effect : answer.effects) {
    auto work = std::visit([this](auto& wanted) { return perform(std::move(wanted)); }, effect);
    const bool is_done = co_await std::move(work);
    if (!is_done) co_return false;
  }
  for (Fact& fact : answer.facts) add(std::move(fact));
  co_return true;
}

// Saved first: a seed that is killed right after its answer knows as much as the node.
asio::awaitable<bool> Control::perform(StateChange change) {
  const inventory::Time since = now();
  const auto turn = co_await node_saves_.take();
  std::vector<inventory::Node> rows{machines_.with_state(change.bmc, change.state, since)};
  const auto saved = co_await parts_.writer.save(std::move(rows));
  if (!saved) {
    troubled("save the inventory", saved.error().detail);
    co_return false;
  }
  static_cast<void>(machines_.set_state(change.bmc, change.state, since));
  tell_dhcp();
  co_return true;
}

asio::awaitable<bool> Control::perform(MacLearned learned) {
  learn(learned);
  co_return true;
}

asio::awaitable<bool> Control::perform(LogReceived log) {
  const std::string name = fmt::format("{}-{}-{}.log", log.bmc.text(), log.attempt, log.name);
  auto append = [file = parts_.folder.logs() / name, content = std::move(log.content)] {
    return append_file(file, content, kMostLogBytes);
  };
  const auto written = co_await offload(disk_, std::move(append));
  if (!written) troubled("save a node's log", written.error().detail);
  co_return true;  // a log that is full keeps no node from going on
}

void Control::learn(const MacLearned& learned) {
  save(machines_.learn_mac(learned.bmc, learned.mac, learned.nic));
  tell_dhcp();
}

void Control::save(const inventory::Node& row) {
  tasks_.spawn("save the inventory", save_node(row.bmc));
}

/// As the node is when its turn has come: what waits is never older than what is written.
asio::awaitable<void> Control::save_node(Ipv4 bmc) {
  const auto turn = co_await node_saves_.take();
  std::vector<inventory::Node> rows{machines_.find(bmc)->row};
  const auto saved = co_await parts_.writer.save(std::move(rows));
  if (!saved) troubled("save the inventory", saved.error().detail);
}

void Control::save(inventory::Nic row) {
  tasks_.spawn("save the inventory", save_nic(std::move(row)));
}

asio::awaitable<void> Control::save_nic(inventory::Nic row) {
  std::vector<inventory::Nic> rows{std::move(row)};
  const auto saved = co_await parts_.writer.save(std::move(rows));
  if (!saved) troubled("save the inventory", saved.error().detail);
}

void Control::tell_dhcp() {
  if (server_ != nullptr) server_->replace(directory());
}

asio::awaitable<void> Control::keep_frames() {
  asio::steady_timer pause(context_);
  for (;;) {
    pause.expires_after(kFramesPause);
    if (const auto [stopped] = co_await pause.async_wait(kAwait); stopped) co_return;
    static_cast<void>(co_await write_frames());
  }
}

asio::awaitable<bool> Control::write_frames() {
  const std::vector<Mac> changed = frames_.take_changed(kMostCaptures);
  for (const Mac mac : changed) {
    const bool is_known = machines_.find(mac) != nullptr || strangers_.contains(mac);
    if (!is_known && strangers_.size() >= kMostStrangers) continue;
    if (machines_.find(mac) == nullptr) strangers_.insert(mac);
    const auto file = parts_.folder.frames() / (mac.text('-') + ".pcap");
    auto replace = [file, capture = frames_.capture(mac)] {
      return replace_file(file, text_of(capture));
    };
    const auto written = co_await offload(disk_, std::move(replace));
    if (!written) troubled("save frames", written.error().detail);
  }
  co_return changed.size() == kMostCaptures;
}

asio::awaitable<void> Control::finish() {
  // Not in the condition of the loop: what GCC 12.2 makes of co_await there crashes.
  for (bool has_more = true; has_more;) has_more = co_await write_frames();
  co_await tasks_.join();
  static_cast<void>(co_await parts_.facts.flush());
}

}  // namespace rackseed::serve
