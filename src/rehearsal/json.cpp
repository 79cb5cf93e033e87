#include "src/rehearsal/json.hpp"

#include <fmt/core.h>

namespace rackseed::rehearsal {

json::object link(std::string_view path) {
  json::object object;
  object["@odata.id"] = path;
  return object;
}

json::object resource(std::string_view path, std::string_view type, std::string_view name) {
  json::object object = link(path);
  object["@odata.type"] = fmt::format("#{}", type);
  object["Id"] = path.substr(path.rfind('/') + 1);
  object["Name"] = name;
  return object;
}

json::object collection(std::string_view path, std::string_view kind,
                        const std::vector<std::string>& members) {
  json::object object = link(path);
  object["@odata.type"] = fmt::format("#{0}Collection.{0}Collection", kind);
  object["Name"] = fmt::format("{} Collection", kind);
  object["Members@odata.count"] = members.size();
  json::array links;
  for (const auto& member : members) links.emplace_back(link(member));
  object["Members"] = std::move(links);
  return object;
}

json::object good_status() {
  json::object status;
  status["State"] = "Enabled";
  status["Health"] = "OK";
  return status;
}

json::array texts(const std::vector<std::string>& values) {
  json::array array;
  for (const auto& value : values) array.emplace_back(value);
  return array;
}

std::optional<std::string> text_in(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return {};
  const json::string& text = value->get_string();
  return std::string(text.data(), text.size());
}

std::optional<bool> flag_in(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_bool()) return {};
  return value->get_bool();
}

const json::object* object_in(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

}  // namespace rackseed::rehearsal
