#pragma once

#include "redfish/host.hpp"

namespace rackseed::redfish {

/// What a BMC knows of its machine, by a walk over its tree. Each thing that is not there, or odd,
/// is a note; fails only where find_host() fails. The getter must outlive it.
boost::asio::awaitable<BmcResult<Inventory>> read_inventory(Getter& getter, std::string wanted_id,
                                                            WalkLimits limits = {});

/// The same for a host that was found already; the notes of the walk go into it.
boost::asio::awaitable<Inventory> read_inventory_of(Walk& walk, const Host& host);

/// The cards of the host: Systems/EthernetInterfaces, and what the adapters of its chassis have,
/// each address once (row 60).
boost::asio::awaitable<std::vector<BmcNic>> read_nics(Walk& walk, const Host& host);
/// Of the BMC itself.
boost::asio::awaitable<std::vector<Mac>> read_bmc_macs(Walk& walk, const Host& host);
/// Storage, else SimpleStorage.
boost::asio::awaitable<std::vector<BmcDisk>> read_disks(Walk& walk, const Host& host);

/// The latest entries of all logs of system and BMC, the newest last.
boost::asio::awaitable<std::vector<LogEntry>> read_log(Walk& walk, const Host& host,
                                                       std::size_t most);

}  // namespace rackseed::redfish
