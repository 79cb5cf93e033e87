#pragma once

#include <rackseed/net.hpp>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "src/config/cell.hpp"
#include "src/config/numbers.hpp"
#include "src/config/shapes.hpp"
#include "src/plan/plan.hpp"

/// `read_value(cell, target, how...)`: one overload a type. Each sets the target and returns true,
/// or notes what is wrong and leaves the target as it is.
namespace rackseed::config {

/// One of some words, kept as text.
struct OneOf {
  std::span<const std::string_view> words{};
};

bool read_value(const Cell& cell, std::string& target, const Shape& shape);
bool read_value(const Cell& cell, std::string& target, const OneOf& choice);
bool read_value(const Cell& cell, int& target, const Range& range);
bool read_value(const Cell& cell, bool& target);
bool read_value(const Cell& cell, Ipv4& target);
bool read_value(const Cell& cell, Prefix& target);
/// `{secret: NAME}`; a plain value is E-113.
bool read_value(const Cell& cell, plan::Secret& target);

/// Notes E-113 without repeating the value.
void refuse_plain_secret(const Cell& cell);

/// The place of a scalar in a list of words, or nothing after a finding.
[[nodiscard]] std::optional<std::size_t> pick(const Cell& cell,
                                              std::span<const std::string_view> words);

/// The words of an enumeration of the plan.
template <class E>
[[nodiscard]] constexpr auto words_of() {
  constexpr auto kNames = names(E{});
  std::array<std::string_view, kNames.size()> words{};
  for (std::size_t i = 0; i < words.size(); ++i) words.at(i) = kNames.at(i).word;
  return words;
}

template <class E>
requires std::is_enum_v<E>
bool read_value(const Cell& cell, E& target) {
  static constexpr auto kWords = words_of<E>();
  const auto index = pick(cell, kWords);
  if (index) target = names(E{}).at(*index).value;
  return index.has_value();
}

template <class T, class... How>
bool read_value(const Cell& cell, std::optional<T>& target, const How&... how) {
  T value{};
  if (!read_value(cell, value, how...)) return false;
  target = std::move(value);
  return true;
}

template <class T, class... How>
bool read_value(const Cell& cell, std::vector<T>& target, const How&... how) {
  target.clear();
  for (const Cell& item : cell.items()) {
    T value{};
    if (read_value(item, value, how...)) target.push_back(std::move(value));
  }
  return true;
}

}  // namespace rackseed::config
