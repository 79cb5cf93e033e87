#include "src/config/like.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <unordered_map>

#include "src/config/cell.hpp"
#include "src/config/quote.hpp"

namespace rackseed::config {
namespace {

constexpr int kLongestChain = 32;
constexpr std::size_t kMostInherited = 200'000;  ///< values in all, so that no plan explodes

std::size_t count_values(const Tree& tree) {
  std::size_t count = 1;
  for (const Tree& item : tree.items) count += count_values(item);
  return count;
}

void erase_key(Tree& map, std::size_t index) {
  map.keys.erase(map.keys.begin() + static_cast<std::ptrdiff_t>(index));
  map.items.erase(map.items.begin() + static_cast<std::ptrdiff_t>(index));
}

using Places = std::unordered_map<std::string, std::size_t>;

Places places_of(const std::vector<Key>& keys) {
  Places places;
  for (std::size_t i = 0; i < keys.size(); ++i) places.emplace(keys[i].text, i);
  return places;
}

/// What base has, overridden by own.
Tree merge(Tree base, Tree own) {
  if (base.kind != Kind::kMap || own.kind != Kind::kMap) return own;
  base.position = own.position;
  base.incomplete = base.incomplete || own.incomplete;
  const Places places = places_of(base.keys);
  for (std::size_t i = 0; i < own.keys.size(); ++i) {
    const auto place = places.find(own.keys[i].text);
    if (place == places.end()) {
      base.keys.push_back(std::move(own.keys[i]));
      base.items.push_back(std::move(own.items[i]));
    } else {
      Tree& inherited = base.items[place->second];
      base.keys[place->second] = std::move(own.keys[i]);
      inherited = merge(std::move(inherited), std::move(own.items[i]));
    }
  }
  return base;
}

class Inheritance {
 public:
  Inheritance(Tree& map, std::string_view path, Notes& notes)
      : map_(map),
        path_(path),
        notes_(notes),
        places_(places_of(map.keys)),
        states_(map.keys.size()) {}

  void resolve_all() {
    for (std::size_t i = 0; i < map_.keys.size(); ++i) resolve(i, 1);
  }

 private:
  enum class State : std::uint8_t { kOpen, kResolving, kDone };

  void resolve(std::size_t index, int links) {
    if (states_[index] != State::kOpen) return;
    states_[index] = State::kResolving;
    Tree& entry = map_.items[index];
    const std::size_t like = entry.index_of("like");
    if (entry.kind == Kind::kMap && like < entry.keys.size()) {
      const Tree name = std::move(entry.items[like]);
      const Key key = entry.keys[like];
      erase_key(entry, like);
      inherit(index,
              Cell(name, fmt::format("{}.{}.like", path_, map_.keys[index].text),
                   shown_position(name, key), notes_),
              links);
    }
    states_[index] = State::kDone;
  }

  void inherit(std::size_t index, const Cell& like, int links) {
    Tree& entry = map_.items[index];
    entry.incomplete = true;  // until all of it is there
    notes_.place(like.path(), like.position());
    const std::string* name = like.scalar("the name of another entry");
    if (name == nullptr) return;
    const auto place = places_.find(*name);
    if (place == places_.end()) return refuse(like, quote(*name) + " is not defined");
    const std::size_t base = place->second;
    if (links >= kLongestChain)
      return refuse(like, fmt::format("more than {} entries in a chain", kLongestChain));
    resolve(base, links + 1);
    if (states_[base] == State::kResolving)
      return refuse(like, fmt::format("{} leads back to this entry", quote(*name)));
    if (inherited_ <= kMostInherited) inherited_ += count_values(map_.items[base]);
    if (inherited_ > kMostInherited)
      return refuse(like, fmt::format("more than {} inherited values", kMostInherited));
    entry.incomplete = false;
    entry = merge(map_.items[base], std::move(entry));
  }

  void refuse(const Cell& like, std::string text) {
    notes_.add("E-116", like.path(), std::move(text), like.position());
  }

  Tree& map_;
  std::string_view path_;
  Notes& notes_;
  Places places_;  ///< of the entries
  std::vector<State> states_;
  std::size_t inherited_ = 0;
};

}  // namespace

void apply_like(Tree& root, std::string_view section, Notes& notes) {
  Tree* map = root.find(section);
  if (map != nullptr && map->kind == Kind::kMap) Inheritance(*map, section, notes).resolve_all();
}

}  // namespace rackseed::config
