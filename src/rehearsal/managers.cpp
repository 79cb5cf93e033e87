// Managers: the BMC itself.

#include <fmt/core.h>

#include <array>

#include "src/rehearsal/reset.hpp"
#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::int64_t kRestartSeconds = 1;

bool is_our_manager(const State& state, const Ids& ids) {
  return ids.front() == state.profile.manager;
}

std::optional<json::object> manager_list(const State& state, const Ids& /*ids*/) {
  return collection(fmt::format("{}/Managers", kRoot), "Manager", {manager_path(state)});
}

json::object actions_of(const State& state) {
  json::object reset;
  reset["target"] = fmt::format("{}/Actions/Manager.Reset", manager_path(state));
  reset["ResetType@Redfish.AllowableValues"] = texts({"GracefulRestart", "ForceRestart"});
  json::object actions;
  actions["#Manager.Reset"] = std::move(reset);
  return actions;
}

std::optional<json::object> manager_of(const State& state, const Ids& ids) {
  if (!is_our_manager(state, ids)) return {};
  const std::string path = manager_path(state);
  json::object manager = resource(path, "Manager.v1_18_0.Manager", "Manager");
  manager["ManagerType"] = "BMC";
  manager["Model"] = state.profile.manager_model;
  manager["FirmwareVersion"] = state.hardware.bmc_firmware;
  manager["UUID"] = state.hardware.uuid;
  manager["PowerState"] = "On";
  manager["Status"] = good_status();
  manager["EthernetInterfaces"] = link(path + "/EthernetInterfaces");
  manager["LogServices"] = link(path + "/LogServices");
  if (!state.faults.has(Fault::kMediaUnderSystem))
    manager["VirtualMedia"] = link(path + "/VirtualMedia");
  json::object links;
  links["ManagerForServers"] = json::array{link(system_path(state))};
  links["ManagerForChassis"] = json::array{link(chassis_path(state))};
  manager["Links"] = std::move(links);
  manager["Actions"] = actions_of(state);
  return manager;
}

std::optional<json::object> interface_list(const State& state, const Ids& ids) {
  if (!is_our_manager(state, ids)) return {};
  const std::string path = manager_path(state) + "/EthernetInterfaces";
  return collection(path, "EthernetInterface", {path + "/eth0"});
}

std::optional<json::object> interface_of(const State& state, const Ids& ids) {
  if (!is_our_manager(state, ids) || ids.back() != "eth0") return {};
  json::object nic = resource(manager_path(state) + "/EthernetInterfaces/eth0",
                              "EthernetInterface.v1_9_0.EthernetInterface", "Manager Interface");
  nic["MACAddress"] = state.hardware.bmc_mac.text();
  nic["PermanentMACAddress"] = state.hardware.bmc_mac.text();
  nic["InterfaceEnabled"] = true;
  nic["SpeedMbps"] = 1000;
  nic["Status"] = good_status();
  return nic;
}

Answer reset_manager(State& state, const Call& call) {
  if (!is_our_manager(state, call.ids))
    return refusal(404, "Base.1.12.ResourceMissingAtURI", "There is no such manager.");
  restart_manager(state);
  return done();
}

constexpr auto kManagerResources = std::to_array<Resource>({
    {"Managers", &manager_list},
    {"Managers/*", &manager_of},
    {"Managers/*/EthernetInterfaces", &interface_list},
    {"Managers/*/EthernetInterfaces/*", &interface_of},
});

constexpr auto kManagerOperations = std::to_array<Operation>({
    {Method::kPost, "Managers/*/Actions/Manager.Reset", &reset_manager},
});

}  // namespace

void restart_manager(State& state) {
  const std::int64_t seconds = state.faults.has(Fault::kBmcRestart)
                                   ? state.faults.value(Fault::kBmcRestart)
                                   : kRestartSeconds;
  state.restarting_until = state.now + std::chrono::seconds(seconds);
  state.counters.sessions_closed += state.sessions.size();
  state.sessions.clear();
  state.ipmi.sessions.clear();
}

std::span<const Resource> manager_resources() { return kManagerResources; }
std::span<const Operation> manager_operations() { return kManagerOperations; }

}  // namespace rackseed::rehearsal
