#pragma once

#include <cerrno>
#include <system_error>

namespace rackseed {

/// Of the last system call of this thread.
[[nodiscard]] inline std::error_code last_error() { return {errno, std::generic_category()}; }

}  // namespace rackseed
