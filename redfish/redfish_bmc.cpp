#include "redfish/redfish_bmc.hpp"

#include "redfish/identity.hpp"
#include "redfish/limited.hpp"
#include "redfish/reading.hpp"

#include <algorithm>
#include <utility>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

TransportSettings transport_of(const RedfishSettings& settings) {
  TransportSettings transport = settings.transport;
  transport.refuses_identity |= settings.learnt.refuses_identity_encoding;
  return transport;
}

SessionSettings session_of(const RedfishSettings& settings) {
  SessionSettings session = settings.session;
  session.refuses_sessions |= settings.learnt.refuses_sessions;
  return session;
}

}  // namespace

RedfishBmc::RedfishBmc(CurlLoop& loop, Credentials credentials, RedfishSettings settings)
    : settings_(std::move(settings)),
      transport_(loop, transport_of(settings_)),
      session_(transport_, std::move(credentials), session_of(settings_)),
      resources_(session_, {.task = settings_.task,
                            .etags =
                                [this](std::string_view header, std::string_view own) {
                                  return etags_to_try(header, own, known());
                                },
                            .wants_if_match = settings_.learnt.wants_strong_etag ||
                                              settings_.learnt.wants_if_none_match}) {}

Learnt RedfishBmc::all_learnt() const {
  Learnt learnt = merge(settings_.learnt, taught_);
  learnt.refuses_identity_encoding |= transport_.refuses_identity();
  learnt.refuses_sessions |= session_.refuses_sessions();
  return learnt;
}

Learnt RedfishBmc::known() const {
  return host_ ? merge(known_of(host_->vendor, host_->system.model), all_learnt()) : all_learnt();
}

void RedfishBmc::remark(std::string text) {
  if (!text.empty() && std::ranges::find(remarks_, text) == remarks_.end())
    remarks_.push_back(std::move(text));
}

std::vector<std::string> RedfishBmc::take_remarks() { return std::exchange(remarks_, {}); }

std::chrono::milliseconds RedfishBmc::scaled(std::chrono::milliseconds length) const {
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(static_cast<double>(length.count()) / settings_.speed));
}

asio::awaitable<void> RedfishBmc::pause(std::chrono::milliseconds length) {
  asio::steady_timer timer(co_await asio::this_coro::executor, scaled(length));
  co_await timer.async_wait(asio::use_awaitable);
}

/// Asked for once: as the session read it to log in, where it did.
Bmc::Answer<ServiceRoot> RedfishBmc::read_root() {
  const auto opened = co_await session_.open();
  if (!opened) co_return opened.error();
  if (!session_.root().systems.empty()) co_return session_.root();
  Walk walk(resources_, settings_.walk);
  auto root = co_await fetch_root(walk);
  co_return root;
}

/// As it is now. Where it was once found it is asked for alone, as long as it is there.
Bmc::Answer<System> RedfishBmc::read_system() {
  Walk walk(resources_, settings_.walk);
  if (host_) {
    auto system = co_await fetch_system(walk, host_->system.path);
    if (system) host_->system = *system;
    if (system || system.error().code != BmcErrc::kNotFound) co_return system;
  }
  auto root = co_await read_root();
  if (!root) co_return root.error();
  auto found = co_await find_system(walk, *std::move(root), settings_.system_id);
  if (!found) co_return found.error();
  host_ = *std::move(found);
  is_host_complete_ = false;
  co_return host_->system;
}

Bmc::Answer<void> RedfishBmc::find_host() {
  if (!host_) {
    const auto system = co_await read_system();
    if (!system) co_return system.error();
  }
  if (std::exchange(is_host_complete_, true)) co_return BmcResult<void>();
  Walk walk(resources_, settings_.walk);
  if (!session_.root().systems.empty()) {  // some say more to who has logged in
    const auto root = co_await fetch_root(walk);
    if (root) host_->root = *root;
  }
  Host host = co_await complete(walk, *host_);
  host_ = std::move(host);
  co_return BmcResult<void>();
}

Bmc::Answer<PowerState> RedfishBmc::read_power() {
  const auto system = co_await read_system();
  if (!system) co_return system.error();
  co_return system->power;
}

Bmc::Answer<PowerState> RedfishBmc::power_state() {
  co_return co_await limited(settings_.call_limit, read_power(), "the power state by Redfish");
}

Bmc::Answer<Identity> RedfishBmc::read_identity() {
  const auto found = co_await find_host();
  if (!found) co_return found.error();
  std::optional<Manager> manager;
  if (!host_->managers.empty()) manager = host_->managers.front();
  co_return identity_of(host_->vendor, host_->root, host_->system, manager);
}

Bmc::Answer<Identity> RedfishBmc::identity() {
  co_return co_await limited(settings_.call_limit, read_identity(), "the identity by Redfish");
}

Bmc::Answer<Inventory> RedfishBmc::read_all() {
  const auto found = co_await find_host();
  if (!found) co_return found.error();
  Walk walk(resources_, settings_.walk);
  Inventory inventory = co_await read_inventory_of(walk, *host_);
  co_return inventory;
}

Bmc::Answer<Inventory> RedfishBmc::inventory() {
  co_return co_await limited(settings_.call_limit, read_all(), "the inventory by Redfish");
}

Bmc::Answer<std::vector<LogEntry>> RedfishBmc::read_logs(std::size_t most) {
  const auto found = co_await find_host();
  if (!found) co_return found.error();
  Walk walk(resources_, settings_.walk);
  std::vector<LogEntry> entries = co_await read_log(walk, *host_, most);
  co_return entries;
}

Bmc::Answer<std::vector<LogEntry>> RedfishBmc::log(std::size_t most) {
  co_return co_await limited(settings_.call_limit, read_logs(most), "the log by Redfish");
}

/// Its sessions end with it (row 40), and many a BMC is gone before it has answered.
Bmc::Answer<void> RedfishBmc::reset_manager() {
  const auto found = co_await find_host();
  if (!found) co_return found.error();
  if (host_->managers.empty() || host_->managers.front().reset.target.empty())
    co_return BmcError{BmcErrc::kUnsupported, "the BMC has no Reset of its own"};
  const ResetAction action = host_->managers.front().reset;
  Walk walk(resources_, settings_.walk);
  const auto types = co_await find_reset_types(walk, action);
  const Reset restart{.types = {"GracefulRestart", "ForceRestart"}};
  const auto type = choose_reset_type(restart, types);
  if (!type) co_return BmcError{BmcErrc::kUnsupported, "the BMC allows no restart of itself"};
  Attempt attempt{.method = "POST", .path = action.target};
  attempt.body = boost::json::object{{"ResetType", *type}};
  const auto taken = co_await send(std::move(attempt));
  const bool is_lost = !taken && (taken.error().code == BmcErrc::kRestarting ||
                                  taken.error().code == BmcErrc::kUnreachable);
  if (is_lost) co_return BmcResult<void>();
  if (!taken) co_return taken.error();
  if (*taken) co_return error_of(**taken, "Manager.Reset");
  co_return BmcResult<void>();
}

Bmc::Answer<void> RedfishBmc::restart_bmc() {
  co_return co_await limited(settings_.call_limit, reset_manager(), "the restart of the BMC");
}

asio::awaitable<void> RedfishBmc::close() {
  const auto closed = co_await within(settings_.close_limit, session_.close(), "the log-out");
  static_cast<void>(closed);  // a session that could not be given back lapses by itself
}

}  // namespace rackseed::redfish
