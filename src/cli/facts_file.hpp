#pragma once

#include <rackseed/error.hpp>

#include <string>

#include "src/plan/facts.hpp"

namespace rackseed::cli {

/// Reads discovered facts; "" for none. Errors: as read_file() and config::parse_facts().
[[nodiscard]] Result<plan::Facts> load_facts(const std::string& path);

}  // namespace rackseed::cli
