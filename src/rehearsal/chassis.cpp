// Chassis, and the network adapters in it.

#include <fmt/core.h>

#include <array>
#include <set>

#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

bool is_our_chassis(const State& state, const Ids& ids) {
  return ids.front() == state.profile.chassis;
}

std::string adapters_path(const State& state) { return chassis_path(state) + "/NetworkAdapters"; }

std::set<std::string> adapters_of(const State& state) {
  std::set<std::string> adapters;
  for (const VirtualNic& nic : state.hardware.nics) adapters.insert(nic.adapter);
  return adapters;
}

const VirtualNic* find_port(const State& state, const Ids& ids) {
  for (const VirtualNic& nic : state.hardware.nics)
    if (nic.adapter == ids[1] && nic.id == ids[2]) return &nic;
  return nullptr;
}

std::vector<std::string> parts_of(const State& state, std::string_view adapter,
                                  std::string_view kind) {
  std::vector<std::string> paths;
  for (const VirtualNic& nic : state.hardware.nics)
    if (nic.adapter == adapter)
      paths.push_back(fmt::format("{}/{}/{}/{}", adapters_path(state), adapter, kind, nic.id));
  return paths;
}

std::optional<json::object> chassis_list(const State& state, const Ids& /*ids*/) {
  return collection(fmt::format("{}/Chassis", kRoot), "Chassis", {chassis_path(state)});
}

std::optional<json::object> chassis_of(const State& state, const Ids& ids) {
  if (!is_our_chassis(state, ids)) return {};
  json::object chassis = resource(chassis_path(state), "Chassis.v1_23_0.Chassis", "Chassis");
  chassis["ChassisType"] = "RackMount";
  chassis["Manufacturer"] = state.profile.manufacturer;
  chassis["Model"] = state.profile.model;
  chassis["SerialNumber"] = state.hardware.serial;
  chassis["SKU"] = state.hardware.sku;
  chassis["Status"] = good_status();
  chassis["NetworkAdapters"] = link(adapters_path(state));
  json::object links;
  links["ComputerSystems"] = json::array{link(system_path(state))};
  links["ManagedBy"] = json::array{link(manager_path(state))};
  chassis["Links"] = std::move(links);
  return chassis;
}

std::optional<json::object> adapter_list(const State& state, const Ids& ids) {
  if (!is_our_chassis(state, ids)) return {};
  std::vector<std::string> members;
  for (const std::string& adapter : adapters_of(state))
    members.push_back(fmt::format("{}/{}", adapters_path(state), adapter));
  return collection(adapters_path(state), "NetworkAdapter", members);
}

std::optional<json::object> adapter_of(const State& state, const Ids& ids) {
  if (!is_our_chassis(state, ids) || !adapters_of(state).contains(std::string(ids[1]))) return {};
  const std::string path = fmt::format("{}/{}", adapters_path(state), ids[1]);
  json::object adapter = resource(path, "NetworkAdapter.v1_9_0.NetworkAdapter", "Network Adapter");
  adapter["Manufacturer"] = "Virtual Networks";
  adapter["Model"] = "Virtual Ethernet 2-port";
  adapter["Status"] = good_status();
  adapter["Ports"] = link(path + "/Ports");
  adapter["NetworkDeviceFunctions"] = link(path + "/NetworkDeviceFunctions");
  return adapter;
}

std::optional<json::object> port_list(const State& state, const Ids& ids) {
  if (!adapter_of(state, ids)) return {};
  return collection(fmt::format("{}/{}/Ports", adapters_path(state), ids[1]), "Port",
                    parts_of(state, ids[1], "Ports"));
}

std::optional<json::object> port_of(const State& state, const Ids& ids) {
  const VirtualNic* nic = find_port(state, ids);
  if (!is_our_chassis(state, ids) || nic == nullptr) return {};
  json::object port =
      resource(fmt::format("{}/{}/Ports/{}", adapters_path(state), nic->adapter, nic->id),
               "Port.v1_9_0.Port", "Port");
  port["PortId"] = nic->id;
  port["PortProtocol"] = "Ethernet";
  port["CurrentSpeedGbps"] = nic->speed_mbps / 1000;
  port["LinkStatus"] = nic->has_link ? "LinkUp" : "LinkDown";
  json::object ethernet;
  ethernet["AssociatedMACAddresses"] = texts({nic->mac.text()});
  port["Ethernet"] = std::move(ethernet);
  port["Status"] = good_status();
  return port;
}

std::optional<json::object> function_list(const State& state, const Ids& ids) {
  if (!adapter_of(state, ids)) return {};
  return collection(fmt::format("{}/{}/NetworkDeviceFunctions", adapters_path(state), ids[1]),
                    "NetworkDeviceFunction", parts_of(state, ids[1], "NetworkDeviceFunctions"));
}

std::optional<json::object> function_of(const State& state, const Ids& ids) {
  const VirtualNic* nic = find_port(state, ids);
  if (!is_our_chassis(state, ids) || nic == nullptr) return {};
  json::object function = resource(
      fmt::format("{}/{}/NetworkDeviceFunctions/{}", adapters_path(state), nic->adapter, nic->id),
      "NetworkDeviceFunction.v1_9_0.NetworkDeviceFunction", "Function");
  function["NetDevFuncType"] = "Ethernet";
  json::object ethernet;
  ethernet["MACAddress"] = nic->mac.text();
  ethernet["PermanentMACAddress"] = nic->mac.text();
  function["Ethernet"] = std::move(ethernet);
  function["Status"] = good_status();
  return function;
}

constexpr auto kChassisResources = std::to_array<Resource>({
    {"Chassis", &chassis_list},
    {"Chassis/*", &chassis_of},
    {"Chassis/*/NetworkAdapters", &adapter_list},
    {"Chassis/*/NetworkAdapters/*", &adapter_of},
    {"Chassis/*/NetworkAdapters/*/Ports", &port_list},
    {"Chassis/*/NetworkAdapters/*/Ports/*", &port_of},
    {"Chassis/*/NetworkAdapters/*/NetworkDeviceFunctions", &function_list},
    {"Chassis/*/NetworkAdapters/*/NetworkDeviceFunctions/*", &function_of},
});

}  // namespace

std::span<const Resource> chassis_resources() { return kChassisResources; }

}  // namespace rackseed::rehearsal
