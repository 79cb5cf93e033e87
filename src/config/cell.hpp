#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/config/notes.hpp"
#include "src/config/tree.hpp"

namespace rackseed::config {

/// A value that is about to be read: where it stands, and where to note what is wrong with it.
class Cell {
 public:
  /// tree and notes outlive the cell.
  Cell(const Tree& tree, std::string path, plan::Position position, Notes& notes)
      : tree_(&tree), path_(std::move(path)), position_(position), notes_(&notes) {}

  [[nodiscard]] const Tree& tree() const { return *tree_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] plan::Position position() const { return position_; }
  [[nodiscard]] Notes& notes() const { return *notes_; }

  /// Notes E-111 about the value.
  void refuse(std::string text) const;
  /// Notes E-111 when the value is not of the kind that `wanted` describes ("a list"). Says nothing
  /// about a value that was refused earlier.
  [[nodiscard]] bool is(Kind kind, std::string_view wanted) const;
  /// The text of a scalar, or nullptr after a finding.
  [[nodiscard]] const std::string* scalar(std::string_view wanted) const;
  /// The items of a list; a list that was left empty has none. At most kMostListItems.
  [[nodiscard]] std::vector<Cell> items() const;
  /// The entries of a map.
  [[nodiscard]] std::vector<std::pair<std::string, Cell>> entries() const;

 private:
  const Tree* tree_;
  std::string path_;
  plan::Position position_;
  Notes* notes_;
};

/// Where a value is shown: a list or map at its key, a scalar where it begins.
[[nodiscard]] plan::Position shown_position(const Tree& value, const Key& key);

}  // namespace rackseed::config
