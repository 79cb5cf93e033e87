#include "src/cli/fleet.hpp"

#include <fmt/core.h>
#include <unistd.h>
#include <rackseed/descriptor.hpp>
#include <rackseed/task_group.hpp>
#include <rackseed/turns.hpp>
#include <rackseed/wait_for.hpp>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <utility>

#include "inventory/sqlite/store.hpp"
#include "src/cli/fail.hpp"
#include "src/cli/image_store.hpp"
#include "src/cli/progress.hpp"
#include "src/cli/read_secret.hpp"
#include "src/secrets/vault.hpp"

namespace rackseed::cli {
namespace {

namespace asio = boost::asio;

constexpr int kMostSeconds = 86'400;
constexpr int kMostParallel = 4096;

/// A command before it begins: whom it visits, and how.
struct Fleet {
  std::vector<serve::BmcTarget> targets{};
  serve::BmcLogin login{};
  serve::BmcAccessSettings settings{};
  std::chrono::seconds limit{};
  std::size_t parallel = 1;
  std::unique_ptr<inventory::sqlite::Store> store{};
  std::optional<serve::BmcMemory> memory{};
};

/// The visits, side by side.
class FleetRun {
 public:
  FleetRun(Fleet& fleet, const FleetTask& task)
      : fleet_(fleet),
        task_(task),
        access_(io_.get_executor(), fleet.memory ? &*fleet.memory : nullptr, fleet.settings),
        turns_(fleet.parallel),
        progress_(task.what) {}

  std::vector<BmcOutcome> run() {
    for (const serve::BmcTarget& target : fleet_.targets)
      outcomes_.push_back({target, {.outcome = stopped_}});
    signals_.async_wait([this](boost::system::error_code error, int) {
      if (!error) stop({redfish::BmcErrc::kRefused, "it was interrupted"});
    });
    limit_.expires_after(fleet_.limit);
    limit_.async_wait([this](boost::system::error_code error) {
      if (!error) stop({redfish::BmcErrc::kTimedOut, "not done by the end of --timeout"});
    });
    for (std::size_t at = 0; at < outcomes_.size(); ++at)
      group_.spawn(std::to_string(at), visit(at));
    end_.spawn("end", finish());
    io_.run();
    return std::move(outcomes_);
  }

 private:
  void stop(redfish::BmcError why) {
    for (BmcOutcome& outcome : outcomes_)
      if (is_open(outcome)) outcome.visit.outcome = why;
    group_.stop();
  }
  [[nodiscard]] bool is_open(const BmcOutcome& outcome) const {
    return !outcome.visit.outcome && outcome.visit.outcome.error().detail == stopped_.detail;
  }
  asio::awaitable<void> visit(std::size_t at) {
    const auto turn = co_await turns_.take();
    const serve::BmcTarget target = outcomes_[at].target;
    if (task_.trusts_anew && fleet_.memory) {
      const auto forgotten = co_await fleet_.memory->writer.forget_certificate(target.address);
      static_cast<void>(forgotten);  // a store that cannot be written is told by the visit
    }
    serve::BmcLogin login{.user = fleet_.login.user, .password = fleet_.login.password.copy()};
    auto came = co_await access_.visit(target, std::move(login), task_.use);
    outcomes_[at].visit = std::move(came);
    progress_.show(++done_, static_cast<std::int64_t>(outcomes_.size()));
  }
  asio::awaitable<void> finish() {
    co_await group_.join();
    io_.stop();
  }
  void fail(std::string_view task, std::string_view why) {
    outcomes_.at(std::stoul(std::string(task))).visit.outcome =
        redfish::BmcError{redfish::BmcErrc::kMalformed, std::string(why)};
  }

