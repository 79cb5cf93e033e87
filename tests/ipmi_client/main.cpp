// One BMC by IPMI, for tests/system/ipmi_test.py:
//   ipmi_client ADDRESS:PORT USER PASSWORD [--repeat-ms N] [--limit-ms N] COMMAND...
// The commands are carried out in one session: status, on, off, shutdown, reset, restart, cycle,
// boot, boot=pxe|disk|cd|setup|none, identity, log, light, dark. Each prints one line that begins
// with "ok" or "error". Ends with status 1 when one failed.

#include "redfish/ipmi/ipmi_bmc.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>
#include <rackseed/wait_for.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/program/program.hpp"

namespace {

using namespace rackseed::redfish;
namespace asio = boost::asio;

struct Arguments {
  std::string bmc{};
  std::string user{};
  std::string password{};
  int repeat_ms = 1000;
  int limit_ms = 60'000;
  std::vector<std::string> commands{};
};

struct Named {
  std::string_view name;
  PowerAction action;
};
constexpr auto kActions = std::to_array<Named>({{"on", PowerAction::kOn},
                                                {"off", PowerAction::kForceOff},
                                                {"shutdown", PowerAction::kShutdown},
                                                {"reset", PowerAction::kForceRestart},
                                                {"restart", PowerAction::kRestart},
                                                {"cycle", PowerAction::kCycle}});
constexpr auto kTargets =
    std::to_array<std::string_view>({"none", "pxe", "http", "disk", "cd", "setup"});

std::string_view name_of(BootTarget target) {
  return kTargets.at(static_cast<std::size_t>(target));
}

BootTarget target_of(std::string_view name) {
  for (std::size_t i = 0; i < kTargets.size(); ++i)
    if (kTargets.at(i) == name) return static_cast<BootTarget>(i);
  throw std::runtime_error("unknown target");
}

bool tell(const BmcError& error) {
  rackseed::tests::say(fmt::format("error {}: {}", to_string(error.code), error.detail));
  return false;
}

bool tell(const BmcResult<void>& result, std::string_view what) {
  if (!result) return tell(result.error());
  rackseed::tests::say(fmt::format("ok {}", what));
  return true;
}

/// Says a value, or why there is none.
template <class T, class Text>
bool tell_value(const BmcResult<T>& result, Text text) {
  if (!result) return tell(result.error());
  rackseed::tests::say("ok " + text(*result));
  return true;
}

std::string text_of_state(PowerState state) { return state == PowerState::kOn ? "on" : "off"; }
std::string text_of_boot(const BootOverride& boot) { return std::string(name_of(boot.target)); }
std::string text_of_identity(const Identity& identity) {
  return fmt::format("vendor={} firmware={} uuid={} serial={}", identity.bmc_vendor,
                     identity.bmc_firmware, identity.uuid, identity.serial);
}
std::string text_of_log(const std::vector<LogEntry>& entries) {
  return fmt::format("{} entries{}", entries.size(),
                     entries.empty() ? "" : ", the last: " + entries.back().text);
}

asio::awaitable<bool> carry_out(IpmiBmc* bmc, std::string command) {
  for (const auto& [name, action] : kActions)
    if (command == name) co_return tell(co_await bmc->power(action), name);
  if (command == "status") co_return tell_value(co_await bmc->power_state(), text_of_state);
  if (command == "boot") co_return tell_value(co_await bmc->boot_override(), text_of_boot);
  if (command == "identity") co_return tell_value(co_await bmc->identity(), text_of_identity);
  if (command == "log") co_return tell_value(co_await bmc->log(10), text_of_log);
  if (command == "light" || command == "dark")
    co_return tell(co_await bmc->set_indicator(command == "light"), command);
  if (command.starts_with("boot=")) {
    const BootOverride wanted{.target = target_of(command.substr(5)), .mode = BootMode::kUefi};
    co_return tell(co_await bmc->set_boot_override(wanted), command);
  }
  throw std::runtime_error(command + ": no command");
}

asio::awaitable<bool> talk(Arguments arguments) {
  IpmiSettings settings;
  settings.session.user = arguments.user;
  settings.session.password = SecretOctets(rackseed::bytes_of(arguments.password));
  settings.session.repeat_after = std::chrono::milliseconds(arguments.repeat_ms);
  settings.session.probe_limit = std::chrono::milliseconds(arguments.repeat_ms);
  settings.power_limit = std::chrono::milliseconds(arguments.limit_ms);
  settings.shutdown_limit = std::chrono::milliseconds(arguments.limit_ms);
  settings.poll_every = std::chrono::milliseconds(20);
  const auto endpoint = rackseed::tests::parse_endpoint<asio::ip::udp::endpoint>(arguments.bmc);
  IpmiBmc bmc(co_await asio::this_coro::executor, endpoint, settings);
  bool is_done = true;
  for (const auto& command : arguments.commands) {
    const bool is_ok = co_await carry_out(&bmc, command);
    is_done = is_done && is_ok;
  }
  co_await bmc.close();
  co_return is_done;
}

int run(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("One BMC by IPMI");
  app.add_option("bmc", arguments.bmc, "ADDRESS:PORT")->required();
  app.add_option("user", arguments.user)->required();
  app.add_option("password", arguments.password)->required();
  app.add_option("commands", arguments.commands)->required();
  app.add_option("--repeat-ms", arguments.repeat_ms, "until a packet is sent again");
  app.add_option("--limit-ms", arguments.limit_ms, "for the power to change");
  CLI11_PARSE(app, argc, argv)
  return rackseed::wait_for(talk(arguments)) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) { return rackseed::tests::run_program(run, argc, argv); }
