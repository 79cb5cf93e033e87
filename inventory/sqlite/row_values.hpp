#pragma once

#include "inventory/rows.hpp"

#include <rackseed/error.hpp>

#include <fmt/core.h>

#include <cstdint>
#include <string_view>

#include "inventory/sqlite/database.hpp"

/// How values of rows are kept in columns.
namespace rackseed::inventory::sqlite {

[[nodiscard]] inline std::int64_t seconds_of(Time time) { return time.time_since_epoch().count(); }
[[nodiscard]] inline Time time_of(std::int64_t seconds) {
  return Time(std::chrono::seconds(seconds));
}

[[nodiscard]] inline Error broken_row(std::string_view table, std::string_view key) {
  return {.code = Errc::kMalformed,
          .detail = fmt::format("database: row {} of table {} is damaged", key, table)};
}

/// What came of a statement without rows.
[[nodiscard]] inline Result<void> end_of(const Statement& statement) {
  if (statement.error()) return *statement.error();
  return {};
}

}  // namespace rackseed::inventory::sqlite
