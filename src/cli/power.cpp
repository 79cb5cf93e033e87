#include <array>
#include <memory>

#include "src/cli/fleet.hpp"

namespace rackseed::cli {
namespace {

using redfish::Bmc;
using redfish::PowerAction;

Bmc::Answer<Value> tell_power(Bmc& bmc) {
  const auto state = co_await bmc.power_state();
  if (!state) co_return state.error();
  Value value;
  value.set("power", to_string(*state));
  co_return value;
}

Bmc::Answer<Value> switch_power(Bmc& bmc, PowerAction action) {
  const auto done = co_await bmc.power(action);
  if (!done) co_return done.error();
  co_return co_await tell_power(bmc);
}

struct PowerWord {
  const char* name;
  PowerAction action;
  const char* help;
};
constexpr auto kPowerWords = std::to_array<PowerWord>({
    {"on", PowerAction::kOn, "Switches machines on"},
    {"off", PowerAction::kForceOff, "Switches machines off at once"},
    {"shutdown", PowerAction::kShutdown,
     "Asks operating systems to end, and switches off what does not"},
    {"restart", PowerAction::kRestart, "Lets operating systems end, then starts machines again"},
    {"reset", PowerAction::kForceRestart, "Resets machines at once"},
    {"cycle", PowerAction::kCycle, "Switches machines off and on"},
});

}  // namespace

void add_power(Commands& commands) {
  CommandGroup group = commands.group("power", "The power of machines, by their BMCs");
  const auto options = std::make_shared<FleetOptions>();
  Command status = group.add("status", "Shows which machines are on", [options] {
    return run_fleet(*options, {.what = "power status", .use = tell_power, .columns = {"power"}});
  });
  add_fleet_options(status, *options);
  status.footer("Example: rackseed power status all --state state");
  for (const PowerWord& word : kPowerWords) {
    const FleetTask task{
        .what = std::string("power ") + word.name,
        .use = [action = word.action](Bmc& bmc) { return switch_power(bmc, action); },
        .columns = {"power"}};
    Command command =
        group.add(word.name, word.help, [options, task] { return run_fleet(*options, task); });
    add_fleet_options(command, *options);
    command.footer(std::string("Example: rackseed power ") + word.name +
                   " ctrl1 ctrl2 --state state\n"
                   "A machine that is so already is left as it is.");
  }
}

}  // namespace rackseed::cli
