#pragma once

#include "inventory/sqlite/database.hpp"

namespace rackseed::inventory::sqlite {

/// An empty store that nobody else sees.
inline Database memory() { return std::move(Database::open(":memory:")).value(); }

}  // namespace rackseed::inventory::sqlite
