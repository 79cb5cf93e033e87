#pragma once

#include <rackseed/error.hpp>
#include <rackseed/secret_text.hpp>

#include <string_view>

namespace rackseed::cli {

/// Asks for a secret twice, without echo, where standard input is a terminal; otherwise reads all
/// of standard input, less one line end. From then on this process leaves no core dump. Errors:
/// kMalformed (empty, too long, or not the same twice), kUnavailable.
[[nodiscard]] Result<SecretText> read_secret(std::string_view name);

}  // namespace rackseed::cli
