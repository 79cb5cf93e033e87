#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

namespace rackseed::plan {

/// One row of the table that ties an enumerator to the word that stands for it in a plan. Each
/// enumeration of a plan has an overload `names(E)`, so that reader and printer cannot disagree.
template <class E>
struct Name {
  E value{};
  std::string_view word{};
};

template <class E>
[[nodiscard]] constexpr std::string_view to_string(E value) {
  for (const Name<E>& name : names(E{}))
    if (name.value == value) return name.word;
  return "";
}

template <class E>
[[nodiscard]] constexpr std::optional<E> from_string(std::string_view word) {
  for (const Name<E>& name : names(E{}))
    if (name.word == word) return name.value;
  return {};
}

}  // namespace rackseed::plan
