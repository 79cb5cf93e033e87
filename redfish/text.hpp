#pragma once

#include <rackseed/ascii.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::redfish {

/// Of ASCII alone.
[[nodiscard]] inline std::string lower(std::string_view text) {
  std::string key(text);
  for (char& c : key) c = to_lower(c);
  return key;
}

[[nodiscard]] inline bool lists(const std::vector<std::string>& values, std::string_view value) {
  return std::ranges::find(values, value) != values.end();
}

}  // namespace rackseed::redfish
