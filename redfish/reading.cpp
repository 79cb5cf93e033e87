#include "redfish/reading.hpp"

#include "redfish/identity.hpp"

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> read_processors(Walk& walk, const Host& host, Inventory& inventory) {
  const std::vector<Resource> resources = co_await walk.members(host.system.processors);
  for (const Resource& resource : resources)
    if (auto processor = read_processor(walk.fields(resource)))
      inventory.processors.push_back(std::move(*processor));
  const std::uint64_t told = host.system.processor_count.value_or(0);
  constexpr std::uint64_t kMost = 1000;
  const bool is_told = told > 0 && told <= kMost;
  inventory.processor_count =
      static_cast<int>(is_told ? told : std::uint64_t{inventory.processors.size()});
}

/// The summary; the modules, one by one, only where there is none.
asio::awaitable<void> read_memory(Walk& walk, const Host& host, Inventory& inventory) {
  inventory.memory_gib = host.system.memory_gib.value_or(0);
  if (inventory.memory_gib > 0) co_return;
  const std::vector<Resource> modules = co_await walk.members(host.system.memory);
  double mib = 0;
  for (const Resource& module : modules)
    mib += static_cast<double>(read_memory_mib(walk.fields(module)));
  inventory.memory_gib = mib / 1024;
}

asio::awaitable<void> read_firmwares(Walk& walk, const Host& host, Inventory& inventory) {
  const std::optional<Resource> service = co_await walk.get(host.root.update_service);
  if (!service) co_return;
  const std::string list = walk.fields(*service).link_of("FirmwareInventory");
  const std::vector<Resource> resources = co_await walk.members(list);
  for (const Resource& resource : resources)
    if (auto firmware = read_firmware(walk.fields(resource)))
      inventory.firmware.push_back(std::move(*firmware));
}

std::optional<Manager> first_of(const std::vector<Manager>& managers) {
  return managers.empty() ? std::nullopt : std::optional(managers.front());
}

void note_gaps(const Host& host, Notes& notes) {
  const std::string place = place_of(host.system.path);
  if (host.managers.empty()) notes.add(place, "no manager was found");
  if (host.system.ethernet.empty()) notes.add(place, "has no EthernetInterfaces");  // row 61
  if (host.system.chassis.empty()) notes.add(place, "names no chassis: all are searched");
}

}  // namespace

asio::awaitable<Inventory> read_inventory_of(Walk& walk, const Host& host) {
  Inventory inventory;
  inventory.identity = identity_of(host.vendor, host.root, host.system, first_of(host.managers));
  note_gaps(host, walk.notes());
  inventory.nics = co_await read_nics(walk, host);
  inventory.bmc_macs = co_await read_bmc_macs(walk, host);
  inventory.disks = co_await read_disks(walk, host);
  co_await read_processors(walk, host, inventory);
  co_await read_memory(walk, host, inventory);
  co_await read_firmwares(walk, host, inventory);
  inventory.notes = walk.notes().all();
  co_return inventory;
}

asio::awaitable<BmcResult<Inventory>> read_inventory(Getter& getter, std::string wanted_id,
                                                     WalkLimits limits) {
  Walk walk(getter, limits);
  const BmcResult<Host> host = co_await find_host(walk, std::move(wanted_id));
  if (!host) co_return host.error();
  Inventory inventory = co_await read_inventory_of(walk, *host);
  co_return inventory;
}

}  // namespace rackseed::redfish
