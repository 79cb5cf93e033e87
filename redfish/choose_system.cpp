#include "redfish/choose_system.hpp"

#include "redfish/identity.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rackseed::redfish {
namespace {

bool is_named(const System& system, std::string_view id) {
  const std::string key = link_key(id);
  const std::string last = "/" + key;
  const std::string path = link_key(system.path);
  return link_key(system.id) == key || path == key || path.ends_with(last);
}

/// How much of a machine it is: it can be switched, booted, told apart, and has a firmware.
int score(const System& system) {
  return (system.reset.target.empty() ? 0 : 8) + (system.boot.has_override ? 8 : 0) +
         (known_text(system.serial).empty() ? 0 : 4) + (system.type == "Physical" ? 2 : 0) +
         (known_text(system.bios).empty() ? 0 : 2) + (system.processor_count > 0U ? 1 : 0);
}

std::string ids_of(const std::vector<System>& systems) {
  std::vector<std::string> ids;
  ids.reserve(systems.size());
  for (const System& system : systems) ids.push_back(system.id.empty() ? system.path : system.id);
  return fmt::format("{}", fmt::join(ids, ", "));
}

BmcResult<SystemChoice> choose_by_id(const std::vector<System>& systems, std::string_view id) {
  for (std::size_t at = 0; at < systems.size(); ++at)
    if (is_named(systems[at], id)) return SystemChoice{.index = at};
  return BmcError{BmcErrc::kNotFound,
                  fmt::format("the BMC has no system \"{}\"; it has: {}", id, ids_of(systems))};
}

}  // namespace

BmcResult<SystemChoice> choose_system(const std::vector<System>& systems,
                                      std::string_view wanted_id) {
  if (systems.empty()) return BmcError{BmcErrc::kNotFound, "the BMC lists no system"};
  if (!wanted_id.empty()) return choose_by_id(systems, wanted_id);
  if (systems.size() == 1) return SystemChoice{};
  const auto best = std::ranges::max_element(systems, {}, score);
  const auto rivals = std::ranges::count(systems, score(*best), score);
  if (rivals > 1)
    return BmcError{BmcErrc::kRefused,
                    fmt::format("the BMC has {} systems that could be the host: {}; name one",
                                rivals, ids_of(systems))};
  return SystemChoice{.index = static_cast<std::size_t>(best - systems.begin()),
                      .remark = fmt::format("{} is the host among {}", best->id, ids_of(systems))};
}

}  // namespace rackseed::redfish
