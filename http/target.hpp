#pragma once

#include <rackseed/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rackseed::http {

/// What a request line asks for, decoded (RFC 9112 section 3.2.1, origin form).
struct Target {
  std::vector<std::string> path{};  ///< never empty texts, "." or "..", and without "/" or NUL
  std::vector<std::pair<std::string, std::string>> query{};
  bool operator==(const Target&) const = default;

  /// The first value of that name.
  [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const;
};

inline constexpr std::size_t kLongestTarget = 4096;  ///< octets

/// "/os/noble/casper/vmlinuz?x=1". Errors: kMalformed with a text for a 400: not in origin form, a
/// bad percent-encoding, a segment that climbs, an encoded "/" or a control character.
[[nodiscard]] Result<Target> parse_target(std::string_view text);

}  // namespace rackseed::http
