// A system's EthernetInterfaces.

#include <fmt/core.h>

#include <array>

#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

bool tells_nics(const State& state, const Ids& ids) {
  return ids.front() == state.profile.system && !state.faults.has(Fault::kNoEthernetInterfaces);
}

std::string nics_path(const State& state) { return system_path(state) + "/EthernetInterfaces"; }

std::optional<json::object> nic_list(const State& state, const Ids& ids) {
  if (!tells_nics(state, ids)) return {};
  std::vector<std::string> members;
  if (!state.faults.has(Fault::kNicsInChassisOnly))
    for (const VirtualNic& nic : state.hardware.nics)
      members.push_back(fmt::format("{}/{}", nics_path(state), nic.id));
  return collection(nics_path(state), "EthernetInterface", members);
}

json::object document_of(const State& state, const VirtualNic& nic) {
  json::object document =
      resource(fmt::format("{}/{}", nics_path(state), nic.id),
               "EthernetInterface.v1_9_0.EthernetInterface", "Ethernet Interface");
  document["PermanentMACAddress"] = nic.mac.text();
  if (!state.faults.has(Fault::kMacPermanentOnly)) document["MACAddress"] = nic.mac.text();
  document["SpeedMbps"] = nic.speed_mbps;
  document["LinkStatus"] = nic.has_link ? "LinkUp" : "LinkDown";
  document["InterfaceEnabled"] = true;
  document["Status"] = good_status();
  return document;
}

std::optional<json::object> nic_of(const State& state, const Ids& ids) {
  if (!tells_nics(state, ids) || state.faults.has(Fault::kNicsInChassisOnly)) return {};
  for (const VirtualNic& nic : state.hardware.nics)
    if (nic.id == ids.back()) return document_of(state, nic);
  return {};
}

constexpr auto kNicResources = std::to_array<Resource>({
    {"Systems/*/EthernetInterfaces", &nic_list},
    {"Systems/*/EthernetInterfaces/*", &nic_of},
});

}  // namespace

std::span<const Resource> nic_resources() { return kNicResources; }

}  // namespace rackseed::rehearsal
