#pragma once

#include <cstddef>
#include <string>

namespace rackseed::tftp {

/// Octets that no shift by a block leaves the same.
inline std::string some_content(std::size_t size) {
  std::string content(size, '\0');
  for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<char>(i * 7 + i / 251);
  return content;
}

}  // namespace rackseed::tftp
