#include "redfish/reading.hpp"

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

/// A drive may hang below two controllers.
asio::awaitable<std::vector<BmcDisk>> read_storage(Walk& walk, std::string collection) {
  const std::vector<Resource> controllers = co_await walk.members(std::move(collection));
  std::vector<std::string> links;
  for (const Resource& controller : controllers)
    for (std::string& link : walk.fields(controller).links_of("Drives"))
      links.push_back(std::move(link));
  const std::vector<Resource> drives = co_await walk.follow(std::move(links));
  std::vector<BmcDisk> disks;
  for (const Resource& drive : drives)
    if (auto disk = read_drive(walk.fields(drive))) disks.push_back(std::move(*disk));
  co_return disks;
}

}  // namespace

asio::awaitable<std::vector<BmcDisk>> read_disks(Walk& walk, const Host& host) {
  std::vector<BmcDisk> disks = co_await read_storage(walk, host.system.storage);
  if (!disks.empty()) co_return disks;
  const std::vector<Resource> simple = co_await walk.members(host.system.simple_storage);
  for (const Resource& resource : simple)
    for (BmcDisk& disk : read_simple_storage(walk.fields(resource)))
      disks.push_back(std::move(disk));
  co_return disks;
}

}  // namespace rackseed::redfish
