#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rackseed::plan {

inline constexpr int kLanesPerCage = 4;

/// A switch port: "Ethernet48" (number 48) or a lane of a cage, "Ethernet1/3" (number 1, lane 3).
struct Port {
  std::string prefix{};
  int number = 0;
  int lane = 0;  ///< 1..4; 0: a port without lanes

  [[nodiscard]] std::string text() const;
  /// The name of the cage: "Ethernet1".
  [[nodiscard]] std::string cage() const;
  bool operator==(const Port&) const = default;
};

/// Letters, a number of at most four digits and, after "/", a lane.
[[nodiscard]] std::optional<Port> parse_port(std::string_view text);

/// The port `steps` further: lanes are counted through the cages ("Ethernet1/3" + 2 is
/// "Ethernet2/1"), plain ports by their number.
[[nodiscard]] Port advance(const Port& port, int steps);

/// True when a switch of that model has the port; also true for a model that is not in the table.
[[nodiscard]] bool has_port(std::string_view model, const Port& port);

}  // namespace rackseed::plan
