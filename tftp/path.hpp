#pragma once

#include <rackseed/error.hpp>

#include <string>
#include <string_view>

namespace rackseed::tftp {

inline constexpr std::size_t kMostNameBytes = 512;       ///< of a request (RFC 2347)
inline constexpr std::size_t kMostComponentBytes = 255;  ///< of a file system

/// The path below the image root that a requested name means: components joined by '/', none of
/// them empty, "." or "..". A leading '/' means the root; '\' separates too, as Windows boot
/// programs write it; nothing is decoded ("%2e" is three characters).
/// Errors: kDenied (leaves the root, or names nothing in it; overlong; holds a NUL).
[[nodiscard]] Result<std::string> confine(std::string_view name);

}  // namespace rackseed::tftp
