#pragma once

#include <string_view>

namespace rackseed {

inline constexpr char32_t kReplacementCharacter = 0xfffd;

/// Removes one code point from the front of a text that is not empty. A byte that begins no valid
/// sequence (RFC 3629: overlong forms, surrogates and values above U+10FFFF are invalid) is removed
/// alone and gives kReplacementCharacter.
[[nodiscard]] char32_t take_code_point(std::string_view& text);

/// The place of the first byte that is not valid UTF-8, or npos.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text);

}  // namespace rackseed
