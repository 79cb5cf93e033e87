#include "src/config/values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "src/config/quote.hpp"
#include "src/config/section.hpp"
#include "src/config/suggestion.hpp"

namespace rackseed::config {
namespace {

/// A number or flag in quotes is a text to every other reader of the file.
bool is_unquoted(const Cell& cell) {
  if (!cell.tree().quoted) return true;
  cell.refuse(
      fmt::format("{} is a text because of its quotes: remove them", quote(cell.tree().text)));
  return false;
}

}  // namespace

bool read_value(const Cell& cell, std::string& target, const Shape& shape) {
  const std::string* text = cell.scalar("a text");
  if (text == nullptr) return false;
  if (!shape.accepts(*text)) {
    cell.refuse(fmt::format("{} is not {}", quote(*text), shape.wants));
    return false;
  }
  target = *text;
  return true;
}

bool read_value(const Cell& cell, std::string& target, const OneOf& choice) {
  const auto index = pick(cell, choice.words);
  if (index) target = choice.words[*index];
  return index.has_value();
}

bool read_value(const Cell& cell, int& target, const Range& range) {
  const std::string* text = cell.scalar("a whole number");
  if (text == nullptr || !is_unquoted(cell)) return false;
  const auto number = parse_whole_number(*text);
  if (!number) {
    cell.refuse(number.error().detail);
    return false;
  }
  if (*number < range.least || *number > range.most) {
    cell.refuse(fmt::format("{} is outside {}..{}", *number, range.least, range.most));
    return false;
  }
  target = *number;
  return true;
}

bool read_value(const Cell& cell, bool& target) {
  const std::string* text = cell.scalar("true or false");
  if (text == nullptr || !is_unquoted(cell)) return false;
  if (*text != "true" && *text != "false") {
    cell.refuse(fmt::format("{} is not true or false: write true or false", quote(*text)));
    return false;
  }
  target = *text == "true";
  return true;
}

bool read_value(const Cell& cell, Ipv4& target) {
  const std::string* text = cell.scalar("an IPv4 address");
  if (text == nullptr) return false;
  const auto address = Ipv4::parse(*text);
  if (address) {
    target = *address;
  } else {
    cell.refuse(
        fmt::format("{} is not an IPv4 address such as 172.30.2.10 (decimal, without "
                    "leading zeros)",
                    quote(*text)));
  }
  return address.has_value();
}

bool read_value(const Cell& cell, Prefix& target) {
  const std::string* text = cell.scalar("an IPv4 prefix");
  if (text == nullptr) return false;
  const auto prefix = Prefix::parse(*text);
  if (prefix) {
    target = *prefix;
  } else {
    cell.refuse(fmt::format("{} is not an IPv4 prefix such as 10.1.20.0/24", quote(*text)));
  }
  return prefix.has_value();
}

bool read_value(const Cell& cell, plan::Secret& target) {
  if (cell.tree().kind == Kind::kScalar) {
    refuse_plain_secret(cell);
    return false;
  }
  if (!cell.is(Kind::kMap, "{secret: NAME}")) return false;
  Section in(cell);
  in.require("secret", target.name, kName);
  in.finish();
  return true;
}

void refuse_plain_secret(const Cell& cell) {
  cell.notes().add("E-113", cell.path(),
                   "plain text secret; write {secret: NAME} and put the value in the secret store",
                   cell.position());
}

std::optional<std::size_t> pick(const Cell& cell, std::span<const std::string_view> words) {
  const std::string* text = cell.scalar("a word");
  if (text == nullptr) return {};
  const auto it = std::ranges::find(words, std::string_view(*text));
  if (it != words.end()) return static_cast<std::size_t>(it - words.begin());
  const auto meant = nearest(*text, words);
  cell.refuse(fmt::format("{} is not known here; use {}{}{}", quote(*text),
                          words.size() > 1 ? "one of " : "", fmt::join(words, ", "),
                          meant ? fmt::format(" (did you mean \"{}\"?)", *meant) : ""));
  return {};
}

}  // namespace rackseed::config
