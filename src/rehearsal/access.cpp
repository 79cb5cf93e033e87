#include "src/rehearsal/access.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::string_view kBasic = "Basic ";

/// DSP0266 section 13.3.1: what no credentials are asked for.
bool is_open(const State& state, const Request& request) {
  const auto path = without_slash(request.path);
  if (request.method == Method::kGet || request.method == Method::kHead)
    return path == "/redfish" || path == kRoot || path == "/redfish/v1/odata" ||
           path == "/redfish/v1/$metadata";
  const std::string sessions = sessions_path(state);
  return request.method == Method::kPost && (path == sessions || path == sessions + "/Members");
}

Answer unauthorized() {
  Answer answer = refusal(401, "Base.1.12.NoValidSession",
                          "There is no valid session established with the implementation.");
  answer.fields.emplace_back("WWW-Authenticate", "Basic realm=\"Redfish\"");
  return answer;
}

bool has_session(State& state, std::string_view token) {
  const auto found = std::ranges::find_if(
      state.sessions, [&](const auto& entry) { return entry.second.token == token; });
  if (found == state.sessions.end()) return false;
  const bool lost = state.faults.has(Fault::kSessionsLost) &&
                    ++found->second.requests > state.faults.value(Fault::kSessionsLost);
  if (lost) state.sessions.erase(found);
  return !lost;
}

bool has_password(const State& state, std::string_view field) {
  if (!field.starts_with(kBasic)) return false;
  const auto pair = decode_base64(field.substr(kBasic.size()));
  if (!pair) return false;
  const auto colon = pair->find(':');
  if (colon == std::string::npos) return false;
  return is_right(state.account, std::string_view(*pair).substr(0, colon),
                  std::string_view(*pair).substr(colon + 1));
}

/// Which one may, whatever else is refused until the password is another (DSP0266 section 13.3.7).
bool ends_session(const State& state, const Request& request) {
  return request.method == Method::kDelete && request.path.starts_with(sessions_path(state));
}

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > 4096) return {};
  std::string decoded(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0) return {};
  const auto padding = std::min<std::size_t>(2, text.size() - 1 - text.find_last_not_of('='));
  decoded.resize(decoded.size() - padding);
  return decoded;
}

bool is_right(const Account& account, std::string_view name, std::string_view password) {
  return account.name.empty() || (account.name == name && account.password == password);
}

std::optional<Answer> refuse_access(State& state, const Request& request) {
  if (is_open(state, request)) return {};
  const auto token = request.field("x-auth-token");
  const auto basic = request.field("authorization");
  const bool is_known = token.empty() ? state.account.name.empty() || has_password(state, basic)
                                      : has_session(state, token);
  if (!is_known) {
    if (!basic.empty()) ++state.counters.refused_logins;
    return unauthorized();
  }
  if (state.faults.has(Fault::kPasswordChangeRequired) && !ends_session(state, request))
    return refusal(403, "Base.1.12.PasswordChangeRequired",
                   "The password provided for this account must be changed before access is "
                   "granted.");
  return {};
}

}  // namespace rackseed::rehearsal
