#include "src/config/cell.hpp"

#include <fmt/core.h>

#include "src/config/quote.hpp"

namespace rackseed::config {
namespace {

/// Entries with ranges copy their lists, so no list may be long.
constexpr std::size_t kMostListItems = 256;

std::string describe(const Tree& tree) {
  switch (tree.kind) {
    case Kind::kNull:
      return "nothing";
    case Kind::kScalar:
      return quote(tree.text);
    case Kind::kList:
      return "a list";
    case Kind::kMap:
      return "a map";
  }
  return "";
}

}  // namespace

void Cell::refuse(std::string text) const {
  notes_->add("E-111", path_, std::move(text), position_);
}

bool Cell::is(Kind kind, std::string_view wanted) const {
  if (tree_->kind == kind) return true;
  if (tree_->kind == Kind::kNull && tree_->incomplete) return false;
  if (tree_->kind == Kind::kNull && kind == Kind::kScalar) {
    refuse("no value (nothing, ~ and null mean none): write one or remove the key");
  } else {
    refuse(fmt::format("expected {}, found {}", wanted, describe(*tree_)));
  }
  return false;
}

const std::string* Cell::scalar(std::string_view wanted) const {
  return is(Kind::kScalar, wanted) ? &tree_->text : nullptr;
}

std::vector<Cell> Cell::items() const {
  std::vector<Cell> result;
  if (tree_->kind == Kind::kNull || !is(Kind::kList, "a list")) return result;
  if (tree_->items.size() > kMostListItems) {
    refuse(fmt::format("{} items; at most {}", tree_->items.size(), kMostListItems));
    return result;
  }
  result.reserve(tree_->items.size());
  for (const Tree& item : tree_->items)
    result.emplace_back(item, fmt::format("{}[{}]", path_, result.size()), item.position, *notes_);
  return result;
}

std::vector<std::pair<std::string, Cell>> Cell::entries() const {
  std::vector<std::pair<std::string, Cell>> result;
  if (tree_->kind == Kind::kNull || !is(Kind::kMap, "a map")) return result;
  result.reserve(tree_->items.size());
  for (std::size_t i = 0; i < tree_->items.size(); ++i) {
    const Key& key = tree_->keys[i];
    const auto position = shown_position(tree_->items[i], key);
    result.emplace_back(
        key.text, Cell(tree_->items[i], fmt::format("{}.{}", path_, key.text), position, *notes_));
    notes_->place(result.back().second.path(), position);
  }
  return result;
}

plan::Position shown_position(const Tree& value, const Key& key) {
  return value.kind == Kind::kScalar ? value.position : key.position;
}

}  // namespace rackseed::config
