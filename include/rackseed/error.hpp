#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>

namespace rackseed {

enum class Errc : std::uint8_t {
  kMalformed,
  kUnsupported,
  kConflict,
  kUnavailable,
  kDenied,
  kTimedOut
};

struct Error {
  Errc code = Errc::kMalformed;
  std::string detail{};  ///< for a person: names what failed and what was expected. Never a secret.
};

/// Found by argument-dependent look-up when value() is called on a failed Result.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& where);

/// A value or an Error; the one way to fail (boost::system::result alone is not [[nodiscard]]).
template <class T>
struct [[nodiscard]] Result : boost::system::result<T, Error> {
  using boost::system::result<T, Error>::result;
};

}  // namespace rackseed
