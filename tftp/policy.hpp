#pragma once

#include "tftp/codec.hpp"

#include <rackseed/error.hpp>

#include <string>
#include <variant>

namespace rackseed::tftp {

/// A path below the image root to serve, or what to answer instead.
using Verdict = std::variant<std::string, ErrorPacket>;

/// Whether a request is one that this server answers with content. Writing is refused with error 2,
/// every mode but "octet" with error 4.
[[nodiscard]] Verdict judge(const Request& request);

/// The answer to a client whose content cannot be had.
[[nodiscard]] ErrorPacket refusal(const Error& error);
[[nodiscard]] ErrorPacket file_not_found();

}  // namespace rackseed::tftp
