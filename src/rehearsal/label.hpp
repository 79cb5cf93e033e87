#pragma once

#include "src/rehearsal/state.hpp"

#include <string>

namespace rackseed::rehearsal {

/// What is written on a machine, as its BMC tells it.
struct Label {
  std::string serial{};  ///< these two: of the Redfish system
  std::string sku{};
  std::string machine_serial{};  ///< these three: of the inventory area
  std::string board_serial{};
  std::string part{};
};
[[nodiscard]] Label label_of(const State& state);

}  // namespace rackseed::rehearsal
