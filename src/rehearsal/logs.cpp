// The logs of the system and of the manager.

#include <fmt/chrono.h>

#include <array>
#include <charconv>

#include "src/rehearsal/log_entries.hpp"
#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

bool has_log(const State& state, std::string_view area, const Ids& ids) {
  return ids.front() == (area == "Systems" ? state.profile.system : state.profile.manager) &&
         (ids.size() < 2 || ids[1] == "SEL");
}

template <const std::string_view& Area>
struct Logs {
  static std::string path(const State& state) {
    return (Area == "Systems" ? system_path(state) : manager_path(state)) + "/LogServices";
  }

  static std::optional<json::object> list(const State& state, const Ids& ids) {
    if (!has_log(state, Area, ids)) return {};
    return collection(path(state), "LogService", {path(state) + "/SEL"});
  }

  static std::optional<json::object> service(const State& state, const Ids& ids) {
    if (!has_log(state, Area, ids)) return {};
    json::object log = resource(path(state) + "/SEL", "LogService.v1_5_0.LogService", "Event Log");
    log["LogEntryType"] = "SEL";
    log["OverWritePolicy"] = "WrapsWhenFull";
    log["Entries"] = link(path(state) + "/SEL/Entries");
    log["Status"] = good_status();
    return log;
  }

  static json::object entry_document(const State& state, int number) {
    json::object entry = resource(fmt::format("{}/SEL/Entries/{}", path(state), number),
                                  "LogEntry.v1_15_0.LogEntry", "Log Entry");
    entry["EntryType"] = "SEL";
    entry["Severity"] = is_warning(number) ? "Warning" : "OK";
    entry["Created"] = fmt::format("{:%FT%T}Z", time_of_entry(number));
    entry["Message"] = fmt::format("Event {} was logged.", number);
    return entry;
  }

  static std::optional<json::object> entries(const State& state, const Ids& ids) {
    if (!has_log(state, Area, ids)) return {};
    json::object list = collection(path(state) + "/SEL/Entries", "LogEntry", {});
    json::array members;
    for (int number = 1; number <= kLogEntries; ++number)
      members.emplace_back(entry_document(state, number));
    list["Members@odata.count"] = members.size();
    list["Members"] = std::move(members);
    return list;
  }

  static std::optional<json::object> entry(const State& state, const Ids& ids) {
    if (!has_log(state, Area, ids)) return {};
    int number = 0;
    const std::string_view id = ids.back();
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (error != std::errc() || end != id.data() + id.size()) return {};
    if (number < 1 || number > kLogEntries) return {};
    return entry_document(state, number);
  }
};

constexpr std::string_view kSystems = "Systems";
constexpr std::string_view kManagers = "Managers";
using SystemLogs = Logs<kSystems>;
using ManagerLogs = Logs<kManagers>;

constexpr auto kLogResources = std::to_array<Resource>({
    {"Systems/*/LogServices", &SystemLogs::list},
    {"Systems/*/LogServices/*", &SystemLogs::service},
    {"Systems/*/LogServices/*/Entries", &SystemLogs::entries},
    {"Systems/*/LogServices/*/Entries/*", &SystemLogs::entry},
    {"Managers/*/LogServices", &ManagerLogs::list},
    {"Managers/*/LogServices/*", &ManagerLogs::service},
    {"Managers/*/LogServices/*/Entries", &ManagerLogs::entries},
    {"Managers/*/LogServices/*/Entries/*", &ManagerLogs::entry},
});

}  // namespace

std::span<const Resource> log_resources() { return kLogResources; }

}  // namespace rackseed::rehearsal
