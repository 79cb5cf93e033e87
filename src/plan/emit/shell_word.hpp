#pragma once

#include <string>
#include <string_view>

namespace rackseed::plan {

/// A text as one word of a POSIX shell command: bare where no character is special to the shell
/// (as Python's shlex.quote decides), else in single quotes, which nothing inside can leave.
[[nodiscard]] std::string shell_word(std::string_view text);

}  // namespace rackseed::plan
