#pragma once

#include <string>
#include <vector>

namespace rackseed::plan {

/// Rows as text: columns are as wide as their widest cell, two spaces apart, without spaces at the
/// end of a line. An empty cell shows as "-". Cells are ASCII.
[[nodiscard]] std::string text_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace rackseed::plan
