#include "redfish/json.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>

namespace rackseed::redfish {
namespace {

namespace json = boost::json;

constexpr std::string_view kOwnLink = "@odata.id";
constexpr double kMostCount = 9007199254740992.0;  // 2^53: up to here every whole number is exact

std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole_text = error == std::errc() && end == text.data() + text.size();
  return is_whole_text && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<double> number_in(const Json& value) {
  if (const auto* whole = value.if_int64()) return static_cast<double>(*whole);
  if (const auto* large = value.if_uint64()) return static_cast<double>(*large);
  if (const auto* real = value.if_double())
    return std::isfinite(*real) ? std::optional(*real) : std::nullopt;
  const auto* text = value.if_string();
  return text != nullptr ? parse_number(clean_text(*text)) : std::nullopt;
}

std::optional<bool> boolean_in(const Json& value) {
  if (const auto* flag = value.if_bool()) return *flag;
  if (const auto* text = value.if_string()) {
    if (*text == "true" || *text == "True" || *text == "Enabled") return true;
    if (*text == "false" || *text == "False" || *text == "Disabled") return false;
    return std::nullopt;
  }
  const auto number = number_in(value);
  if (!number || (*number != 0 && *number != 1)) return std::nullopt;
  return *number == 1;
}

/// "N/A" with its quotes; of a list or an object only what it is.
std::string quoted(const Json& value) {
  if (value.is_array()) return "a list";
  if (value.is_object()) return "an object";
  return clean_text(json::serialize(value), 60);
}

/// An object of objects, in place of a list of them; else it is their only one.
bool is_map(const json::object& object) {
  return std::all_of(object.begin(), object.end(),
                     [](const auto& entry) { return entry.value().is_object(); });
}

std::string link_in(const Json& value) {
  if (const auto* text = value.if_string()) return clean_link(*text);
  const auto* object = value.if_object();
  const Json* link = object != nullptr ? object->if_contains(kOwnLink) : nullptr;
  return link != nullptr && link->is_string() ? clean_link(link->get_string()) : "";
}

}  // namespace

Fields::Fields(const Json& value, std::string place, Notes& notes)
    : object_(value.if_object()), place_(std::move(place)), notes_(&notes) {
  if (object_ == nullptr) notes_->add(place_, quoted(value) + " is no object");
}

Fields::Fields(const Json* value, const Fields& outer, std::string_view name)
    : object_(value != nullptr ? value->if_object() : nullptr),
      place_(outer.place_),
      prefix_(fmt::format("{}{}.", outer.prefix_, name)),
      notes_(outer.notes_) {}

void Fields::note(std::string_view name, std::string_view what) const {
  notes_->add(place_, fmt::format("{}{}: {}", prefix_, name, what));
}

const Json* Fields::find(std::string_view name) const {
  const Json* value = object_ != nullptr ? object_->if_contains(name) : nullptr;
  return value != nullptr && !value->is_null() ? value : nullptr;
}

bool Fields::has_name(std::string_view name) const {
  return object_ != nullptr && object_->contains(name);
}

std::vector<std::string> Fields::names() const {
  std::vector<std::string> names;
  if (object_ == nullptr) return names;
  for (const auto& entry : *object_) names.push_back(clean_text(entry.key()));
  return names;
}

Json Fields::copy() const { return object_ != nullptr ? Json(*object_) : Json(); }

std::string Fields::string_of(std::string_view name) const {
  const Json* value = find(name);
  if (value == nullptr) return {};
  if (const auto* text = value->if_string()) return clean_text(*text);
  if (value->is_number()) return clean_text(json::serialize(*value));
  note(name, quoted(*value) + " is no text");
  return {};
}

std::optional<double> Fields::number_of(std::string_view name) const {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  const auto number = number_in(*value);
  if (!number) note(name, quoted(*value) + " is no number");
  return number;
}

std::optional<std::uint64_t> Fields::count_of(std::string_view name) const {
  const auto number = number_of(name);
  if (!number) return std::nullopt;
  if (*number < 0 || *number > kMostCount) {
    note(name, fmt::format("{} is out of range", *number));
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(std::llround(*number));
}

std::optional<bool> Fields::boolean_of(std::string_view name) const {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  const auto flag = boolean_in(*value);
  if (!flag) note(name, quoted(*value) + " is neither true nor false");
  return flag;
}

std::vector<const Json*> Fields::items_of(std::string_view name) const {
  std::vector<const Json*> items;
  const Json* value = find(name);
  if (value == nullptr) return items;
  if (const auto* list = value->if_array()) {
    for (const Json& item : *list) items.push_back(&item);
  } else if (const auto* object = value->if_object(); object != nullptr && is_map(*object)) {
    for (const auto& entry : *object) items.push_back(&entry.value());
  } else {
    items.push_back(value);
  }
  return items;
}

std::vector<std::string> Fields::strings_of(std::string_view name) const {
  std::vector<std::string> texts;
  for (const Json* item : items_of(name)) {
    if (const auto* text = item->if_string())
      texts.push_back(clean_text(*text));
    else if (!item->is_null())
      note(name, quoted(*item) + " is no text");
  }
  return texts;
}

std::string Fields::link_of(std::string_view name) const {
  const Json* value = find(name);
  if (value == nullptr) return {};
  const auto* list = value->if_array();
  if (list != nullptr && list->empty()) return {};
  std::string link = link_in(list != nullptr ? list->front() : *value);
  if (link.empty()) note(name, quoted(*value) + " is no link");
  return link;
}

std::vector<std::string> Fields::links_of(std::string_view name) const {
  std::vector<std::string> links;
  for (const Json* item : items_of(name)) {
    if (std::string link = link_in(*item); !link.empty())
      links.push_back(std::move(link));
    else
      note(name, quoted(*item) + " is no link");
  }
  return links;
}

std::string Fields::own_link() const {
  const Json* link = find(kOwnLink);
  return link != nullptr ? link_in(*link) : "";
}

Fields Fields::at(std::string_view name) const {
  const Json* value = find(name);
  if (value != nullptr && !value->is_object()) note(name, quoted(*value) + " is no object");
  return {value, *this, name};
}

std::vector<Fields> Fields::members_of(std::string_view name) const {
  std::vector<Fields> members;
  for (const Json* item : items_of(name)) {
    if (item->is_object())
      members.push_back({item, *this, fmt::format("{}[{}]", name, members.size())});
    else if (!item->is_null())
      note(name, quoted(*item) + " is no object");
  }
  return members;
}

}  // namespace rackseed::redfish
