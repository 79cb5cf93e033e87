#pragma once

#include "src/rehearsal/message.hpp"
#include "src/rehearsal/state.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace rackseed::rehearsal {

/// What the stars of a pattern stand for, in a path.
using Ids = std::vector<std::string_view>;

/// A request that changes something.
struct Call {
  const Request& request;
  const json::object& body;  ///< {} when there was none
  const Ids& ids;
};

/// A resource that can be read. The function yields nothing for an id that is not there.
struct Resource {
  std::string_view pattern{};  ///< "Systems/*", below the root
  std::optional<json::object> (*document)(const State& state, const Ids& ids) = nullptr;
};

/// Something that can be done.
struct Operation {
  Method method = Method::kPost;
  std::string_view pattern{};
  Answer (*perform)(State& state, const Call& call) = nullptr;
};

// One table an area.
[[nodiscard]] std::span<const Resource> root_resources();
[[nodiscard]] std::span<const Resource> session_resources();
[[nodiscard]] std::span<const Operation> session_operations();
[[nodiscard]] std::span<const Resource> system_resources();
[[nodiscard]] std::span<const Operation> system_operations();
[[nodiscard]] std::span<const Resource> manager_resources();
[[nodiscard]] std::span<const Operation> manager_operations();
[[nodiscard]] std::span<const Resource> media_resources();
[[nodiscard]] std::span<const Operation> media_operations();
[[nodiscard]] std::span<const Resource> chassis_resources();
[[nodiscard]] std::span<const Resource> nic_resources();
[[nodiscard]] std::span<const Resource> inventory_resources();
[[nodiscard]] std::span<const Resource> log_resources();
[[nodiscard]] std::span<const Resource> service_resources();
[[nodiscard]] std::span<const Operation> service_operations();

/// The ids of a path that fits; nothing of one that does not. path: below the root.
[[nodiscard]] std::optional<Ids> match(std::string_view pattern, std::string_view path);
/// "Systems/1" of "/redfish/v1/Systems/1/"; nothing outside the root. "" is the root.
[[nodiscard]] std::optional<std::string_view> below_root(std::string_view path);

/// The resource as it is before any disguise.
[[nodiscard]] std::optional<json::object> find_document(const State& state, std::string_view path);
/// What a request other than a GET does. Nothing: there is no such operation.
[[nodiscard]] std::optional<Answer> perform(State& state, const Request& request,
                                            const json::object& body);

/// "GET, HEAD, PATCH": what may be done with a resource (RFC 9110 section 10.2.1).
[[nodiscard]] std::string allowed_methods(const State& state, std::string_view path);

}  // namespace rackseed::rehearsal
