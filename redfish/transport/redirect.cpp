#include "redfish/transport/redirect.hpp"

#include <rackseed/ascii.hpp>

#include <algorithm>
#include <charconv>

namespace rackseed::redfish {
namespace {

constexpr std::uint16_t kHttp = 80;
constexpr std::uint16_t kHttps = 443;

bool equals_in_any_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

bool takes(std::string_view& text, std::string_view beginning) {
  if (!equals_in_any_case(text.substr(0, beginning.size()), beginning)) return false;
  text.remove_prefix(beginning.size());
  return true;
}

/// "10.1.40.11", "10.1.40.11:8080", "[fe80::1]:8080"
std::optional<Origin> parse_authority(std::string_view text, bool has_tls) {
  Origin origin{.has_tls = has_tls, .host = "", .port = has_tls ? kHttps : kHttp};
  if (text.find('@') != std::string_view::npos) return std::nullopt;
  if (takes(text, "[")) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    origin.host = text.substr(0, end);
    text.remove_prefix(end + 1);
  } else {
    origin.host = text.substr(0, text.find(':'));
    text.remove_prefix(origin.host.size());
  }
  if (origin.host.empty()) return std::nullopt;
  if (text.empty()) return origin;
  if (!takes(text, ":")) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), origin.port);
  const bool is_port = error == std::errc() && end == text.data() + text.size() && origin.port > 0;
  return is_port ? std::optional(origin) : std::nullopt;
}

/// Whether what follows is asked by TLS; nothing when no host follows.
std::optional<bool> take_scheme(std::string_view& location, const Origin& asked) {
  if (takes(location, "https://")) return true;
  if (takes(location, "http://")) return false;
  if (takes(location, "//")) return asked.has_tls;
  return std::nullopt;
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 307 || status == 308;
}

bool is_read(const HttpRequest& request) {
  return request.method == "GET" || request.method == "HEAD";
}

bool is_login(const HttpRequest& request) {
  std::string_view path = request.path;
  while (path.ends_with('/')) path.remove_suffix(1);
  return request.method == "POST" && path.ends_with("/Sessions");
}

bool keeps_method(const HttpRequest& request, int status, const std::string& to) {
  if (status == 307 || status == 308) return true;
  return status == 301 && (is_login(request) || to == request.path + "/");
}

}  // namespace

std::string Origin::text() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  std::string text = has_tls ? "https://" : "http://";
  text += is_v6 ? "[" + host + "]" : host;
  if (port != (has_tls ? kHttps : kHttp)) text += ":" + std::to_string(port);
  return text;
}

std::optional<Target> parse_target(std::string_view location, const Origin& asked) {
  const auto has_tls = take_scheme(location, asked);
  if (!has_tls) {
    if (!location.starts_with('/')) return std::nullopt;
    return Target{.origin = std::nullopt, .path = std::string(location)};
  }
  const auto slash = std::min(location.find_first_of("/?#"), location.size());
  const auto origin = parse_authority(location.substr(0, slash), *has_tls);
  const auto path = location.substr(slash);
  if (!origin || (!path.empty() && !path.starts_with('/'))) return std::nullopt;
  return Target{.origin = origin, .path = path.empty() ? "/" : std::string(path)};
}

RedirectDecision decide_redirect(const Origin& asked, const HttpRequest& request,
                                 const HttpResponse& answer) {
  if (!is_redirect(answer.status)) return AnswerStands{};
  const std::string location(answer.field("location"));
  const auto target = parse_target(location, asked);
  if (!target) return NotFollowed{"it redirects to \"" + location + "\", which is no address"};
  Origin to = target->origin.value_or(asked);
  if (!equals_in_any_case(to.host, asked.host))
    return NotFollowed{"it redirects to another host, " + to.text() +
                       ": what is meant for one BMC goes to no other"};
  to.host = asked.host;
  if (asked.has_tls && !to.has_tls) return NotFollowed{"it redirects to plain HTTP, " + to.text()};
  if (to == asked && target->path == request.path)
    return NotFollowed{"it redirects to what was asked, " + location};
  if (is_read(request)) return AskAgain{to, target->path};
  if (to != asked || !keeps_method(request, answer.status, target->path))
    return NotFollowed{"it redirects a " + request.method + " to " + to.text() + target->path};
  return AskAgain{to, target->path};
}

}  // namespace rackseed::redfish
