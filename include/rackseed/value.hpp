#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rackseed {

/// A tree of plain data whose maps keep their order: what every JSON and YAML output is made of.
/// Building the tree and writing it are separate, so no output is ever pasted together from text.
class Value {
 public:
  using List = std::vector<Value>;
  using Map = std::vector<std::pair<std::string, Value>>;

  Value() = default;
  Value(std::same_as<bool> auto flag) : data_(flag) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) Value(T number) : data_(static_cast<std::int64_t>(number)) {}
  Value(const char* text) : data_(std::string(text)) {}
  Value(std::string_view text) : data_(std::string(text)) {}
  Value(std::string text) : data_(std::move(text)) {}
  Value(List items) : data_(std::move(items)) {}
  Value(Map entries) : data_(std::move(entries)) {}

  /// A list of strings.
  [[nodiscard]] static Value list(const std::vector<std::string>& items);

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  [[nodiscard]] const bool* flag() const { return std::get_if<bool>(&data_); }
  [[nodiscard]] const std::int64_t* number() const { return std::get_if<std::int64_t>(&data_); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&data_); }
  [[nodiscard]] const List* items() const { return std::get_if<List>(&data_); }
  [[nodiscard]] const Map* entries() const { return std::get_if<Map>(&data_); }

  /// Adds an entry to a map (a null value becomes a map); no check for a repeated key.
  Value& set(std::string key, Value value);
  /// Adds an item to a list (a null value becomes a list).
  Value& add(Value item);

  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, List, Map> data_;
};

/// JSON text (RFC 8259), ASCII only: everything else is escaped. indent: spaces a level; 0 writes
/// one line. Invalid UTF-8 becomes U+FFFD.
[[nodiscard]] std::string to_json(const Value& value, int indent = 0);

}  // namespace rackseed
