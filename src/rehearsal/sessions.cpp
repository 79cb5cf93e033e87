// SessionService and its sessions.

#include <fmt/core.h>

#include <array>

#include "src/rehearsal/access.hpp"
#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::int64_t kUsualTimeout = 1800;
constexpr std::int64_t kMostSessions = 64;

std::optional<json::object> session_service(const State& state, const Ids& /*ids*/) {
  json::object service = resource(fmt::format("{}/SessionService", kRoot),
                                  "SessionService.v1_1_8.SessionService", "Session Service");
  service["ServiceEnabled"] = true;
  service["SessionTimeout"] = state.faults.has(Fault::kSessionTimeout)
                                  ? state.faults.value(Fault::kSessionTimeout)
                                  : kUsualTimeout;
  service["Status"] = good_status();
  service["Sessions"] = link(sessions_path(state));
  return service;
}

std::optional<json::object> session_list(const State& state, const Ids& /*ids*/) {
  std::vector<std::string> members;
  for (const auto& [id, session] : state.sessions)
    members.push_back(fmt::format("{}/{}", sessions_path(state), id));
  return collection(sessions_path(state), "Session", members);
}

std::optional<json::object> session_of(const State& state, const Ids& ids) {
  const auto found = state.sessions.find(std::string(ids.front()));
  if (found == state.sessions.end()) return {};
  json::object session = resource(fmt::format("{}/{}", sessions_path(state), found->first),
                                  "Session.v1_4_0.Session", "User Session");
  session["UserName"] = found->second.user;
  session["Password"] = nullptr;
  return session;
}

/// A resource that exists here or below SessionService, as the fault says.
template <auto Read, bool Elsewhere>
std::optional<json::object> at(const State& state, const Ids& ids) {
  if (state.faults.has(Fault::kSessionsElsewhere) != Elsewhere) return {};
  return Read(state, ids);
}

std::optional<Answer> refuse_login(State& state, const json::object& body) {
  const auto user = text_in(body, "UserName");
  const auto password = text_in(body, "Password");
  if (!user || !password)
    return refusal(400, "Base.1.12.PropertyMissing", "UserName and Password are required.");
  if (!is_right(state.account, *user, *password)) {
    ++state.counters.refused_logins;
    return refusal(401, "Base.1.12.ResourceAtUriUnauthorized",
                   "The credentials were not accepted.");
  }
  const std::int64_t most = state.faults.has(Fault::kSessionLimit)
                                ? state.faults.value(Fault::kSessionLimit)
                                : kMostSessions;
  if (static_cast<std::int64_t>(state.sessions.size()) >= most)
    return refusal(503, "IDRAC.2.5.RAC0218",
                   "The maximum number of user sessions is reached. (SessionLimitExceeded)");
  return {};
}

Answer open_session(State& state, const Call& call) {
  if (auto refused = refuse_login(state, call.body)) return *std::move(refused);
  const std::string id = next_id(state);
  Session session{.token = fmt::format("{:016x}{:016x}", state.random(), state.random()),
                  .user = *text_in(call.body, "UserName")};
  const std::string token = session.token;
  state.sessions.emplace(id, std::move(session));
  ++state.counters.sessions_opened;
  state.counters.most_sessions =
      std::max<std::uint64_t>(state.counters.most_sessions, state.sessions.size());
  Answer answer = with(*session_of(state, {id}), 201);
  answer.fields.emplace_back("X-Auth-Token", token);
  answer.fields.emplace_back("Location", fmt::format("{}/{}", sessions_path(state), id));
  if (state.faults.has(Fault::kPasswordChangeRequired)) {
    json::object info;
    info["MessageId"] = "Base.1.12.PasswordChangeRequired";
    info["Message"] = "The password must be changed before access is granted.";
    answer.document->as_object()["@Message.ExtendedInfo"] = json::array{std::move(info)};
  }
  return answer;
}

Answer close_session(State& state, const Call& call) {
  if (state.sessions.erase(std::string(call.ids.front())) == 0)
    return refusal(404, "Base.1.12.ResourceMissingAtURI", "There is no such session.");
  ++state.counters.sessions_closed;
  return done();
}

constexpr auto kSessionResources = std::to_array<Resource>({
    {"SessionService", &session_service},
    {"SessionService/Sessions", &at<&session_list, false>},
    {"SessionService/Sessions/*", &at<&session_of, false>},
    {"Sessions", &at<&session_list, true>},
    {"Sessions/*", &at<&session_of, true>},
});

constexpr auto kSessionOperations = std::to_array<Operation>({
    {Method::kPost, "SessionService/Sessions", &open_session},
    {Method::kPost, "SessionService/Sessions/Members", &open_session},
    {Method::kDelete, "SessionService/Sessions/*", &close_session},
    {Method::kPost, "Sessions", &open_session},
    {Method::kDelete, "Sessions/*", &close_session},
});

}  // namespace

std::span<const Resource> session_resources() { return kSessionResources; }
std::span<const Operation> session_operations() { return kSessionOperations; }

}  // namespace rackseed::rehearsal
