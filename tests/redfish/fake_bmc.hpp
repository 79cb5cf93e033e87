#pragma once

#include "redfish/session.hpp"
#include "tests/redfish/rig.hpp"

#include <map>
#include <set>

namespace rackseed::redfish::tests {

/// A Redfish service as far as logging in goes; resources come from `resource`.
struct FakeBmc {
  std::string password = "right";
  std::size_t most_sessions = 8;
  bool takes_basic = true;
  bool has_sessions = true;
  std::string location_prefix{};  ///< "https://some.name": before the path of a session
  std::set<std::string> tokens{};
  int logins = 0;
  std::function<Reply(const Asked&)> resource = [](const Asked&) { return Reply{.body = "{}"}; };

  Reply answer(const Asked& asked);
  Reply log_in(const Asked& asked);
  Reply end(const std::string& token);
  [[nodiscard]] bool is_known(const Asked& asked) const;
};

inline constexpr std::string_view kFakeSessions = "/redfish/v1/SessionService/Sessions";
inline constexpr std::string_view kFakeRoot =
    R"({"Links":{"Sessions":{"@odata.id":"/redfish/v1/SessionService/Sessions"}}})";

inline Reply complaint(int status, const std::string& id) {
  return {
      .status = status,
      .body = R"({"error":{"@Message.ExtendedInfo":[{"MessageId":"Base.1.8.)" + id + R"("}]}})"};
}

inline Reply FakeBmc::answer(const Asked& asked) {
  const std::string& path = asked.request.path;
  if (path == "/redfish/v1/") return {.body = std::string(kFakeRoot)};
  if (path == kFakeSessions && asked.request.method == "POST") return log_in(asked);
  if (!is_known(asked)) return complaint(401, "NoValidSession");
  if (asked.request.method == "DELETE" && path.starts_with(kFakeSessions))
    return end(asked.field("x-auth-token"));
  return resource(asked);
}

inline Reply FakeBmc::log_in(const Asked& asked) {
  ++logins;
  if (!has_sessions) return {.status = 405};
  const bool is_right =
      asked.request.body == R"({"UserName":"admin","Password":")" + password + "\"}";
  if (!is_right) return complaint(401, "ResourceAtUriUnauthorized");
  if (tokens.size() >= most_sessions)
    return {.status = 503,
            .body = R"({"error":{"@Message.ExtendedInfo":[{"MessageId":"IDRAC.2.8.RAC0218"}]}})"};
  const auto number = std::to_string(logins);
  tokens.insert("token" + number);
  return {.status = 201,
          .fields = {{"X-Auth-Token", "token" + number},
                     {"Location", location_prefix + std::string(kFakeSessions) + "/" + number}}};
}

inline Reply FakeBmc::end(const std::string& token) {
  tokens.erase(token);
  return {.status = 204};
}

inline bool FakeBmc::is_known(const Asked& asked) const {
  if (tokens.contains(asked.field("x-auth-token"))) return true;
  const auto wanted = Credentials("admin", password).basic();
  return takes_basic && asked.field("authorization") == wanted;
}

/// A BMC, what reaches it, and a session that asks it.
struct Logged : Rig {
  explicit Logged(const std::string& password = "right")
      : session(transport, Credentials("admin", password), quick()) {}

  static SessionSettings quick() {
    SessionSettings settings;
    settings.retry.first_wait = std::chrono::milliseconds(1);
    settings.retry.longest_wait = std::chrono::milliseconds(4);
    return settings;
  }
  [[nodiscard]] int count(std::string_view method, std::string_view path) const {
    int found = 0;
    for (const Asked& asked : peer.asked())
      if (asked.request.method == method && asked.request.path == path) ++found;
    return found;
  }

  FakeBmc bmc{};
  HttpPeer peer{io, [this](const Asked& asked) { return bmc.answer(asked); }};
  CurlTransport transport{curl, settings_for(peer)};
  Session session;
};

}  // namespace rackseed::redfish::tests
