#include "src/config/tree_builder.hpp"

#include <fmt/core.h>
#include <yaml-cpp/mark.h>

#include <algorithm>
#include <numeric>

#include "src/config/document.hpp"
#include "src/config/quote.hpp"
#include "src/config/shapes.hpp"

namespace rackseed::config {
namespace {

constexpr std::size_t kMostFindings = 1000;

plan::Position position_of(const YAML::Mark& mark) {
  return {.line = mark.line + 1, .column = mark.column + 1};
}

struct Repetition {
  std::size_t first = 0;
  std::size_t again = 0;
};

/// Keys that were written before, in the order of the file.
std::vector<Repetition> find_repetitions(const std::vector<Key>& keys) {
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto text_of = [&](std::size_t i) { return std::string_view(keys[i].text); };
  std::ranges::stable_sort(order, {}, text_of);
  std::vector<Repetition> result;
  std::size_t first = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (text_of(order[i]) == text_of(order[first])) {
      result.push_back({.first = order[first], .again = order[i]});
    } else {
      first = i;
    }
  }
  std::ranges::sort(result, {}, &Repetition::again);
  return result;
}

void drop_repetitions(Tree& map, const std::vector<Repetition>& repetitions) {
  std::size_t kept = 0;
  auto next = repetitions.begin();
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    if (next != repetitions.end() && next->again == i) {
      ++next;
      continue;
    }
    std::swap(map.keys[kept], map.keys[i]);
    std::swap(map.items[kept], map.items[i]);
    ++kept;
  }
  map.keys.resize(kept);
  map.items.resize(kept);
}

/// Whether the quote that the text begins with is closed before the text ends.
bool is_closed(std::string_view text) {
  const char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool escapes = quote == '"' ? text[i] == '\\' : text.substr(i).starts_with("''");
    if (escapes) {
      ++i;
    } else if (text[i] == quote) {
      return true;
    }
  }
  return false;
}

}  // namespace

void TreeBuilder::add_finding(plan::Position position, std::string path, std::string text) {
  findings_.push_back(
      {.code = "E-100", .path = std::move(path), .text = std::move(text), .position = position});
  if (findings_.size() >= kMostFindings) throw StopReading{};
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (started_) {
    add_finding(position_of(mark), "", "a second document begins here: write one plan in a file");
    throw StopReading{};
  }
  started_ = true;
}

// The mark of a value that was left out is the next token's: its key, or its list, stands nearer.
void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  check_properties(mark, "?", anchor);
  Tree value{.position = position_of(mark)};
  const char c = char_at(mark);
  if (!open_.empty() && c != '~' && c != 'n' && c != 'N') {
    value.position = open_.back().in_value ? open_.back().key_position : open_.back().tree.position;
  }
  add(std::move(value));
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) {
  add_finding(position_of(mark), path(),
              "aliases (*name) are not read: write the value out, or use a range or like:");
  add({.incomplete = true, .position = position_of(mark)});
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  check_properties(mark, tag, anchor);
  // The parser takes the end of the file for the closing quote, and with it all keys in between.
  const char c = char_at(mark);
  if ((c == '"' || c == '\'') && !is_closed(text_.substr(static_cast<std::size_t>(mark.pos)))) {
    add_finding(position_of(mark), "", "the quote that opens here is never closed");
    throw StopReading{};
  }
  add({.kind = Kind::kScalar, .quoted = tag != "?", .position = position_of(mark), .text = value});
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                                  YAML::anchor_t anchor, YAML::EmitterStyle::value /*style*/) {
  check_properties(mark, tag, anchor);
  open(mark, Kind::kList);
}

void TreeBuilder::OnSequenceEnd() { close(); }

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value /*style*/) {
  check_properties(mark, tag, anchor);
  open(mark, Kind::kMap);
}

void TreeBuilder::OnMapEnd() {
  drop_repeated_keys(open_.back().tree);
  close();
}

char TreeBuilder::char_at(const YAML::Mark& mark) const {
  const auto offset = static_cast<std::size_t>(std::max(mark.pos, 0));
  return offset < text_.size() ? text_[offset] : '\0';
}

/// Where the value that comes next stands: "seed.attach[1].device".
std::string TreeBuilder::path() const {
  std::string result;
  for (const Open& open : open_) {
    if (open.tree.kind == Kind::kList) {
      result += fmt::format("[{}]", open.tree.items.size());
    } else if (open.in_value && !open.drops_value) {
      result += (result.empty() ? "" : ".") + open.tree.keys.back().text;
    }
  }
  return result;
}

// "?" stands for a plain value without a tag, "!" for a quoted one, or for a tag that is only "!".
void TreeBuilder::check_properties(const YAML::Mark& mark, const std::string& tag,
                                   YAML::anchor_t anchor) {
  if (anchor != YAML::NullAnchor)
    add_finding(position_of(mark), path(),
                "anchors (&name) are not read: use a range or like: instead");
  if ((tag != "?" && tag != "!") || char_at(mark) == '!')
    add_finding(position_of(mark), path(), "tags (!name) are not read: remove it");
}

void TreeBuilder::open(const YAML::Mark& mark, Kind kind) {
  if (open_.size() >= kMostLevels) {
    add_finding(position_of(mark), "", fmt::format("nested deeper than {} levels", kMostLevels));
    throw StopReading{};
  }
  open_.push_back({.tree = {.kind = kind, .position = position_of(mark)}});
}

void TreeBuilder::close() {
  Tree tree = std::move(open_.back().tree);
  open_.pop_back();
  add(std::move(tree));
}

void TreeBuilder::add(Tree value) {
  if (open_.empty()) {
    root_ = std::move(value);
    return;
  }
  Open& parent = open_.back();
  if (parent.tree.kind == Kind::kMap && !parent.in_value) {
    add_key(value);
    return;
  }
  if (!parent.drops_value) parent.tree.items.push_back(std::move(value));
  parent.in_value = parent.drops_value = false;
}

void TreeBuilder::add_key(const Tree& key) {
  const bool is_word =
      key.kind == Kind::kScalar && key.text.size() <= kMostKeyBytes && kLabel.accepts(key.text);
  const bool is_merge = is_word && key.text == "<<" && !key.quoted;
  if (is_merge) {
    add_finding(key.position, path(), "merge keys (<<) are not read: use like: instead");
  } else if (!is_word && !key.incomplete) {
    add_finding(key.position, path(),
                key.kind == Kind::kScalar
                    ? fmt::format("{} cannot be a key: a key is printable text of 1 to {} bytes",
                                  quote(key.text), kMostKeyBytes)
                    : "a key must be a word, not a list, a map or nothing");
  }
  Open& map = open_.back();
  map.in_value = true;
  map.key_position = key.position;
  map.drops_value = is_merge || !is_word;
  map.tree.incomplete = map.tree.incomplete || map.drops_value;
  if (!map.drops_value) map.tree.keys.push_back({.text = key.text, .position = key.position});
}

void TreeBuilder::drop_repeated_keys(Tree& map) {
  const auto repetitions = find_repetitions(map.keys);
  if (repetitions.empty()) return;
  const std::string parent = path();
  for (const auto& [first, again] : repetitions)
    add_finding(map.keys[again].position,
                fmt::format("{}{}{}", parent, parent.empty() ? "" : ".", map.keys[again].text),
                fmt::format("the key is written twice, in line {} and in line {}",
                            map.keys[first].position.line, map.keys[again].position.line));
  drop_repetitions(map, repetitions);
}

}  // namespace rackseed::config
