#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::rehearsal {

namespace json = boost::json;

inline constexpr std::string_view kRoot = "/redfish/v1";

/// {"@odata.id": path}
[[nodiscard]] json::object link(std::string_view path);
/// What every resource begins with. Id is the last part of the path; type:
/// "Chassis.v1_14_0.Chassis".
[[nodiscard]] json::object resource(std::string_view path, std::string_view type,
                                    std::string_view name);
/// members: paths. kind: "ComputerSystem", of which this is a collection.
[[nodiscard]] json::object collection(std::string_view path, std::string_view kind,
                                      const std::vector<std::string>& members);
/// {"State": "Enabled", "Health": "OK"}
[[nodiscard]] json::object good_status();
[[nodiscard]] json::array texts(const std::vector<std::string>& values);

/// What stands there and has that type.
[[nodiscard]] std::optional<std::string> text_in(const json::object& object, std::string_view key);
[[nodiscard]] std::optional<bool> flag_in(const json::object& object, std::string_view key);
[[nodiscard]] const json::object* object_in(const json::object& object, std::string_view key);

}  // namespace rackseed::rehearsal
