#pragma once

#include <rackseed/error.hpp>

#include <string>

#include "images/layout.hpp"
#include "inventory/sqlite/database.hpp"

namespace rackseed::cli {

/// The inventory of a state folder that exists already.
/// Errors: kUnavailable (no state folder), those of Database::open().
[[nodiscard]] Result<inventory::sqlite::Database> open_inventory(const images::Layout& layout);

inline constexpr const char* kStateHelp = "The state folder, which holds images and inventory";

/// The commands of `rackseed image`; image.cpp has list.
class CommandGroup;
void add_image_import(CommandGroup& group);
void add_image_verify(CommandGroup& group);

}  // namespace rackseed::cli
