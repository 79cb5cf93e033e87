#pragma once

#include <string>
#include <string_view>

/// Plan values as they may stand in a format without quoting of its own. The rules of a plan refuse
/// most of what is replaced here; a renderer does not rely on that.
namespace rackseed::plan {

inline constexpr std::size_t kPlainLength = 80;  ///< bytes; EOS allows 240, keepalived about 1,000

/// One word that no reader takes for more: ASCII letters, digits and "-_.:/,+", everything else
/// becomes "_"; at most kPlainLength bytes, never empty.
[[nodiscard]] std::string plain_word(std::string_view text);

/// The same with spaces, brackets and "!=;" kept: for a comment or a quoted string on one line.
[[nodiscard]] std::string plain_text(std::string_view text, std::size_t limit = kPlainLength);

/// plain_word in upper case with "-" replaced by "_": "storage-cluster" is STORAGE_CLUSTER.
[[nodiscard]] std::string upper_word(std::string_view text);

/// A part of a path: plain_word without "/", and never "." or "..".
[[nodiscard]] std::string path_part(std::string_view text);

/// A part of a URL's path, everything but unreserved characters as %XX (RFC 3986 section 2.3).
[[nodiscard]] std::string url_part(std::string_view text);

}  // namespace rackseed::plan
