#pragma once

#include <rackseed/net.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "src/config/cell.hpp"
#include "src/config/shapes.hpp"
#include "src/plan/ports.hpp"

namespace rackseed::config {

/// An entry of the plan and how many it stands for; 0: that is not known, because its name is
/// missing or wrong, and no value of it can be counted.
struct Expansion {
  std::string path{};
  std::size_t count = 0;
};

/// Reads one name or a range of names. Each must have the shape. Empty after a finding.
[[nodiscard]] std::vector<std::string> read_names(const Cell& cell, const Shape& shape);

/// Reads one value for each of the entries that an entry stands for: a single value, a range or
/// `{start: X, step: N}`. Empty after a finding. E-117 when the number of values differs.
[[nodiscard]] std::vector<int> read_numbers(const Cell& cell, const Expansion& expansion);
[[nodiscard]] std::vector<Ipv4> read_addresses(const Cell& cell, const Expansion& expansion);
[[nodiscard]] std::vector<std::string> read_ports(const Cell& cell, const Expansion& expansion);

/// "1 name", "4 names"
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

}  // namespace rackseed::config
