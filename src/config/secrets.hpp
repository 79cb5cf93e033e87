#pragma once

#include <cstddef>

#include "src/config/notes.hpp"
#include "src/config/tree.hpp"

namespace rackseed::config {

/// True when an entry of a map holds a secret in plain text, going by its key.
[[nodiscard]] bool is_plain_secret(const Tree& map, std::size_t index);

/// Notes E-113 for every secret in plain text, below known and unknown keys alike.
void find_plain_secrets(const Tree& root, Notes& notes);

}  // namespace rackseed::config
