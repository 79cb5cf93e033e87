#include "src/cli/fail.hpp"

#include <fmt/core.h>

#include "src/cli/command.hpp"

namespace rackseed::cli {

int fail(const Error& error) {
  fmt::print(stderr, "rackseed: {}\n", error.detail);
  switch (error.code) {
    case Errc::kDenied:
    case Errc::kConflict:
      return kRefused;
    case Errc::kUnavailable:
      return kUnreachable;
    case Errc::kTimedOut:
      return kTimedOut;
    case Errc::kMalformed:
    case Errc::kUnsupported:
      return kInvalid;
  }
  return kInternal;
}

}  // namespace rackseed::cli
