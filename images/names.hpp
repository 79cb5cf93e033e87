#pragma once

#include <string>
#include <string_view>

namespace rackseed::images {

/// Whether text can be one part of a path that is served: 1 to 255 octets of UTF-8, neither "."
/// nor "..", without '/', control characters and the prefix of our temporary files.
[[nodiscard]] bool is_safe_name(std::string_view text);

/// Whether text is a relative path of at most 32 safe names and 1024 octets.
[[nodiscard]] bool is_safe_path(std::string_view text);

/// Whether text is 64 lower case hexadecimal digits.
[[nodiscard]] bool is_sha256(std::string_view text);

/// A name for an error text: what is not printable ASCII becomes '?', and a long one is cut.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace rackseed::images
