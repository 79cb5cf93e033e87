#pragma once

#include <rackseed/error.hpp>

namespace rackseed::cli {

/// Says on standard error what failed, and yields the exit code for it.
int fail(const Error& error);

}  // namespace rackseed::cli
