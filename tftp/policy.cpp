#include "tftp/policy.hpp"

#include "tftp/path.hpp"

namespace rackseed::tftp {

Verdict judge(const Request& request) {
  if (request.wants_to_write)
    return ErrorPacket{.code = ErrorCode::kAccessViolation, .text = "this server is read-only"};
  if (request.mode != Mode::kOctet)
    return ErrorPacket{.code = ErrorCode::kIllegalOperation,
                       .text = "only octet (binary) mode is served"};
  auto path = confine(request.name);
  if (!path) return refusal(path.error());
  return std::move(*path);
}

ErrorPacket refusal(const Error& error) {
  switch (error.code) {
    case Errc::kDenied:
      return {.code = ErrorCode::kAccessViolation, .text = error.detail};
    case Errc::kMalformed:
      return {.code = ErrorCode::kIllegalOperation, .text = error.detail};
    case Errc::kUnsupported:
    case Errc::kConflict:
    case Errc::kUnavailable:
    case Errc::kTimedOut:
      return {.code = ErrorCode::kNotDefined, .text = error.detail};
  }
  return {.code = ErrorCode::kNotDefined, .text = error.detail};
}

ErrorPacket file_not_found() {
  return {.code = ErrorCode::kFileNotFound, .text = "file not found"};
}

}  // namespace rackseed::tftp
