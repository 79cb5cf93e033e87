#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "src/config/values.hpp"

namespace rackseed::config {

/// Reads the keys of one map and remembers which it was asked for, so that finish() can name the
/// others. A key that is not written leaves its target, and with it the default, as it is.
class Section {
 public:
  /// A cell that is no map is noted; then no key is written, and none is missing.
  explicit Section(const Cell& cell);

  [[nodiscard]] const std::string& path() const { return cell_.path(); }
  [[nodiscard]] const Cell& cell() const { return cell_; }
  /// False when an earlier finding explains what is missing.
  [[nodiscard]] bool is_complete() const { return is_complete_; }

  /// The value of a key that is written. Registers its place.
  [[nodiscard]] std::optional<Cell> find(std::string_view key);
  /// As find(); E-115 when the key is not written or has no value. choice: the words it may have.
  [[nodiscard]] std::optional<Cell> need(std::string_view key,
                                         std::span<const std::string_view> choice = {});
  /// The same with another finding than E-115.
  [[nodiscard]] std::optional<Cell> need_or_note(std::string_view key, std::string_view code,
                                                 std::string text);

  template <class T, class... How>
  void read(std::string_view key, T& target, const How&... how) {
    if (const auto cell = find(key)) read_value(*cell, target, how...);
  }

  template <class T, class... How>
  void require(std::string_view key, T& target, const How&... how) {
    if (const auto cell = need(key, choice_of<T>())) read_value(*cell, target, how...);
  }

  /// Reads the map of a key when it is written: read_keys(Section&).
  template <class F>
  void section(std::string_view key, F read_keys) {
    if (const auto cell = find(key)) read_section(*cell, read_keys);
  }

  /// Reads the map of a key; when it is not written, all that it must hold is missing.
  template <class F>
  void required_section(std::string_view key, F read_keys) {
    const Tree nothing{.incomplete = !is_complete_};
    read_section(find(key).value_or(Cell(nothing, path_of(key), cell_.position(), cell_.notes())),
                 read_keys);
  }

  /// Reads a map of named maps: read_entry(name, Section&).
  template <class F>
  void entries(std::string_view key, const Shape& name_shape, F read_entry) {
    const auto cell = find(key);
    if (!cell) return;
    for (const auto& entry : named_cells(*cell, name_shape))
      read_section(entry.second, [&](Section& in) { read_entry(entry.first, in); });
  }

  /// Reads a map of named values: read_entry(name, const Cell&).
  template <class F>
  void cells(std::string_view key, const Shape& name_shape, F read_entry) {
    const auto cell = find(key);
    if (!cell) return;
    for (const auto& [name, entry] : named_cells(*cell, name_shape)) read_entry(name, entry);
  }

  /// Reads a list of maps: read_item(Section&). Items with a name are known by it.
  template <class F>
  void items(std::string_view key, F read_item) {
    const auto cell = find(key);
    if (!cell) return;
    for (const Cell& item : item_cells(*cell)) read_section(item, read_item);
  }

  /// Makes the places of this map known under another path as well.
  void place_as(const std::string& other_path) const;

  /// Notes every key that was not asked for as E-101.
  void finish();

 private:
  template <class F>
  static void read_section(const Cell& cell, F read_keys) {
    Section in(cell);
    read_keys(in);
    in.finish();
  }

  template <class T>
  static std::span<const std::string_view> choice_of() {
    if constexpr (std::is_enum_v<T>) {
      static constexpr auto kWords = words_of<T>();
      return kWords;
    } else {
      return {};
    }
  }

  [[nodiscard]] std::string path_of(std::string_view key) const;
  static std::vector<std::pair<std::string, Cell>> named_cells(const Cell& map,
                                                               const Shape& name_shape);
  static std::vector<Cell> item_cells(const Cell& list);

  Cell cell_;
  bool is_complete_;
  std::vector<std::string_view> asked_{};
};

}  // namespace rackseed::config
