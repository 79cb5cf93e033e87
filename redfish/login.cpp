#include "redfish/login.hpp"

#include "redfish/json.hpp"
#include "redfish/refusal.hpp"

namespace rackseed::redfish {
namespace {

std::string own_link_of(const std::string& body) {
  const auto json = parse_json(body);
  if (!json) return "";
  Notes notes;
  return Fields(*json, "", notes).own_link();
}

LoggedIn read_session(const HttpResponse& answer) {
  LoggedIn session{.token = std::string(answer.field("x-auth-token")),
                   .path = clean_link(answer.field("location"))};
  if (session.path.empty()) session.path = own_link_of(answer.body);
  session.wants_new_password =
      read_refusal(answer.status, answer.body).says("PasswordChangeRequired");
  return session;
}

}  // namespace

LoginDecision decide_login(const HttpResponse& answer, const std::string& path) {
  if (answer.status >= 200 && answer.status < 300) {
    auto session = read_session(answer);
    if (!session.token.empty()) return session;
    return BmcError{BmcErrc::kMalformed, "POST " + path + ": the answer has no X-Auth-Token"};
  }
  if (answer.status == 404 || answer.status == 405 || answer.status == 501) return UseBasic{};
  auto error = error_of(read_refusal(answer.status, answer.body), "POST " + path);
  if (error.code == BmcErrc::kSessionLimit) return UseBasic{BmcErrc::kSessionLimit};
  if (answer.status == 400 && error.code == BmcErrc::kRefused)
    error.code = BmcErrc::kDenied;  // some say so to a wrong password
  return error;
}

bool wants_new_password(const HttpResponse& answer) {
  return (answer.status == 403 || answer.status == 401) &&
         read_refusal(answer.status, answer.body).says("PasswordChangeRequired");
}

}  // namespace rackseed::redfish
