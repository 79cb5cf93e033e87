#include <algorithm>

#include "redfish/reading.hpp"

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

/// Adds a card, or what is new about one that is there.
void merge_nic(BmcNic nic, std::vector<BmcNic>& nics) {
  const auto known = std::ranges::find(nics, nic.mac, &BmcNic::mac);
  if (known == nics.end()) {
    nics.push_back(std::move(nic));
    return;
  }
  if (known->id.empty()) known->id = std::move(nic.id);
  if (known->adapter.empty()) known->adapter = std::move(nic.adapter);
  if (known->speed_mbps == 0) known->speed_mbps = nic.speed_mbps;
  if (!known->has_link) known->has_link = nic.has_link;
}

/// "1" of adapter "9" tells nothing: "9/1". "NIC.Slot.5-1" of adapter "NIC.Slot.5" does.
std::string full_id(const std::string& adapter, const std::string& id) {
  return id.starts_with(adapter) && id.size() > adapter.size() ? id : adapter + "/" + id;
}

const NetworkPort* find_port(const std::vector<NetworkPort>& ports, std::string_view path) {
  const auto found = std::ranges::find_if(
      ports, [&](const NetworkPort& port) { return is_same_link(port.path, path); });
  return path.empty() || found == ports.end() ? nullptr : &*found;
}

void merge_function(const NetworkAdapter& adapter, const NetworkFunction& function,
                    const NetworkPort* port, std::vector<BmcNic>& nics) {
  if (!function.mac) return;
  BmcNic nic{.mac = *function.mac, .id = full_id(adapter.id, function.id), .adapter = adapter.id};
  if (port != nullptr) {
    nic.speed_mbps = port->speed_mbps;
    nic.has_link = port->has_link;
  }
  merge_nic(std::move(nic), nics);
}

void merge_port(const NetworkAdapter& adapter, const NetworkPort& port, std::vector<BmcNic>& nics) {
  for (const Mac& mac : port.macs)
    merge_nic({.mac = mac,
               .id = full_id(adapter.id, port.id),
               .adapter = adapter.id,
               .speed_mbps = port.speed_mbps,
               .has_link = port.has_link},
              nics);
}

asio::awaitable<void> read_adapter_nics(Walk& walk, NetworkAdapter adapter,
                                        std::vector<BmcNic>& nics) {
  std::vector<NetworkPort> ports;
  const std::vector<Resource> port_resources = co_await walk.members(adapter.ports);
  for (const Resource& resource : port_resources) {
    ports.push_back(read_port(walk.fields(resource)));
    ports.back().path = resource.path;
  }
  const std::vector<Resource> functions = co_await walk.members(adapter.functions);
  for (const Resource& resource : functions) {
    const NetworkFunction function = read_function(walk.fields(resource));
    merge_function(adapter, function, find_port(ports, function.port), nics);
  }
  for (const NetworkPort& port : ports) merge_port(adapter, port, nics);
}

asio::awaitable<void> read_ethernets(Walk& walk, std::string collection,
                                     std::vector<BmcNic>& nics) {
  const std::vector<Resource> resources = co_await walk.members(std::move(collection));
  for (const Resource& resource : resources) {
    const EthernetInterface one = read_ethernet(walk.fields(resource));
    if (one.mac)
      merge_nic(
          {.mac = *one.mac, .id = one.id, .speed_mbps = one.speed_mbps, .has_link = one.has_link},
          nics);
  }
}

/// Those that the system names, else all that there are.
asio::awaitable<std::vector<Resource>> find_chassis(Walk& walk, const Host& host) {
  std::vector<Resource> chassis = co_await walk.follow(host.system.chassis);
  if (chassis.empty()) chassis = co_await walk.members(host.root.chassis);
  co_return chassis;
}

}  // namespace

asio::awaitable<std::vector<BmcNic>> read_nics(Walk& walk, const Host& host) {
  std::vector<BmcNic> nics;
  co_await read_ethernets(walk, host.system.ethernet, nics);
  const std::vector<Resource> chassis = co_await find_chassis(walk, host);
  for (const Resource& one : chassis) {
    const std::string collection = walk.fields(one).link_of("NetworkAdapters");
    const std::vector<Resource> adapters = co_await walk.members(collection);
    for (const Resource& resource : adapters) {
      const NetworkAdapter adapter = read_adapter(walk.fields(resource));
      co_await read_adapter_nics(walk, adapter, nics);
    }
  }
  co_return nics;
}

asio::awaitable<std::vector<Mac>> read_bmc_macs(Walk& walk, const Host& host) {
  std::vector<BmcNic> nics;
  for (const Manager& manager : host.managers)
    co_await read_ethernets(walk, manager.ethernet, nics);
  std::vector<Mac> macs;
  macs.reserve(nics.size());
  for (const BmcNic& nic : nics) macs.push_back(nic.mac);
  co_return macs;
}

}  // namespace rackseed::redfish