  Fleet& fleet_;
  const FleetTask& task_;
  const redfish::BmcError stopped_{redfish::BmcErrc::kTimedOut, "not done"};
  asio::io_context io_{1};
  serve::BmcAccess access_;
  Turns turns_;
  ProgressLine progress_;
  asio::signal_set signals_{io_, SIGINT, SIGTERM};
  asio::steady_timer limit_{io_};
  std::int64_t done_ = 0;
  std::vector<BmcOutcome> outcomes_;
  TaskGroup group_{io_.get_executor(),
                   [this](std::string_view task, std::string_view why) { fail(task, why); }};
  TaskGroup end_{io_.get_executor(), [](std::string_view, std::string_view) {}};
};

Result<void> read_numbers(const FleetOptions& options, Fleet& fleet) {
  const auto limit = parse_option("--timeout", options.timeout, kMostSeconds);
  if (!limit) return limit.error();
  const auto parallel = parse_option("--parallel", options.parallel, kMostParallel);
  if (!parallel) return parallel.error();
  const auto https = parse_option("--https-port", options.https_port, kMostPort);
  if (!https) return https.error();
  const auto http = parse_option("--http-port", options.http_port, kMostPort);
  if (!http) return http.error();
  const auto ipmi = parse_option("--ipmi-port", options.ipmi_port, kMostPort);
  if (!ipmi) return ipmi.error();
  fleet.limit = std::chrono::seconds(*limit);
  fleet.parallel = static_cast<std::size_t>(*parallel);
  fleet.settings.https_port = static_cast<std::uint16_t>(*https);
  fleet.settings.http_port = static_cast<std::uint16_t>(*http);
  fleet.settings.ipmi_port = static_cast<std::uint16_t>(*ipmi);
  return {};
}

/// From a prompt, or standard input.
Result<void> ask_login(const std::string& user, Fleet& fleet) {
  auto password = read_secret("password of " + user);
  if (!password) return password.error();
  fleet.login = {.user = user, .password = *std::move(password)};
  return {};
}

/// By the secret that the plan names.
Result<void> find_login(const plan::Plan* plan, Fleet& fleet) {
  if (plan == nullptr || !plan->bmc.credentials || !fleet.memory)
    return Error{.code = Errc::kMalformed,
                 .detail =
                     "no credentials: pass --state, where the secret that the plan names is "
                     "set, or --user and the password on standard input"};
  const std::string& name = plan->bmc.credentials->name;
  const secrets::Vault vault(fleet.memory->reader, fleet.memory->layout);
  const auto text = wait_for(vault.get(name));
  if (!text) return text.error();
  auto login = serve::parse_login(name, *text);
  if (!login) return login.error();
  fleet.login = *std::move(login);
  return {};
}

Result<void> open_memory(const FleetOptions& options, Fleet& fleet) {
  if (options.state.empty()) return {};
  const images::Layout layout(options.state);
  auto database = open_inventory(layout);
  if (!database) return database.error();
  fleet.store = std::make_unique<inventory::sqlite::Store>(*std::move(database));
  fleet.memory.emplace(
      serve::BmcMemory{.reader = *fleet.store, .writer = *fleet.store, .layout = layout});
  return {};
}

/// That of --plan, else the one that was served last; "": there is none.
std::string plan_path(const FleetOptions& options) {
  if (!options.plan.empty() || options.state.empty()) return options.plan;
  const std::string saved = images::Layout(options.state).plan().string();
  return ::access(saved.c_str(), R_OK) == 0 ? saved : "";
}

/// Options have the last word.
Result<void> overrule(std::vector<serve::BmcTarget>& targets, const FleetOptions& options) {
  const auto protocol = plan::from_string<plan::BmcProtocol>(options.protocol);
  if (!options.protocol.empty() && !protocol)
    return Error{.code = Errc::kMalformed, .detail = "--protocol is redfish or ipmi"};
  for (serve::BmcTarget& target : targets) {
    if (protocol) target.protocol = *protocol;
    if (options.has_legacy_tls) target.tls = plan::BmcTls::kLegacy;
  }
  return {};
}

Result<void> prepare(const FleetOptions& options, const plan::Plan* plan, Fleet& fleet) {
  const auto numbers = read_numbers(options, fleet);
  if (!numbers) return numbers.error();
  auto targets = choose_targets(plan, options.nodes);
  if (!targets) return targets.error();
  fleet.targets = *std::move(targets);
  auto overruled = overrule(fleet.targets, options);
  if (!overruled) return overruled;
  if (!options.user.empty()) {  // first: a thread of the store would take the prompt's signals
    const auto asked = ask_login(options.user, fleet);
    if (!asked) return asked.error();
  }
  const auto opened = open_memory(options, fleet);
  if (!opened) return opened.error();
  if (!options.user.empty()) return {};
  return find_login(plan, fleet);
}

}  // namespace

void add_fleet_options(Command& command, FleetOptions& options) {
  command.positionals("NODE", options.nodes, "Names of nodes, addresses of BMCs, or: all")
      .option("--plan", options.plan, "The plan file (default: the one that --state was served)")
      .option("--state", options.state,
              "The state folder: secrets, certificates and what was learnt of BMCs")
      .option("--user", options.user,
              "Log in as this user; the password comes from a prompt or standard input")
      .option("--timeout", options.timeout, "Seconds for all of it (default 900)")
      .option("--parallel", options.parallel, "BMCs at a time (default 256)")
      .option("--https-port", options.https_port, "Of the BMCs (default 443)")
      .option("--http-port", options.http_port, "Of BMCs whose plan says tls: none (default 80)")
      .option("--ipmi-port", options.ipmi_port, "Of the BMCs (default 623)")
      .option("--protocol", options.protocol, "redfish or ipmi (default: as the plan says)")
      .flag("--legacy-tls", options.has_legacy_tls,
            "Allow TLS 1.0, for BMCs that have nothing better")
      .flag("--json", options.json, "Print a JSON array");
}

int run_fleet(const FleetOptions& options, const FleetTask& task) {
  const std::string path = plan_path(options);
  ValidPlan valid;
  if (!path.empty()) valid = load_valid_plan(path);
  if (valid.exit_code != 0) return valid.exit_code;
  raise_descriptor_limit();
  Fleet fleet;
  const auto ready = prepare(options, path.empty() ? nullptr : &valid.file.plan, fleet);
  if (!ready) return fail(ready.error());
  const std::vector<BmcOutcome> outcomes = FleetRun(fleet, task).run();
  tell(outcomes, task, options.json);
  return exit_code_of(outcomes);
}

}  // namespace rackseed::cli
