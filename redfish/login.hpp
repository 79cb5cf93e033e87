#pragma once

#include "redfish/transport/transport.hpp"

#include <string>
#include <variant>

namespace rackseed::redfish {

/// A session is ours, and to be deleted.
struct LoggedIn {
  std::string token{};
  std::string path{};  ///< "": the BMC did not say where it is
  bool wants_new_password = false;
};
/// No session is to be had: each question carries the password.
struct UseBasic {
  BmcErrc because = BmcErrc::kUnsupported;  ///< or kSessionLimit
};
using LoginDecision = std::variant<LoggedIn, UseBasic, BmcError>;

/// What the answer to a POST to Sessions means (DSP0266 section 13.3.4).
[[nodiscard]] LoginDecision decide_login(const HttpResponse& answer, const std::string& path);

/// 403, or 401, that only a new password ends (BMC.md row 68, DSP0266 section 13.3.7).
[[nodiscard]] bool wants_new_password(const HttpResponse& answer);

}  // namespace rackseed::redfish
