#include <fmt/core.h>

#include <array>
#include <memory>

#include "src/cli/fail.hpp"
#include "src/cli/fleet.hpp"

namespace rackseed::cli {
namespace {

using redfish::Bmc;
using redfish::BootMode;
using redfish::BootOverride;
using redfish::BootTarget;

struct BootOptions {
  FleetOptions fleet{};
  std::string mode = "uefi";
  std::string url{};
  bool is_persistent = false;
};

Bmc::Answer<Value> tell_boot(Bmc& bmc) {
  const auto boot = co_await bmc.boot_override();
  if (!boot) co_return boot.error();
  Value value;
  value.set("boot", to_string(boot->target))
      .set("mode", to_string(boot->mode))
      .set("persistent", boot->is_persistent);
  if (!boot->http_url.empty()) value.set("url", boot->http_url);
  co_return value;
}

Bmc::Answer<Value> set_boot(Bmc& bmc, BootOverride wanted) {
  const auto done = co_await bmc.set_boot_override(std::move(wanted));
  if (!done) co_return done.error();
  co_return co_await tell_boot(bmc);
}

int run_boot(const BootOptions& options, BootTarget target) {
  if (options.mode != "uefi" && options.mode != "legacy")
    return fail({.code = Errc::kMalformed, .detail = "--mode is uefi or legacy"});
  const BootOverride wanted{.target = target,
                            .mode = options.mode == "uefi" ? BootMode::kUefi : BootMode::kLegacy,
                            .is_persistent = options.is_persistent,
                            .http_url = options.url};
  return run_fleet(options.fleet, {.what = fmt::format("boot {}", to_string(target)),
                                   .use = [wanted](Bmc& bmc) { return set_boot(bmc, wanted); },
                                   .columns = {"boot", "mode", "persistent"}});
}

struct BootWord {
  BootTarget target;
  const char* help;
};
constexpr auto kBootWords = std::to_array<BootWord>({
    {BootTarget::kPxe, "Boots from the network by PXE, next time"},
    {BootTarget::kUefiHttp, "Boots from the network by UEFI HTTP, next time"},
    {BootTarget::kDisk, "Boots from the disk, next time"},
    {BootTarget::kCd, "Boots from the virtual CD, next time"},
    {BootTarget::kSetup, "Enters the firmware's setup, next time"},
    {BootTarget::kNone, "Boots as the firmware's own order says"},
});

}  // namespace

void add_boot(Commands& commands) {
  CommandGroup group = commands.group("boot", "What machines boot next, by their BMCs");
  const auto options = std::make_shared<BootOptions>();
  Command status = group.add("status", "Shows what machines boot next", [options] {
    return run_fleet(
        options->fleet,
        {.what = "boot status", .use = tell_boot, .columns = {"boot", "mode", "persistent"}});
  });
  add_fleet_options(status, options->fleet);
  status.footer("Example: rackseed boot status all --state state");
  for (const BootWord& word : kBootWords) {
    const std::string name(to_string(word.target));
    Command command = group.add(
        name, word.help, [options, target = word.target] { return run_boot(*options, target); });
    add_fleet_options(command, options->fleet);
    command.option("--mode", options->mode, "uefi (default) or legacy")
        .flag("--persistent", options->is_persistent, "Every time, not only next time");
    if (word.target == BootTarget::kUefiHttp)
      command.option("--url", options->url, "What to boot (default: what DHCP says)");
    command.footer("Example: rackseed boot " + name +
                   " ctrl1 --state state\n"
                   "The setting is read back. Set it while the machine is off, then power on.");
  }
}

}  // namespace rackseed::cli
