#pragma once

#include "redfish/transport/transport.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace rackseed::redfish {

/// Where questions go.
struct Origin {
  bool has_tls = true;
  std::string host{};  ///< an address or a name; IPv6 without brackets
  std::uint16_t port = 443;
  /// "https://10.1.40.11", "https://[fe80::1]:8443".
  [[nodiscard]] std::string text() const;
  bool operator==(const Origin&) const = default;
};

/// An address that a BMC wrote: "https://HOST:PORT/PATH", "//HOST/PATH" or "/PATH".
struct Target {
  std::optional<Origin> origin{};  ///< nothing: the one that was asked
  std::string path{};
};
/// Nothing: another scheme, credentials in it, or no path from the root.
[[nodiscard]] std::optional<Target> parse_target(std::string_view location, const Origin& asked);

struct AnswerStands {};
struct AskAgain {
  Origin origin{};
  std::string path{};
};
struct NotFollowed {
  std::string because{};
};
using RedirectDecision = std::variant<AnswerStands, AskAgain, NotFollowed>;

/// What to do about an answer: 301, 302, 307 and 308 are followed where the same host, by name and
/// by kind, is asked the same thing again. A GET adopts another port too. Others keep their method
/// and their body, and stay at the port: after 307 and 308, and after a 301 of a path that got a
/// slash at its end, or of a log-in. All else would be another question than the one that was put.
[[nodiscard]] RedirectDecision decide_redirect(const Origin& asked, const HttpRequest& request,
                                               const HttpResponse& answer);

}  // namespace rackseed::redfish
