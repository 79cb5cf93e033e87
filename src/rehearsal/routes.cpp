#include "src/rehearsal/routes.hpp"

#include <fmt/core.h>

#include <array>

namespace rackseed::rehearsal {
namespace {

std::string_view take_part(std::string_view& rest) {
  const auto part = rest.substr(0, rest.find('/'));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return part;
}

std::optional<json::object> find_in(std::span<const Resource> rows, const State& state,
                                    std::string_view path) {
  for (const Resource& row : rows) {
    const auto ids = match(row.pattern, path);
    auto document = ids ? row.document(state, *ids) : std::nullopt;
    if (document) return document;
  }
  return {};
}

std::array<std::span<const Resource>, 10> all_resources() {
  return {root_resources(),  session_resources(), system_resources(), manager_resources(),
          media_resources(), chassis_resources(), nic_resources(),    inventory_resources(),
          log_resources(),   service_resources()};
}

std::array<std::span<const Operation>, 5> all_operations() {
  return {session_operations(), system_operations(), manager_operations(), media_operations(),
          service_operations()};
}

}  // namespace

std::optional<Ids> match(std::string_view pattern, std::string_view path) {
  Ids ids;
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = take_part(pattern);
    const auto part = take_part(path);
    if (wanted == "*")
      ids.push_back(part);
    else if (wanted != part)
      return {};
  }
  if (!pattern.empty() || !path.empty()) return {};
  return ids;
}

std::optional<std::string_view> below_root(std::string_view path) {
  if (!path.starts_with(kRoot)) return {};
  path.remove_prefix(kRoot.size());
  if (!path.empty() && path.front() != '/') return {};
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

std::optional<json::object> find_document(const State& state, std::string_view path) {
  const auto below = below_root(path);
  if (!below) return {};
  if (state.tree && below->starts_with("SessionService/Sessions"))
    return find_in(session_resources(), state, *below);
  if (state.tree) return state.tree->find(without_slash(path));
  for (const auto rows : all_resources())
    if (auto document = find_in(rows, state, *below)) return document;
  return {};
}

std::optional<Answer> perform(State& state, const Request& request, const json::object& body) {
  const auto below = below_root(request.path);
  if (!below) return {};
  const auto run = [&](std::span<const Operation> rows) -> std::optional<Answer> {
    for (const Operation& row : rows) {
      const auto ids = row.method == request.method ? match(row.pattern, *below) : std::nullopt;
      if (ids) return row.perform(state, {.request = request, .body = body, .ids = *ids});
    }
    return {};
  };
  if (state.tree) return run(session_operations());
  for (const auto rows : all_operations())
    if (auto answer = run(rows)) return answer;
  return {};
}

std::string allowed_methods(const State& state, std::string_view path) {
  std::string methods = "GET, HEAD";
  const auto below = below_root(path);
  const auto add = [&](std::span<const Operation> rows) {
    for (const Operation& row : rows)
      if (below && match(row.pattern, *below))
        methods += fmt::format(", {}", to_string(row.method));
  };
  if (state.tree)
    add(session_operations());
  else
    for (const auto rows : all_operations()) add(rows);
  return methods;
}

}  // namespace rackseed::rehearsal
