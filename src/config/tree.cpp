#include "src/config/tree.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "src/config/shapes.hpp"

namespace rackseed::config {

std::size_t Tree::index_of(std::string_view key) const {
  return static_cast<std::size_t>(std::ranges::find(keys, key, &Key::text) - keys.begin());
}

const Tree* Tree::find(std::string_view key) const {
  const std::size_t index = index_of(key);
  return index < keys.size() ? &items[index] : nullptr;
}

Tree* Tree::find(std::string_view key) {
  const std::size_t index = index_of(key);
  return index < keys.size() ? &items[index] : nullptr;
}

std::string item_path(std::string_view list, std::size_t index, const Tree& item) {
  const Tree* name = item.find("name");
  const bool named = name != nullptr && name->kind == Kind::kScalar && kLabel.accepts(name->text);
  return named ? fmt::format("{}.{}", list, name->text) : fmt::format("{}[{}]", list, index);
}

}  // namespace rackseed::config
