#include "redfish/limited.hpp"
#include "redfish/redfish_bmc.hpp"

namespace rackseed::redfish {

Bmc::Answer<BootOverride> RedfishBmc::read_boot() {
  const auto system = co_await read_system();
  if (!system) co_return system.error();
  if (!system->boot.has_override)
    co_return BmcError{BmcErrc::kUnsupported, "the BMC shows no boot override"};
  co_return override_of(system->boot);
}

Bmc::Answer<BootOverride> RedfishBmc::boot_override() {
  co_return co_await limited(settings_.call_limit, read_boot(), "the boot override by Redfish");
}

/// With the System and its settings object as they are now.
Bmc::Answer<BootQuestion> RedfishBmc::boot_question(BootOverride wanted) {
  const auto found = co_await find_host();
  if (!found) co_return found.error();
  const auto system = co_await read_system();
  if (!system) co_return system.error();
  co_return BootQuestion{.system = *system,
                         .settings = host_->settings,
                         .wanted = std::move(wanted),
                         .known = known()};
}

/// What was set in a settings object shows there first.
Bmc::Answer<std::string> RedfishBmc::look_at_boot(BootOverride wanted) {
  const auto system = co_await read_system();
  if (!system) co_return system.error();
  ReadBack seen = check_boot(system->boot, wanted);
  if (!seen.is_applied && host_->settings) {
    Walk walk(resources_, settings_.walk);
    const auto pending = co_await fetch_system(walk, host_->settings->path);
    if (pending && check_boot(pending->boot, wanted).is_applied)
      seen = check_boot(pending->boot, wanted);
  }
  if (!seen.is_applied) co_return seen.remark;
  remark(std::move(seen.remark));
  co_return std::string();
}

Bmc::Answer<void> RedfishBmc::set_boot(BootOverride wanted) {
  const auto question = co_await boot_question(wanted);
  if (!question) co_return question.error();
  const Next next = [&](const std::vector<Tried>& tried) {
    return next_boot_attempt(*question, tried);
  };
  const Look look = [&] { return look_at_boot(wanted); };
  co_return co_await persuade(next, look, AfterRefusal::kLook);
}

Bmc::Answer<void> RedfishBmc::set_boot_override(BootOverride wanted) {
  co_return co_await limited(settings_.call_limit, set_boot(std::move(wanted)),
                             "setting the boot override by Redfish");
}

}  // namespace rackseed::redfish
