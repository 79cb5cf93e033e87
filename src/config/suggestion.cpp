#include "src/config/suggestion.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace rackseed::config {
namespace {

constexpr std::size_t kLongestWord = 40;

/// The optimal string alignment distance (Damerau and Levenshtein); both at most kLongestWord.
std::size_t distance(std::string_view a, std::string_view b) {
  using Row = std::array<std::size_t, kLongestWord + 1>;
  Row before{};  // the row two above
  Row above{};
  Row row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row.at(j) = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = above;
    above = row;
    row.at(0) = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row.at(j) = std::min({above.at(j) + 1, row.at(j - 1) + 1, above.at(j - 1) + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row.at(j) = std::min(row.at(j), before.at(j - 2) + 1);
    }
  }
  return row.at(b.size());
}

/// How many slips a word of that length may hold and still be recognised.
constexpr std::size_t most_slips(std::size_t length) {
  if (length <= 3) return 1;
  return length <= 8 ? 2 : 3;
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view written,
                                        std::span<const std::string_view> words) {
  std::optional<std::string_view> best;
  if (written.empty() || written.size() > kLongestWord) return best;
  std::size_t least = most_slips(written.size()) + 1;
  for (const std::string_view word : words) {
    if (word.size() > kLongestWord) continue;
    const std::size_t slips = distance(written, word);
    if (slips >= least || slips >= word.size()) continue;
    least = slips;
    best = word;
  }
  return best;
}

}  // namespace rackseed::config
