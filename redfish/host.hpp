#pragma once

#include "redfish/choose_system.hpp"
#include "redfish/model.hpp"
#include "redfish/vendor.hpp"
#include "redfish/walk.hpp"

namespace rackseed::redfish {

/// What every call on a BMC begins with: who it is, and which of its systems is the host.
struct Host {
  ServiceRoot root{};
  System system{};
  std::optional<System> settings{};  ///< its settings object, where it can be read (row 13)
  std::vector<Manager> managers{};   ///< of the system, the BMC first
  Vendor vendor = Vendor::kUnknown;
};

boost::asio::awaitable<BmcResult<ServiceRoot>> fetch_root(Walk& walk);

/// The system alone, which is enough to read the power state. Fails where the root has no host.
boost::asio::awaitable<BmcResult<Host>> find_system(Walk& walk, ServiceRoot root,
                                                    std::string wanted_id);
/// All the rest; what is not there is noted.
boost::asio::awaitable<Host> complete(Walk& walk, Host host);
/// All three.
boost::asio::awaitable<BmcResult<Host>> find_host(Walk& walk, std::string wanted_id);

/// A System, or its settings object.
boost::asio::awaitable<BmcResult<System>> fetch_system(Walk& walk, std::string path);

/// The ResetTypes that are allowed: beside the action, else in its ActionInfo (row 29).
boost::asio::awaitable<std::vector<std::string>> find_reset_types(Walk& walk, ResetAction action);

/// The slots of the system and of its managers, for order_slots() (row 49).
boost::asio::awaitable<std::vector<VirtualMedia>> find_media(Walk& walk, const Host& host);

}  // namespace rackseed::redfish
