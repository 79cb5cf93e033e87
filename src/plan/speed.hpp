#pragma once

#include <fmt/format.h>

#include <string>

namespace rackseed::plan {

/// "25G", "100M", as a plan writes it.
[[nodiscard]] inline std::string speed_text(int mbps) {
  return mbps % 1000 == 0 ? fmt::format("{}G", mbps / 1000) : fmt::format("{}M", mbps);
}

}  // namespace rackseed::plan
