#pragma once

#include <rackseed/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "src/rehearsal/json.hpp"

namespace rackseed::rehearsal {

// The QEMU Machine Protocol (docs/interop/qmp-spec.txt of QEMU 7.2): JSON objects, one on a line.

inline constexpr std::size_t kMostQmpLine = 65'536;

struct QmpCommand {
  std::string name{};
  json::object arguments{};
  bool may_fail = false;  ///< QEMU's refusal is nothing to tell
  bool operator==(const QmpCommand&) const = default;
};

/// Section 2.2: what QEMU says first.
struct QmpGreeting {
  std::string version{};  ///< "7.2.22"
};

/// Section 2.4.
struct QmpReply {
  std::optional<std::uint64_t> id{};  ///< nothing: the command could not be read
  json::value value = nullptr;        ///< what came back
  std::string refusal{};              ///< of an error: "GenericError: Device 'cd1' not found"
};

/// Section 2.5: comes at any time, between other lines too.
struct QmpEvent {
  std::string name{};  ///< "RESUME"
  json::object data{};
};

using QmpMessage = std::variant<QmpGreeting, QmpReply, QmpEvent>;

/// The line, with its end.
[[nodiscard]] std::string encode_qmp(const QmpCommand& command, std::uint64_t id);
/// Errors: kMalformed (no JSON object, none of the three messages, or longer than kMostQmpLine).
[[nodiscard]] Result<QmpMessage> decode_qmp(std::string_view line);

}  // namespace rackseed::rehearsal
