#include "src/config/section.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "src/config/quote.hpp"
#include "src/config/secrets.hpp"
#include "src/config/suggestion.hpp"

namespace rackseed::config {
namespace {

void place_tree(const Tree& map, const std::string& path, Notes& notes, int levels) {
  if (!notes.allow_expansion(map.keys.size())) return;
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    const std::string below = fmt::format("{}.{}", path, map.keys[i].text);
    notes.place(below, shown_position(map.items[i], map.keys[i]));
    if (levels > 1) place_tree(map.items[i], below, notes, levels - 1);
  }
}

}  // namespace

// A map that was left empty is a map without keys.
Section::Section(const Cell& cell)
    : cell_(cell),
      is_complete_((cell.tree().kind == Kind::kNull || cell.is(Kind::kMap, "a map")) &&
                   !cell.tree().incomplete) {}

std::optional<Cell> Section::find(std::string_view key) {
  asked_.push_back(key);
  const Tree& map = cell_.tree();
  const std::size_t index = map.index_of(key);
  if (index == map.keys.size()) return {};
  const auto position = shown_position(map.items[index], map.keys[index]);
  Cell cell(map.items[index], path_of(key), position, cell_.notes());
  cell.notes().place(cell.path(), position);
  return cell;
}

std::optional<Cell> Section::need(std::string_view key, std::span<const std::string_view> choice) {
  std::string text = "missing";
  if (!choice.empty())
    text += fmt::format("; use {}{}", choice.size() > 1 ? "one of " : "", fmt::join(choice, ", "));
  return need_or_note(key, "E-115", std::move(text));
}

std::optional<Cell> Section::need_or_note(std::string_view key, std::string_view code,
                                          std::string text) {
  auto cell = find(key);
  if (cell && cell->tree().kind != Kind::kNull) return cell;
  const bool is_explained = cell ? cell->tree().incomplete : !is_complete_;
  if (!is_explained)
    cell_.notes().add(code, path_of(key), std::move(text),
                      cell ? cell->position() : cell_.position());
  return {};
}

std::string Section::path_of(std::string_view key) const {
  return fmt::format("{}{}{}", path(), path().empty() ? "" : ".", key);
}

void Section::place_as(const std::string& other_path) const {
  constexpr int kLevels = 2;  // "nodes.cmp1.mgmt.bmc"
  cell_.notes().place(other_path, cell_.position());
  place_tree(cell_.tree(), other_path, cell_.notes(), kLevels);
}

void Section::finish() {
  const Tree& map = cell_.tree();
  for (std::size_t i = 0; i < map.keys.size() && !cell_.notes().is_full(); ++i) {
    const std::string& key = map.keys[i].text;
    if (std::ranges::count(asked_, std::string_view(key)) > 0) continue;
    if (is_plain_secret(map, i)) continue;  // that was said, and says more
    const auto meant = nearest(key, asked_);
    cell_.notes().add(
        "E-101", path_of(key),
        meant ? fmt::format("unknown key; did you mean \"{}\"?", *meant) : "unknown key",
        map.keys[i].position);
  }
}

std::vector<std::pair<std::string, Cell>> Section::named_cells(const Cell& map,
                                                               const Shape& name_shape) {
  std::vector<std::pair<std::string, Cell>> result;
  auto cells = map.entries();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Key& key = map.tree().keys[i];
    if (name_shape.accepts(key.text)) {
      result.push_back(std::move(cells[i]));
    } else {
      map.notes().add("E-111", map.path(),
                      fmt::format("{} is not {}", quote(key.text), name_shape.wants), key.position);
    }
  }
  return result;
}

std::vector<Cell> Section::item_cells(const Cell& list) {
  std::vector<Cell> result;
  const Tree& tree = list.tree();
  if (tree.kind == Kind::kNull || !list.is(Kind::kList, "a list")) return result;
  result.reserve(tree.items.size());
  for (const Tree& item : tree.items) {
    result.emplace_back(item, item_path(list.path(), result.size(), item), item.position,
                        list.notes());
    list.notes().place(result.back().path(), item.position);
  }
  return result;
}

}  // namespace rackseed::config
