#pragma once

#include <yaml-cpp/eventhandler.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/config/tree.hpp"

namespace rackseed::config {

/// Thrown through the YAML parser when reading on is pointless; the finding has been added.
struct StopReading {};

/// Makes a tree of the parser's events and refuses what a plan may not hold.
class TreeBuilder final : public YAML::EventHandler {
 public:
  /// text: what the parser reads; it outlives the builder.
  explicit TreeBuilder(std::string_view text) : text_(text) {}

  [[nodiscard]] std::optional<Tree>& root() { return root_; }
  [[nodiscard]] std::vector<plan::Finding>& findings() { return findings_; }
  void add_finding(plan::Position position, std::string path, std::string text);

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

 private:
  /// A list or map whose end was not seen yet.
  struct Open {
    Tree tree{};
    bool in_value = false;     ///< of a map: the key was read
    bool drops_value = false;  ///< of a map: the key was refused
    plan::Position key_position{};
  };

  [[nodiscard]] char char_at(const YAML::Mark& mark) const;
  [[nodiscard]] std::string path() const;
  void check_properties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
  void open(const YAML::Mark& mark, Kind kind);
  void close();
  void add(Tree value);
  void add_key(const Tree& key);
  void drop_repeated_keys(Tree& map);

  std::string_view text_;
  bool started_ = false;
  std::optional<Tree> root_;
  std::vector<Open> open_;
  std::vector<plan::Finding> findings_;
};

}  // namespace rackseed::config
