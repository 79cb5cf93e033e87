#include <fmt/core.h>

#include <memory>

#include "src/cli/bmc_commands.hpp"
#include "src/cli/fail.hpp"
#include "src/plan/text_table.hpp"

namespace rackseed::cli {
namespace {

using redfish::Bmc;

constexpr int kMostEntries = 1000;

struct LogOptions {
  FleetOptions fleet{};
  std::string most = "20";
};

Bmc::Answer<Value> read_log(Bmc& bmc, std::size_t most) {
  const auto entries = co_await bmc.log(most);
  if (!entries) co_return entries.error();
  Value::List list;
  for (const redfish::LogEntry& entry : *entries) {
    Value item;
    item.set("time", entry.time).set("severity", entry.severity).set("text", entry.text);
    list.push_back(std::move(item));
  }
  Value value;
  value.set("log", std::move(list));
  co_return value;
}

std::string text_of_log(const Value& value) {
  std::vector<std::vector<std::string>> rows;
  for (const Value& item : *value.entries()->front().second.items()) {
    rows.emplace_back();
    for (const auto& [name, entry] : *item.entries()) rows.back().push_back(*entry.text());
  }
  return plan::text_table(rows);
}

int run_log(const LogOptions& options) {
  const auto most = parse_option("--most", options.most, kMostEntries);
  if (!most) return fail(most.error());
  const auto count = static_cast<std::size_t>(*most);
  return run_fleet(options.fleet, {.what = "bmc log",
                                   .use = [count](Bmc& bmc) { return read_log(bmc, count); },
                                   .columns = {},
                                   .text = text_of_log});
}

Bmc::Answer<Value> light(Bmc& bmc, bool is_lit) {
  const auto done = co_await bmc.set_indicator(is_lit);
  if (!done) co_return done.error();
  Value value;
  value.set("indicator", is_lit ? "on" : "off");
  co_return value;
}

Bmc::Answer<Value> restart(Bmc& bmc) {
  const auto done = co_await bmc.restart_bmc();
  if (!done) co_return done.error();
  Value value;
  value.set("state", "restarting");
  co_return value;
}

/// The visit pins what it meets.
Bmc::Answer<Value> meet(Bmc& bmc) {
  const auto state = co_await bmc.power_state();
  if (!state) co_return state.error();
  Value value;
  value.set("certificate", bmc.certificate().spki_sha256);
  co_return value;
}

void add_task(CommandGroup& group, const std::string& name, const std::string& help,
              const FleetTask& task) {
  const auto options = std::make_shared<FleetOptions>();
  Command command = group.add(name, help, [options, task] { return run_fleet(*options, task); });
  add_fleet_options(command, *options);
  command.footer(fmt::format("Example: rackseed bmc {} ctrl1 --state state", name));
}

}  // namespace

void add_bmc(Commands& commands) {
  CommandGroup group = commands.group("bmc", "What BMCs know and are");
  add_bmc_show(group);
  add_bmc_quirks(group);
  const auto options = std::make_shared<LogOptions>();
  Command log = group.add("log", "Shows the latest entries of the BMC's own log, the newest last",
                          [options] { return run_log(*options); });
  add_fleet_options(log, options->fleet);
  log.option("--most", options->most, "Entries of each BMC (default 20)")
      .footer("Example: rackseed bmc log sto1 --state state --most 50");
  add_task(group, "light", "Lights the lamp by which a machine is found in the rack",
           {.what = "bmc light",
            .use = [](Bmc& bmc) { return light(bmc, true); },
            .columns = {"indicator"}});
  add_task(group, "dark", "Puts that lamp out",
           {.what = "bmc dark",
            .use = [](Bmc& bmc) { return light(bmc, false); },
            .columns = {"indicator"}});
  add_task(group, "restart", "Restarts the BMC itself; its machine goes on",
           {.what = "bmc restart", .use = restart, .columns = {"state"}});
  add_task(group, "trust", "Takes the certificate that a BMC shows now for its own",
           {.what = "bmc trust", .use = meet, .columns = {"certificate"}, .trusts_anew = true});
}

}  // namespace rackseed::cli
