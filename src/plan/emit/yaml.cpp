#include "src/plan/emit/yaml.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "src/plan/emit/yaml_scalar.hpp"

namespace rackseed::plan {
namespace {

// A reader looks for the ":" of a simple key in 1024 characters; an escape has at most ten.
constexpr std::size_t kLongestSimpleKey = 127;

class YamlWriter {
 public:
  explicit YamlWriter(const YamlStyle& style)
      : style_(style), indent_(static_cast<std::size_t>(style.indent)) {
    assert(style.indent >= 2 && style.margin >= 0);
  }

  void write_root(const Value& value) {
    const auto margin = static_cast<std::size_t>(style_.margin);
    out_.append(margin, ' ');
    if (is_leaf(value)) {
      out_ += leaf(value) + '\n';
    } else {
      write_collection(value, margin);
    }
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  [[nodiscard]] static bool is_leaf(const Value& value) {
    if (const auto* items = value.items()) return items->empty();
    if (const auto* entries = value.entries()) return entries->empty();
    return true;
  }

  [[nodiscard]] std::string leaf(const Value& value) const {
    if (const auto* text = value.text()) {
      const bool tagged = style_.is_unsafe != nullptr && style_.is_unsafe(*text);
      return (tagged ? "!unsafe " : "") + yaml_scalar(*text);
    }
    if (const auto* number = value.number()) return std::to_string(*number);
    if (const auto* flag = value.flag()) return *flag ? "true" : "false";
    if (value.items() != nullptr) return "[]";
    return value.entries() != nullptr ? "{}" : "null";
  }

  /// Writes a list or map whose first line is already indented.
  void write_collection(const Value& value, std::size_t column) {
    if (const auto* items = value.items()) {
      write_items(*items, column);
    } else {
      write_entries(*value.entries(), column);
    }
  }

  void write_items(const Value::List& items, std::size_t column) {
    for (const Value& item : items) {
      if (&item != &items.front()) out_.append(column, ' ');
      write_after_indicator('-', item, column);
    }
  }

  void write_entries(const Value::Map& entries, std::size_t column) {
    std::vector<const Value::Map::value_type*> order;
    for (const auto& entry : entries) order.push_back(&entry);
    if (style_.sort_keys)
      std::ranges::stable_sort(order, {}, [](const auto* entry) { return entry->first; });
    for (const auto* entry : order) {
      if (entry != order.front()) out_.append(column, ' ');
      write_entry(entry->first, entry->second, column);
    }
  }

  void write_entry(const std::string& key, const Value& value, std::size_t column) {
    if (key.empty() || key.size() > kLongestSimpleKey) {
      out_ += "? " + yaml_scalar(key) + '\n';
      out_.append(column, ' ');
      write_after_indicator(':', value, column);
      return;
    }
    out_ += yaml_scalar(key) + ':';
    if (is_leaf(value)) {
      out_ += ' ' + leaf(value) + '\n';
      return;
    }
    const bool deeper = style_.indent_lists || value.entries() != nullptr;
    const std::size_t inner = deeper ? column + indent_ : column;
    out_ += '\n';
    out_.append(inner, ' ');
    write_collection(value, inner);
  }

  /// "- x": the collection begins on the indicator's own line.
  void write_after_indicator(char indicator, const Value& value, std::size_t column) {
    out_ += indicator;
    if (is_leaf(value)) {
      out_ += ' ' + leaf(value) + '\n';
      return;
    }
    out_.append(indent_ - 1, ' ');
    write_collection(value, column + indent_);
  }

  YamlStyle style_;
  std::size_t indent_;
  std::string out_;
};

}  // namespace

std::string emit_yaml(const Value& value, const YamlStyle& style) {
  YamlWriter writer(style);
  writer.write_root(value);
  return writer.take();
}

}  // namespace rackseed::plan
