#include "redfish/host.hpp"

#include <algorithm>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

constexpr std::string_view kRootPath = "/redfish/v1/";

/// Some leave "@odata.id" out, or write it otherwise than they want to be asked.
System system_of(Walk& walk, const Resource& resource) {
  System system = read_system(walk.fields(resource));
  system.path = resource.path;
  return system;
}

std::vector<Manager> managers_of(Walk& walk, const std::vector<Resource>& resources) {
  std::vector<Manager> managers;
  for (const Resource& resource : resources) {
    managers.push_back(read_manager(walk.fields(resource)));
    managers.back().path = resource.path;
  }
  std::stable_partition(managers.begin(), managers.end(),
                        [](const Manager& manager) { return manager.type == "BMC"; });
  return managers;
}

/// The host among the members of a collection.
asio::awaitable<BmcResult<System>> find_host_in(Walk& walk, std::string collection,
                                                std::string wanted_id) {
  const std::vector<Resource> resources = co_await walk.members(collection);
  std::vector<System> systems;
  systems.reserve(resources.size());
  for (const Resource& resource : resources) systems.push_back(system_of(walk, resource));
  BmcResult<SystemChoice> choice = choose_system(systems, wanted_id);
  if (!choice) co_return choice.error();
  if (!choice->remark.empty()) walk.notes().add("Systems", choice->remark);
  co_return std::move(systems[choice->index]);
}

/// Those that the system names, else all that there are (row 48).
asio::awaitable<std::vector<Manager>> find_managers(Walk& walk, std::vector<std::string> named,
                                                    std::string collection) {
  std::vector<Resource> resources = co_await walk.follow(std::move(named));
  if (resources.empty()) resources = co_await walk.members(std::move(collection));
  co_return managers_of(walk, resources);
}

}  // namespace

asio::awaitable<BmcResult<System>> fetch_system(Walk& walk, std::string path) {
  Resource resource;
  resource.path = std::move(path);
  BmcResult<Json> answer = co_await walk.ask(resource.path);
  if (!answer) co_return answer.error();
  resource.body = std::move(*answer);
  co_return system_of(walk, resource);
}

asio::awaitable<BmcResult<ServiceRoot>> fetch_root(Walk& walk) {
  Resource entrance;
  entrance.path = kRootPath;
  BmcResult<Json> answer = co_await walk.ask(entrance.path);
  if (!answer) co_return answer.error();
  entrance.body = std::move(*answer);
  co_return read_root(walk.fields(entrance));
}

asio::awaitable<BmcResult<Host>> find_system(Walk& walk, ServiceRoot root, std::string wanted_id) {
  Host host;
  host.root = std::move(root);
  BmcResult<System> system = co_await find_host_in(walk, host.root.systems, std::move(wanted_id));
  if (!system) co_return system.error();
  host.system = std::move(*system);
  co_return host;
}

asio::awaitable<Host> complete(Walk& walk, Host host) {
  const std::optional<Resource> settings = co_await walk.get(host.system.settings);
  if (settings) host.settings = system_of(walk, *settings);
  host.managers = co_await find_managers(walk, host.system.managers, host.root.managers);
  host.vendor = detect_vendor(host.root, host.system.manufacturer,
                              host.managers.empty() ? "" : host.managers.front().model);
  co_return host;
}

asio::awaitable<BmcResult<Host>> find_host(Walk& walk, std::string wanted_id) {
  BmcResult<ServiceRoot> root = co_await fetch_root(walk);
  if (!root) co_return root.error();
  BmcResult<Host> found = co_await find_system(walk, std::move(*root), std::move(wanted_id));
  if (!found) co_return found.error();
  Host host = co_await complete(walk, std::move(*found));
  co_return host;
}

asio::awaitable<std::vector<std::string>> find_reset_types(Walk& walk, ResetAction action) {
  if (!action.types.empty()) co_return action.types;
  const std::optional<Resource> info = co_await walk.get(action.info);
  if (!info) co_return action.types;
  co_return read_reset_types(walk.fields(*info));
}

asio::awaitable<std::vector<VirtualMedia>> find_media(Walk& walk, const Host& host) {
  std::vector<std::string> collections{host.system.virtual_media};
  for (const Manager& manager : host.managers) collections.push_back(manager.virtual_media);
  std::vector<VirtualMedia> slots;
  for (std::size_t at = 0; at < collections.size(); ++at) {
    const bool is_known =
        std::any_of(collections.begin(), collections.begin() + static_cast<std::ptrdiff_t>(at),
                    [&](const std::string& other) { return is_same_link(other, collections[at]); });
    if (is_known) continue;
    const std::vector<Resource> resources = co_await walk.members(collections[at]);
    for (const Resource& resource : resources) {
      slots.push_back(read_virtual_media(walk.fields(resource)));
      slots.back().path = resource.path;
    }
  }
  co_return slots;
}

}  // namespace rackseed::redfish
