// The service root, and what is readable without login.

#include <array>

#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

std::optional<json::object> service_root(const State& state, const Ids& /*ids*/) {
  const Profile& profile = state.profile;
  json::object root = resource(kRoot, "ServiceRoot.v1_15_0.ServiceRoot", "Root Service");
  root["Id"] = "RootService";
  root["RedfishVersion"] = profile.redfish;
  root["UUID"] = state.hardware.uuid;
  if (state.faults.has(Fault::kVendorMismatch))
    root["Vendor"] = "AMI";
  else if (!profile.vendor.empty())
    root["Vendor"] = profile.vendor;
  if (!profile.product.empty()) root["Product"] = profile.product;
  for (const std::string_view name :
       {"Systems", "Chassis", "Managers", "SessionService", "UpdateService", "EventService"})
    root[name] = link(std::string(kRoot) + "/" + std::string(name));
  root["Tasks"] = link(std::string(kRoot) + "/TaskService");
  json::object links;
  links["Sessions"] = link(sessions_path(state));
  root["Links"] = std::move(links);
  json::object oem;
  oem[profile.oem] = json::object();
  root["Oem"] = std::move(oem);
  return root;
}

constexpr auto kRootResources = std::to_array<Resource>({{"", &service_root}});

}  // namespace

std::span<const Resource> root_resources() { return kRootResources; }

}  // namespace rackseed::rehearsal
