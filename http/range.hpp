#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace rackseed::http {

/// A part of a file, in octets; count is never 0.
struct Range {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  bool operator==(const Range&) const = default;
};

struct Whole {
  bool operator==(const Whole&) const = default;
};

/// 416: the range begins after the end.
struct Unsatisfiable {
  bool operator==(const Unsatisfiable&) const = default;
};

using Part = std::variant<Whole, Range, Unsatisfiable>;

/// What a Range field asks of a file of `size` octets (RFC 9110 section 14.1.2). A field that is
/// malformed, of another unit, or of several ranges is ignored, as section 14.2 allows.
[[nodiscard]] Part parse_range(std::string_view field, std::uint64_t size);

/// The same with If-Range (section 13.1.5), which must be our strong validator.
[[nodiscard]] Part decide_part(std::optional<std::string_view> range,
                               std::optional<std::string_view> if_range, std::string_view etag,
                               std::uint64_t size);

/// Whether If-None-Match names our validator, weakly compared (section 13.1.2).
[[nodiscard]] bool names_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace rackseed::http
