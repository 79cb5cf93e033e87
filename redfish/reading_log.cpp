#include "redfish/reading.hpp"

#include <algorithm>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

/// The logs of one collection of log services: where their entries are.
asio::awaitable<std::vector<std::string>> find_entries(Walk& walk, std::string services) {
  std::vector<std::string> entries;
  const std::vector<Resource> logs = co_await walk.members(std::move(services));
  for (const Resource& log : logs) {
    std::string link = walk.fields(log).link_of("Entries");
    if (!link.empty()) entries.push_back(std::move(link));
  }
  co_return entries;
}

/// Times are of one form within a log (RFC 3339), so their text sorts.
void keep_newest(std::vector<LogEntry>& entries, std::size_t most) {
  std::ranges::stable_sort(entries, std::ranges::greater(), &LogEntry::time);
  if (entries.size() > most) entries.resize(most);
}

}  // namespace

asio::awaitable<std::vector<LogEntry>> read_log(Walk& walk, const Host& host, std::size_t most) {
  std::vector<std::string> services{host.system.log_services};
  for (const Manager& manager : host.managers) services.push_back(manager.log_services);
  std::vector<LogEntry> all;
  for (std::string& service : services) {
    const std::vector<std::string> logs = co_await find_entries(walk, service);
    for (const std::string& log : logs) {
      const std::vector<Resource> resources = co_await walk.members(log);
      std::vector<LogEntry> entries;
      entries.reserve(resources.size());
      for (const Resource& resource : resources)
        entries.push_back(read_log_entry(walk.fields(resource)));
      keep_newest(entries, most);
      std::ranges::move(entries, std::back_inserter(all));
    }
  }
  keep_newest(all, most);
  std::ranges::reverse(all);
  co_return all;
}

}  // namespace rackseed::redfish
