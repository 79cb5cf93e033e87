#include <rackseed/value.hpp>

#include <rackseed/utf8.hpp>

#include <fmt/core.h>

#include <iterator>

namespace rackseed {
namespace {

class JsonWriter {
 public:
  explicit JsonWriter(int indent) : indent_(static_cast<std::size_t>(indent)) {}

  void write(const Value& value) {
    if (const auto* text = value.text()) {
      write_text(*text);
    } else if (const auto* number = value.number()) {
      fmt::format_to(std::back_inserter(out_), "{}", *number);
    } else if (const auto* flag = value.flag()) {
      out_ += *flag ? "true" : "false";
    } else if (const auto* items = value.items()) {
      write_items(*items);
    } else if (const auto* entries = value.entries()) {
      write_entries(*entries);
    } else {
      out_ += "null";
    }
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void write_items(const Value::List& items) {
    if (items.empty()) {
      out_ += "[]";
      return;
    }
    open('[');
    for (const Value& item : items) {
      separate(&item == &items.front());
      write(item);
    }
    close(']');
  }

  void write_entries(const Value::Map& entries) {
    if (entries.empty()) {
      out_ += "{}";
      return;
    }
    open('{');
    for (const auto& entry : entries) {
      separate(&entry == &entries.front());
      write_text(entry.first);
      out_ += ": ";
      write(entry.second);
    }
    close('}');
  }

  void open(char bracket) {
    out_ += bracket;
    ++depth_;
  }

  void close(char bracket) {
    --depth_;
    new_line();
    out_ += bracket;
  }

  void separate(bool first) {
    if (!first) out_ += indent_ > 0 ? "," : ", ";
    new_line();
  }

  void new_line() {
    if (indent_ == 0) return;
    out_ += '\n';
    out_.append(indent_ * depth_, ' ');
  }

  void write_text(std::string_view text) {
    out_ += '"';
    while (!text.empty()) write_character(take_code_point(text));
    out_ += '"';
  }

  void write_character(char32_t c) {
    switch (c) {
      case U'"':
        out_ += "\\\"";
        return;
      case U'\\':
        out_ += "\\\\";
        return;
      case U'\n':
        out_ += "\\n";
        return;
      case U'\r':
        out_ += "\\r";
        return;
      case U'\t':
        out_ += "\\t";
        return;
      default:
        break;
    }
    if (c >= 0x20 && c < 0x7f) {
      out_ += static_cast<char>(c);
    } else if (c < 0x10000) {
      write_escape(static_cast<std::uint32_t>(c));
    } else {  // RFC 8259 section 7: a surrogate pair
      const auto above = static_cast<std::uint32_t>(c) - 0x10000U;
      write_escape(0xd800U + (above >> 10U));
      write_escape(0xdc00U + (above & 0x3ffU));
    }
  }

  void write_escape(std::uint32_t unit) {
    fmt::format_to(std::back_inserter(out_), "\\u{:04x}", unit);
  }

  std::string out_;
  std::size_t indent_;
  std::size_t depth_ = 0;
};

}  // namespace

Value Value::list(const std::vector<std::string>& items) {
  return {List(items.begin(), items.end())};
}

Value& Value::set(std::string key, Value value) {
  if (is_null()) data_ = Map{};
  std::get<Map>(data_).emplace_back(std::move(key), std::move(value));
  return *this;
}

Value& Value::add(Value item) {
  if (is_null()) data_ = List{};
  std::get<List>(data_).push_back(std::move(item));
  return *this;
}

std::string to_json(const Value& value, int indent) {
  JsonWriter writer(indent);
  writer.write(value);
  return writer.take();
}

}  // namespace rackseed
