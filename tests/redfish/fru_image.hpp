#pragma once

#include "redfish/ipmi/rmcp_crypto.hpp"

#include <numeric>
#include <string>
#include <vector>

namespace rackseed::redfish {

inline std::uint8_t checksum_of(const Octets& octets) {
  return static_cast<std::uint8_t>(0U - std::accumulate(octets.begin(), octets.end(), 0U));
}

/// An area of an inventory: what it begins with, its fields, their end, a pad and the sum.
inline Octets fru_area(const Octets& head, const std::vector<std::string>& fields) {
  Octets area = head;
  for (const auto& field : fields) {
    area.push_back(static_cast<std::uint8_t>(0xc0U | field.size()));
    area.insert(area.end(), field.begin(), field.end());
  }
  area.push_back(0xc1);
  while (area.size() % 8 != 7) area.push_back(0);
  area[1] = static_cast<std::uint8_t>((area.size() + 1) / 8);
  area.push_back(checksum_of(area));
  return area;
}

/// An inventory with a board (manufacturer, product, serial, part) and a product (manufacturer,
/// name, part, version, serial); without fields there is no product.
inline Octets fru_image(const std::vector<std::string>& board,
                        const std::vector<std::string>& product) {
  const auto board_area = fru_area({1, 0, 25, 0, 0, 0}, board);
  const auto product_area = fru_area({1, 0, 25}, product);
  const auto product_offset = static_cast<std::uint8_t>(1 + board_area.size() / 8);
  Octets image{1, 0, 0, 1, product.empty() ? std::uint8_t{0} : product_offset, 0, 0};
  image.push_back(checksum_of(image));
  image.insert(image.end(), board_area.begin(), board_area.end());
  if (!product.empty()) image.insert(image.end(), product_area.begin(), product_area.end());
  return image;
}

}  // namespace rackseed::redfish
